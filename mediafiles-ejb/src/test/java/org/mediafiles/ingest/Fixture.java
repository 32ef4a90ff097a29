package org.mediafiles.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.mediafiles.InTransactions;
import org.mediafiles.TestArchive;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.catalog.DerivativeJobService;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.EventService;
import org.mediafiles.catalog.MediaBytesService;
import org.mediafiles.catalog.PublicationService;
import org.mediafiles.catalog.PublishCommand;
import org.mediafiles.catalog.SeriesService;
import org.mediafiles.catalog.UploadRecord;
import org.mediafiles.catalog.UploadService;
import org.mediafiles.config.HospitalConfig;
import org.mediafiles.config.IngestConfig;
import org.mediafiles.config.RateConfig;
import org.mediafiles.config.UploadLimits;
import org.mediafiles.imaging.DerivedPicture;
import org.mediafiles.imaging.PictureDeriver;
import org.mediafiles.model.ByteSource;
import org.mediafiles.model.EventType;
import org.mediafiles.model.Patient;
import org.mediafiles.model.Variant;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Caller;
import org.mediafiles.security.RateLimits;
import org.mediafiles.security.Role;
import org.mediafiles.storage.MediaStore;
import org.mediafiles.storage.TestStores;
import org.mediafiles.validation.InspectedMedia;
import org.mediafiles.validation.MediaInspector;

/**
 * The way in over a real database and a real folder, without a container. Bytes that begin with {@code 'P'} are a picture,
 * with {@code 'J'} a picture whose camera wrote its offset from UTC,
 * with {@code 'V'} a clip, with {@code 'X'} a picture that is broken; anything else is nothing we take.
 */
public final class Fixture {
    public static final Caller ANA = new Caller(7, "ana", "Ana", Role.CLINICIAN, null, null);
    public static final Caller BIA = new Caller(8, "bia", "Bia", Role.CLINICIAN, null, null);
    public static final Caller VERA = new Caller(9, "vera", "Vera", Role.VIEWER, null, null);
    public static final HospitalConfig HOSPITAL = new HospitalConfig(ZoneId.of("America/Sao_Paulo"),
            HospitalConfig.PORTUGUESE);
    /** As short as can be: tests wait for no age. */
    public static final IngestConfig CONFIG = new IngestConfig(Duration.ofHours(24), Duration.ofDays(30),
            Duration.ofMillis(1));
    public static final int MAX_PHOTO = 1_000_000;

    public final TestArchive archive;
    public final MediaStore store;
    public final UploadService uploads;
    public final PublicationService publications;
    public final DerivativeJobService jobs;
    public final MediaBytesService media;
    public final RateLimits rates;
    public final MediaIngest ingest;
    public final SeriesService series;
    public final SeriesIngest seriesIngest;
    public final InTransactions transactions;

    /** @param points where a test can let the server die */
    public Fixture(TestArchive archive, Path root, Consumer<String> points) {
        this.archive = archive;
        this.transactions = new InTransactions(archive, points);
        this.store = watched(TestStores.filesystem(root), points);
        AuditTrail audit = transactions.around(AuditTrail.class, new AuditTrail(transactions.entityManager()));
        AccessPolicy policy = new AccessPolicy();
        UploadLimits limits = new UploadLimits(MAX_PHOTO, 100, 100, 2 * MAX_PHOTO, Duration.ofSeconds(120), 100, 20,
                255);
        this.uploads = transactions.around(UploadService.class,
                new UploadService(transactions.entityManager(), audit, policy, CONFIG, HOSPITAL));
        this.publications = transactions.around(PublicationService.class, new PublicationService(
                transactions.entityManager(), audit, policy, limits, HOSPITAL, wanted -> {}));
        this.jobs = transactions.around(DerivativeJobService.class,
                new DerivativeJobService(transactions.entityManager()));
        this.media = transactions.around(MediaBytesService.class,
                new MediaBytesService(transactions.entityManager(), audit, policy));
        this.rates = new RateLimits(RateConfig.DEFAULTS, audit);
        this.ingest = new MediaIngest(store, new FirstByteInspector(), uploads, publications, new BareEvents(), limits,
                HOSPITAL, rates);
        this.series = transactions.around(SeriesService.class,
                new SeriesService(transactions.entityManager(), audit, policy, limits, HOSPITAL, wanted -> {}));
        this.seriesIngest = new SeriesIngest(ingest, uploads, series);
    }

    /** A store whose every call passes two points. */
    private static MediaStore watched(MediaStore store, Consumer<String> points) {
        return (MediaStore) Proxy.newProxyInstance(Fixture.class.getClassLoader(), new Class<?>[]{MediaStore.class},
                (proxy, method, args) -> {
                    points.accept("MediaStore." + method.getName() + ":before");
                    Object result;
                    try {
                        result = method.invoke(store, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    points.accept("MediaStore." + method.getName() + ":done");
                    return result;
                });
    }

    public static void addPeople(TestArchive archive) {
        for (Caller one : List.of(ANA, BIA, VERA)) {
            archive.execute("insert into accounts_eqmduser values (" + one.userId() + ",'x',null,false,'"
                    + one.username() + "','','','',false,true,now())");
        }
    }

    public UUID addPatient() {
        UUID id = UUID.randomUUID();
        archive.doInTransaction(em -> em.persist(Patient.of(id, "Some Body", LocalDate.of(1980, 5, 17))));
        return id;
    }

    /** @return a picture's bytes, different each time */
    public static byte[] picture() {
        byte[] bytes = new byte[100_000];
        RandomGenerator.getDefault().nextBytes(bytes);
        bytes[0] = 'P';
        return bytes;
    }

    public UploadRecord receive(Caller caller, byte[] bytes) {
        return ingest.receive(caller, new ByteArrayInputStream(bytes), "a.jpg", IntakeKind.PHOTO, null);
    }

    public static PublishCommand photo(UUID patient, UUID upload) {
        return new PublishCommand(EventType.PHOTO, patient, List.of(upload), List.of(), null, null, null, false);
    }

    public static PublishCommand series(UUID patient, List<UUID> uploads, String... captions) {
        return new PublishCommand(EventType.PHOTO_SERIES, patient, uploads, List.of(captions), null, null, null,
                false);
    }

    public List<UUID> receiveAll(Caller caller, List<byte[]> pictures) {
        return pictures.stream().map(bytes -> receive(caller, bytes).uploadId()).toList();
    }

    public UUID publish(Caller caller, UUID patient, byte[] bytes) {
        return ingest.publish(caller, photo(patient, receive(caller, bytes).uploadId())).id();
    }

    /** Reads the event's id alone. */
    private static final class BareEvents extends EventService {
        @Override
        public EventRecord created(Caller caller, EventType type, UUID id) {
            return new EventRecord(id, type, null, null, null, null, null, null, null, null, null, null, null, null,
                    null, null);
        }
    }

    private static final class FirstByteInspector extends MediaInspector {
        @Override
        public boolean looksLikeVideo(byte[] head) {
            return head.length > 0 && head[0] == 'V';
        }

        @Override
        public InspectedMedia inspect(ByteSource bytes, boolean images, boolean videos) {
            int first = first(bytes);
            if (first == 'X') {
                throw new MediaFilesException(ProblemCode.NOT_A_VALID_MEDIA_FILE, "broken");
            }
            if (first == 'N') {
                throw new MediaFilesException(ProblemCode.NOT_READY, "no permit");
            }
            if (first == 'P' && images) {
                return new InspectedMedia("image/jpeg", "jpg", false, 4, 3, null, true,
                        LocalDateTime.of(2026, 11, 1, 10, 0), null, Map.of("camera", "K"));
            }
            if (first == 'J' && images) {
                return new InspectedMedia("image/jpeg", "jpg", false, 4, 3, null, false,
                        LocalDateTime.of(2026, 11, 1, 10, 0, 7), ZoneOffset.ofHours(9), Map.of("camera", "K"));
            }
            if (first == 'V' && videos) {
                return new InspectedMedia("video/mp4", "mp4", true, 4, 3, java.math.BigDecimal.TEN, false, null, null,
                        Map.of());
            }
            throw new MediaFilesException(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "nothing we take");
        }

        private static int first(ByteSource bytes) {
            try (SeekableByteChannel channel = bytes.open();
                    InputStream in = java.nio.channels.Channels.newInputStream(channel)) {
                return in.read();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    /** Makes three small files that are no pictures, counting how often. */
    public static class CountingDeriver extends PictureDeriver {
        public final java.util.concurrent.atomic.AtomicInteger times = new java.util.concurrent.atomic.AtomicInteger();

        @Override
        public Map<Variant, DerivedPicture> derive(ByteSource source, String mimeType) {
            times.incrementAndGet();
            Map<Variant, DerivedPicture> made = new EnumMap<>(Variant.class);
            made.put(Variant.LARGE, new DerivedPicture("large".getBytes(), 1200, 900));
            made.put(Variant.MEDIUM, new DerivedPicture("medium".getBytes(), 800, 600));
            made.put(Variant.THUMBNAIL, new DerivedPicture("thumb".getBytes(), 200, 150));
            return made;
        }
    }

    /** @return an instant long ago enough for any age */
    public static Instant longAgo() {
        return Instant.parse("2020-01-01T00:00:00Z");
    }
}
