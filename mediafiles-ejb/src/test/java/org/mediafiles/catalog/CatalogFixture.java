package org.mediafiles.catalog;

import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Assertions;
import org.mediafiles.TestArchive;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.audit.Actor;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.config.HospitalConfig;
import org.mediafiles.config.RateConfig;
import org.mediafiles.config.UploadLimits;
import org.mediafiles.model.EventHead;
import org.mediafiles.model.EventType;
import org.mediafiles.model.MediaFile;
import org.mediafiles.model.Photo;
import org.mediafiles.model.PhotoSeries;
import org.mediafiles.model.PhotoSeriesFile;
import org.mediafiles.model.Sha256;
import org.mediafiles.model.StorageKey;
import org.mediafiles.model.StoredObject;
import org.mediafiles.model.VideoClip;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Caller;
import org.mediafiles.security.RateLimits;
import org.mediafiles.security.Role;

/** The catalog's services over a database of their own, each call in a transaction as the container would have it. */
final class CatalogFixture implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-23T15:00:00Z");
    static final HospitalConfig HOSPITAL = new HospitalConfig(ZoneId.of("America/Sao_Paulo"),
            HospitalConfig.PORTUGUESE);
    static final Caller VIEWER = caller(1, "vera", Role.VIEWER);
    static final Caller CLINICIAN = caller(2, "clara", Role.CLINICIAN);
    static final Caller OTHER_CLINICIAN = caller(3, "caio", Role.CLINICIAN);
    static final Caller INTEGRATOR = caller(4, "ines", Role.INTEGRATOR);
    static final Caller ADMIN = caller(5, "ada", Role.ADMIN);

    final TestArchive archive = TestArchive.open();

    CatalogFixture() {
        for (Caller person : List.of(VIEWER, CLINICIAN, OTHER_CLINICIAN, INTEGRATOR, ADMIN)) {
            archive.execute("insert into accounts_eqmduser values (" + person.userId() + ",'!',null,false,'"
                    + person.username() + "','" + person.username() + "','Silva','',false,true,now())");
        }
    }

    /** Empties what tests fill; the people stay. */
    void clear() {
        // What is on record goes for nobody but a test.
        archive.execute("set session_replication_role = replica;"
                + " truncate patients_patient, events_event, mediafiles_mediafile, mediafiles_ops.stored_object,"
                + " mediafiles_ops.patient_search, mediafiles_ops.patient_identifier, mediafiles_ops.audit_event,"
                + " mediafiles_ops.event_trash, mediafiles_ops.removed_picture cascade");
    }

    static Caller caller(long id, String name, Role role) {
        return new Caller(id, name, name, role, "127.0.0.1", "request-" + id);
    }

    <T> T patients(Function<PatientService, T> call) {
        return settled(em -> call.apply(patientService(em)));
    }

    PatientService patientService(EntityManager em) {
        return new PatientService(new PatientRepository(em), new PatientSearchService(em), trail(em),
                new AccessPolicy(), HOSPITAL, new RateLimits(RateConfig.DEFAULTS, trail(em)),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    <T> T events(Function<EventService, T> call) {
        return settled(em -> call.apply(eventService(em)));
    }

    private EventService eventService(EntityManager em) {
        EventRepository events = new EventRepository(em);
        EventRecords records = new EventRecords(em);
        PatientRepository patients = new PatientRepository(em);
        EventChanges changes = new EventChanges(events, records, patients, trail(em),
                new ChangeRules(events, records, trail(em), new AccessPolicy()),
                new NewEventFields(UploadLimits.DEFAULTS, HOSPITAL));
        return new EventService(events, new TimelineRepository(em), records, changes, patients, trail(em),
                new AccessPolicy(), HOSPITAL);
    }

    <T> T series(Function<SeriesService, T> call) {
        return settled(em -> call.apply(new SeriesService(em, trail(em), new AccessPolicy(), UploadLimits.DEFAULTS,
                HOSPITAL, wanted -> {})));
    }

    <T> T mediaFiles(Function<MediaFileService, T> call) {
        return settled(em -> call
                .apply(new MediaFileService(new MediaFileRepository(em), trail(em), new AccessPolicy())));
    }

    /** Settles refusals where the container does: after the transaction. */
    private <T> T settled(Function<EntityManager, T> work) {
        try {
            return archive.inTransaction(work);
        } catch (MediaFilesException refusal) {
            refusal.settle();
            throw refusal;
        }
    }

    /** A photo of bytes that nobody else has. */
    UUID photo(UUID patientId, Caller author, Instant eventDatetime, Instant createdAt) {
        return photo(patientId, author, eventDatetime, createdAt, Sha256.of(random()));
    }

    UUID photo(UUID patientId, Caller author, Instant eventDatetime, Instant createdAt, Sha256 sha256) {
        return archive.inTransaction(em -> {
            Photo photo = Photo.of(
                    new EventHead(UUID.randomUUID(), patientId, eventDatetime, "Foto", author.userId(), createdAt),
                    mediaFile(em, sha256, "Ferida Ação.jpg", "image/jpeg", createdAt));
            em.persist(photo);
            return photo.getId();
        });
    }

    UUID clip(UUID patientId, Instant eventDatetime, Instant createdAt) {
        return archive.inTransaction(em -> {
            VideoClip clip = VideoClip.of(
                    new EventHead(UUID.randomUUID(), patientId, eventDatetime, "Vídeo", CLINICIAN.userId(), createdAt),
                    mediaFile(em, Sha256.of(random()), "marcha.mp4", "video/mp4", createdAt));
            em.persist(clip);
            return clip.getId();
        });
    }

    UUID series(UUID patientId, int pictures, Instant eventDatetime, Instant createdAt) {
        return archive.inTransaction(em -> {
            PhotoSeries series = PhotoSeries.of(
                    new EventHead(UUID.randomUUID(), patientId, eventDatetime, "Série", CLINICIAN.userId(), createdAt),
                    "", pictures);
            em.persist(series);
            for (int i = 1; i <= pictures; i++) {
                MediaFile file = mediaFile(em, Sha256.of(random()), i + ".jpg", "image/jpeg", createdAt);
                em.persist(PhotoSeriesFile.of(series, file, i, "n" + i, createdAt));
            }
            return series.getId();
        });
    }

    private static MediaFile mediaFile(EntityManager em, Sha256 sha256, String name, String mimeType, Instant now) {
        StorageKey key = StorageKey.forOriginal(EventType.PHOTO, YearMonth.of(2026, 11), "jpg");
        StoredObject object = em.createQuery("select o from StoredObject o where o.sha256 = :sha", StoredObject.class)
                .setParameter("sha", sha256.hex()).getResultStream().findFirst().orElseGet(() -> {
                    StoredObject made = StoredObject.of(UUID.randomUUID(), sha256, key, 12, mimeType, true, now);
                    em.persist(made);
                    return made;
                });
        MediaFile file = MediaFile.of(UUID.randomUUID(), key, object, name, 4, 3,
                mimeType.startsWith("video") ? new BigDecimal("2.500") : null,
                Map.of("camera", "X-100", "serialNumber", "secret"), now);
        em.persist(file);
        return file;
    }

    private static byte[] random() {
        UUID id = UUID.randomUUID();
        return ByteBuffer.allocate(32).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits())
                .array();
    }

    PatientRecord patient(String name, String birthday, PatientIdentifier... identifiers) {
        return patients(service -> service.create(CLINICIAN,
                new NewPatient(name, LocalDate.parse(birthday), List.of(identifiers), false)));
    }

    /** A trail whose rows of their own stand although the rest is rolled back, as REQUIRES_NEW has it. */
    AuditTrail trail(EntityManager em) {
        return new AuditTrail(em) {
            @Override
            public void recordApart(Actor actor, AuditEntry entry) {
                archive.doInTransaction(other -> new AuditTrail(other).record(actor, entry));
            }
        };
    }

    long audited(String act, String outcome, UUID patientId) {
        return Long.parseLong(archive.query("select count(*) from mediafiles_ops.audit_event where act = '" + act
                + "' and outcome = '" + outcome + "'"
                + (patientId == null ? "" : " and patient_id = '" + patientId + "'")));
    }

    static MediaFilesException refused(ProblemCode code, Runnable call) {
        MediaFilesException refusal = Assertions.assertThrows(MediaFilesException.class, call::run);
        Assertions.assertEquals(code, refusal.code(), refusal.getMessage());
        return refusal;
    }

    static MediaFilesException invalid(String field, Runnable call) {
        MediaFilesException refusal = refused(ProblemCode.INVALID_REQUEST, call);
        Assertions.assertEquals(field, refusal.field().orElse(null));
        return refusal;
    }

    void inTransaction(Consumer<EntityManager> work) {
        archive.doInTransaction(work);
    }

    @Override
    public void close() {
        archive.close();
    }
}
