package org.mediafiles.ingest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.TestArchive;
import org.mediafiles.catalog.PublishCommand;
import org.mediafiles.catalog.UploadRecord;
import org.mediafiles.config.RateConfig;
import org.mediafiles.model.EventType;
import org.mediafiles.model.Sha256;
import org.mediafiles.model.StorageKey;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.Caller;
import org.mediafiles.security.RateKind;
import org.mediafiles.storage.InMemoryMediaStore;

class MediaIngestTest {
    private static TestArchive archive;

    @TempDir
    Path root;
    private Fixture in;
    private UUID patient;

    @BeforeAll
    static void openArchive() {
        archive = TestArchive.open();
        Fixture.addPeople(archive);
    }

    @AfterAll
    static void closeArchive() {
        archive.close();
    }

    @BeforeEach
    void open() {
        in = new Fixture(archive, root, point -> {});
        patient = in.addPatient();
    }

    private static MediaFilesException refused(ProblemCode code, Executable act) {
        MediaFilesException refusal = assertThrows(MediaFilesException.class, act);
        assertEquals(code, refusal.code(), refusal::getMessage);
        return refusal;
    }

    private static String upload(UUID id, String column) {
        return archive.query("select " + column + " from mediafiles_ops.upload where id = '" + id + "'");
    }

    private String lastUpload(String column) {
        return archive.query("select " + column + " from mediafiles_ops.upload order by created_at desc limit 1");
    }

    private byte[] stored(UUID event) throws IOException {
        StorageKey key = new StorageKey(archive.query("select o.storage_key from mediafiles_ops.stored_object o"
                + " join mediafiles_ops.media_file_object f on f.stored_object_id = o.id"
                + " join mediafiles_photo p on p.media_file_id = f.media_file_id where p.event_ptr_id = '" + event
                + "'"));
        try (var bytes = in.store.open(key).orElseThrow()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            bytes.transferTo(0, bytes.byteCount(), Channels.newChannel(out));
            return out.toByteArray();
        }
    }

    @Test
    void onesTooManyIsRefusedBeforeItIsReadOrARow() {
        for (int i = 0; i < RateConfig.DEFAULTS.uploadsPerMinute(); i++) {
            in.rates.take(Fixture.ANA, RateKind.UPLOADS);
        }
        String before = archive.query("select count(*) from mediafiles_ops.upload");
        InputStream untouched = new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("it was read");
            }
        };
        MediaFilesException refusal = refused(ProblemCode.RATE_LIMITED,
                () -> in.ingest.spool(Fixture.ANA, untouched, "a.jpg", IntakeKind.PHOTO));
        assertTrue(refusal.retryAfter().orElseThrow().toSeconds() > 0);
        assertEquals(before, archive.query("select count(*) from mediafiles_ops.upload"));
        assertEquals("1", archive.query("select count(*) from mediafiles_ops.audit_event where act = 'rate-limit'"
                + " and outcome = 'refused' and user_id = 7 and details ->> 'kind' = 'uploads'"));
        in.receive(Fixture.BIA, Fixture.picture());
    }

    @Test
    void aPhotoGoesInAndComesBackBitByBit() throws IOException {
        byte[] bytes = Fixture.picture();
        UploadRecord upload = in.receive(Fixture.ANA, bytes);

        assertEquals(InMemoryMediaStore.sha256(bytes).hex(), upload.fileHash());
        assertEquals(bytes.length, upload.fileSize());
        assertEquals(Instant.parse("2026-11-01T13:00:00Z"), upload.captureTime(), "in the hospital's zone");
        assertEquals(List.of(upload), in.ingest.waiting(Fixture.ANA).stream()
                .filter(one -> one.uploadId().equals(upload.uploadId())).toList());

        UUID event = in.ingest.publish(Fixture.ANA, Fixture.photo(patient, upload.uploadId())).id();

        assertArrayEquals(bytes, stored(event));
        assertTrue(in.store.incoming().isEmpty());
        assertEquals("published", upload(upload.uploadId(), "state"));
        assertEquals(event.toString(), upload(upload.uploadId(), "event_id"));
        assertEquals("Foto", archive.query("select description from events_event where id = '" + event + "'"));
        assertEquals("1", archive.query("select count(*) from mediafiles_ops.audit_event where event_id = '" + event
                + "' and act = 'event-create' and outcome = 'ok' and patient_id = '" + patient + "'"));
        assertEquals("waiting", archive.query("select j.state from mediafiles_ops.derivative_job j"
                + " join mediafiles_ops.stored_object o on o.id = j.stored_object_id where o.sha256 = '"
                + upload.fileHash() + "'"));
        assertEquals("t", archive.query("select m.thumbnail_path = replace(m.file_path, '/originals/', '/thumbnails/')"
                + " and m.width = 4 and m.height = 3 and m.mime_type = 'image/jpeg' and m.file_type = 'image'"
                + " from mediafiles_mediafile m where m.file_hash = '" + upload.fileHash() + "'"));
    }

    @Test
    void refusalsComeInTheContractsOrder() {
        byte[] tooLarge = new byte[Fixture.MAX_PHOTO + 1];
        Sha256 other = InMemoryMediaStore.sha256(new byte[]{1});

        refusedUpload(ProblemCode.UPLOAD_TOO_LARGE, tooLarge, other);
        refusedUpload(ProblemCode.CHECKSUM_MISMATCH, new byte[]{'?'}, other);
        refusedUpload(ProblemCode.UNSUPPORTED_MEDIA_TYPE, new byte[]{'?'}, null);
        refusedUpload(ProblemCode.NOT_A_VALID_MEDIA_FILE, new byte[]{'X'}, null);
        refusedUpload(ProblemCode.UNSUPPORTED_MEDIA_TYPE, new byte[]{'V'}, null);
        refusedUpload(ProblemCode.UNSUPPORTED_MEDIA_TYPE, new byte[0], null);
    }

    private void refusedUpload(ProblemCode code, byte[] bytes, Sha256 announced) {
        refused(code, () -> in.ingest.receive(Fixture.ANA, new ByteArrayInputStream(bytes), "x", IntakeKind.PHOTO,
                announced));
        assertTrue(in.store.incoming().isEmpty(), "nothing left in the spool");
        assertEquals("refused", lastUpload("state"));
        assertEquals(code.code(), lastUpload("refusal"));
        assertNotEquals(null, lastUpload("spool_removed_at"));
    }

    @Test
    void eitherWayInTakesItsLimitFromTheFirstBytes() {
        byte[] clip = new byte[Fixture.MAX_PHOTO + 1];
        clip[0] = 'V';
        UploadRecord upload = in.ingest.receive(Fixture.ANA, new ByteArrayInputStream(clip), "a.mp4", IntakeKind.ANY,
                null);
        assertEquals("video", upload.kind());

        clip[0] = 'P';
        refused(ProblemCode.UPLOAD_TOO_LARGE, () -> in.ingest.receive(Fixture.ANA, new ByteArrayInputStream(clip),
                "a.jpg", IntakeKind.ANY, null));
        refused(ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                () -> in.ingest.publish(Fixture.ANA, Fixture.photo(patient, upload.uploadId())));
    }

    @Test
    void aClientThatGoesAwayLeavesNothingButTheRow() {
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(Fixture.picture()), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("reset");
            }
        });
        refused(ProblemCode.INVALID_REQUEST,
                () -> in.ingest.receive(Fixture.ANA, broken, "a.jpg", IntakeKind.PHOTO, null));

        assertTrue(in.store.incoming().isEmpty());
        assertEquals("discarded", lastUpload("state"));
    }

    @Test
    void whatTheBodyItselfIsRefusedForStandsInTheRow() {
        for (byte[] start : List.of(new byte[0], Fixture.picture())) {
            InputStream wall = new SequenceInputStream(new ByteArrayInputStream(start), new InputStream() {
                @Override
                public int read() {
                    throw new MediaFilesException(ProblemCode.UPLOAD_TOO_LARGE, "larger than the server takes");
                }
            });
            refused(ProblemCode.UPLOAD_TOO_LARGE,
                    () -> in.ingest.receive(Fixture.ANA, wall, "a.jpg", IntakeKind.PHOTO, null));

            assertTrue(in.store.incoming().isEmpty());
            assertEquals("refused", lastUpload("state"));
            assertEquals("upload-too-large", lastUpload("refusal"));
        }
    }

    @Test
    void noPermitIsNotTheFilesFault() {
        refused(ProblemCode.NOT_READY, () -> in.receive(Fixture.ANA, new byte[]{'N'}));
        assertEquals("discarded", lastUpload("state"));
        assertTrue(in.store.incoming().isEmpty());
    }

    @Test
    void viewersSendNothing() {
        refused(ProblemCode.FORBIDDEN, () -> in.receive(Fixture.VERA, Fixture.picture()));
        refused(ProblemCode.FORBIDDEN, () -> in.ingest.check(Fixture.VERA, Fixture.photo(patient, UUID.randomUUID())));
        assertTrue(in.store.incoming().isEmpty());
        assertEquals("2", archive.query("select count(*) from mediafiles_ops.audit_event where user_id = 9"
                + " and outcome = 'refused'"));
    }

    @Test
    void thePatientComesBeforeTheUploadAndTheUploadBeforeTheFields() {
        UUID nobody = UUID.randomUUID();
        UUID upload = in.receive(Fixture.ANA, Fixture.picture()).uploadId();
        Instant future = Instant.now().plusSeconds(600);
        refused(ProblemCode.NOT_FOUND, () -> in.ingest.publish(Fixture.ANA, Fixture.photo(nobody, nobody)));
        refused(ProblemCode.UNKNOWN_UPLOAD, () -> in.ingest.check(Fixture.ANA, command(nobody, "x".repeat(300), null)));
        refused(ProblemCode.UNKNOWN_UPLOAD, () -> in.ingest.check(Fixture.BIA, command(upload, null, future)));
        refused(ProblemCode.UNKNOWN_UPLOAD, () -> in.ingest.publish(Fixture.ANA, command(nobody, null, future)));
        assertEquals("eventDatetime", refused(ProblemCode.INVALID_REQUEST, () -> in.ingest.publish(Fixture.ANA,
                command(upload, null, future))).field().orElseThrow());
        refused(ProblemCode.INVALID_REQUEST, () -> in.ingest.publish(Fixture.ANA,
                command(upload, null, Instant.parse("1980-05-15T12:00:00Z"))));
        assertEquals("description", refused(ProblemCode.INVALID_REQUEST,
                () -> in.ingest.publish(Fixture.ANA, command(upload, "x".repeat(300), null))).field().orElseThrow());
        refused(ProblemCode.INVALID_REQUEST, () -> in.ingest.publish(Fixture.ANA, new PublishCommand(
                EventType.PHOTO, patient, List.of(), List.of(), null, null, null, false)));
        assertEquals("received", upload(upload, "state"));
    }

    @Test
    void theAnnouncedHashIsComparedWithWhatWasReceived() {
        byte[] bytes = Fixture.picture();
        UUID upload = in.receive(Fixture.ANA, bytes).uploadId();
        Sha256 other = InMemoryMediaStore.sha256(new byte[]{1});

        assertEquals("sha256", refused(ProblemCode.CHECKSUM_MISMATCH,
                () -> in.ingest.publish(Fixture.ANA, announced(upload, other))).field().orElseThrow());
        assertEquals("received", upload(upload, "state"));
        in.ingest.publish(Fixture.ANA, announced(upload, InMemoryMediaStore.sha256(bytes)));
        assertEquals("published", upload(upload, "state"));
    }

    private PublishCommand announced(UUID upload, Sha256 announced) {
        return new PublishCommand(EventType.PHOTO, patient, List.of(upload), List.of(), null, null, null, false,
                announced);
    }

    @Test
    void theCaptureTimeIsWrittenWithItsOffset() {
        UploadRecord hospitals = in.receive(Fixture.ANA, Fixture.picture());
        assertEquals(Map.of("camera", "K", "captureTime", "2026-11-01T10:00:00-03:00"), hospitals.metadata());

        byte[] abroad = Fixture.picture();
        abroad[0] = 'J';
        UploadRecord cameras = in.receive(Fixture.ANA, abroad);
        assertEquals("2026-11-01T10:00:07+09:00", cameras.metadata().get("captureTime"));
        assertEquals(Instant.parse("2026-11-01T01:00:07Z"), cameras.captureTime());
    }

    private PublishCommand command(UUID upload, String description, Instant when) {
        return new PublishCommand(EventType.PHOTO, patient, List.of(upload), List.of(), description, null, when, false);
    }

    @Test
    void anothersAnExpiredAndAPublishedUploadAreUnknown() {
        UUID upload = in.receive(Fixture.ANA, Fixture.picture()).uploadId();
        refused(ProblemCode.UNKNOWN_UPLOAD, () -> in.ingest.publish(Fixture.BIA, Fixture.photo(patient, upload)));

        in.ingest.publish(Fixture.ANA, Fixture.photo(patient, upload));
        refused(ProblemCode.UNKNOWN_UPLOAD,
                () -> in.ingest.publish(Fixture.ANA, Fixture.photo(in.addPatient(), upload)));

        UUID expired = in.receive(Fixture.ANA, Fixture.picture()).uploadId();
        archive.execute("update mediafiles_ops.upload set expires_at = now() where id = '" + expired + "'");
        refused(ProblemCode.UNKNOWN_UPLOAD, () -> in.ingest.publish(Fixture.ANA, Fixture.photo(patient, expired)));
    }

    @Test
    void theSameBytesForTheSamePatientAreToldUnlessAllowed() {
        byte[] bytes = Fixture.picture();
        UUID first = in.publish(Fixture.ANA, patient, bytes);
        UploadRecord again = in.receive(Fixture.BIA, bytes);

        MediaFilesException refusal = refused(ProblemCode.DUPLICATE_MEDIA,
                () -> in.ingest.publish(Fixture.BIA, Fixture.photo(patient, again.uploadId())));
        assertEquals(Map.of("eventId", first.toString(), "mediaFileId", archive.query(
                "select media_file_id from mediafiles_photo where event_ptr_id = '" + first + "'")),
                refusal.extensions().get("duplicateOf"));

        UUID second = in.ingest.publish(Fixture.BIA, new PublishCommand(EventType.PHOTO, patient,
                List.of(again.uploadId()), List.of(), null, null, null, true)).id();
        assertNotEquals(first, second);
    }

    @Test
    void theSameBytesInTheTrashAreNoDuplicate() {
        byte[] bytes = Fixture.picture();
        UUID first = in.publish(Fixture.ANA, patient, bytes);
        archive.execute("insert into mediafiles_ops.event_trash (event_id, patient_id, deleted_by_id) values ('" + first
                + "','" + patient + "',7)");

        assertNotEquals(first, in.publish(Fixture.ANA, patient, bytes));
    }

    @Test
    void theSameBytesOfManyPatientsAreStoredOnce() throws Exception {
        byte[] bytes = Fixture.picture();
        List<Callable<UUID>> publications = new ArrayList<>();
        for (int patients = 0; patients < 8; patients++) {
            UUID one = in.addPatient();
            UUID upload = in.receive(Fixture.ANA, bytes).uploadId();
            publications.add(() -> in.ingest.publish(Fixture.ANA, Fixture.photo(one, upload)).id());
        }
        for (Object event : together(publications)) {
            assertArrayEquals(bytes, stored((UUID) event));
        }
        String sha256 = InMemoryMediaStore.sha256(bytes).hex();
        assertEquals("1", archive.query("select count(*) from mediafiles_ops.stored_object where sha256 = '" + sha256
                + "'"));
        assertEquals("8", archive.query("select count(distinct file_path) from mediafiles_mediafile where file_hash = '"
                + sha256 + "'"));
    }

    @Test
    void twoPublicationsOfTheSameBytesToOnePatientDoNotBothPass() throws Exception {
        for (int round = 0; round < 5; round++) {
            byte[] bytes = Fixture.picture();
            UUID one = in.receive(Fixture.ANA, bytes).uploadId();
            UUID two = in.receive(Fixture.BIA, bytes).uploadId();
            List<Object> answers = together(List.of(attempt(Fixture.ANA, one), attempt(Fixture.BIA, two)));
            assertEquals(1, answers.stream().filter(UUID.class::isInstance).count(), answers::toString);
            assertTrue(answers.contains(ProblemCode.DUPLICATE_MEDIA), answers::toString);
        }
    }

    @Test
    void theSameUploadIsPublishedOnce() throws Exception {
        for (int round = 0; round < 5; round++) {
            UUID upload = in.receive(Fixture.ANA, Fixture.picture()).uploadId();
            UUID other = in.addPatient();
            List<Object> answers = together(List.of(attempt(Fixture.ANA, upload),
                    () -> attempt(Fixture.ANA, other, upload)));
            assertEquals(1, answers.stream().filter(UUID.class::isInstance).count(), answers::toString);
            assertTrue(answers.contains(ProblemCode.UNKNOWN_UPLOAD), answers::toString);
        }
    }

    private Callable<Object> attempt(Caller caller, UUID upload) {
        return () -> attempt(caller, patient, upload);
    }

    private Object attempt(Caller caller, UUID to, UUID upload) {
        try {
            return in.ingest.publish(caller, Fixture.photo(to, upload)).id();
        } catch (MediaFilesException e) {
            return e.code();
        }
    }

    private static <T> List<Object> together(List<Callable<T>> acts) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(acts.size());
        try {
            List<Object> results = new ArrayList<>();
            for (Future<T> one : threads.invokeAll(acts)) {
                results.add(one.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void hostileNamesAreDisplayTextAlone() {
        UploadRecord upload = in.ingest.receive(Fixture.ANA, new ByteArrayInputStream(Fixture.picture()),
                "../../etc/pass\u0000wd\u202Egpj.exe", IntakeKind.PHOTO, null);
        assertTrue(!upload.originalFilename().contains("/") && !upload.originalFilename().contains("\u202E"),
                upload::originalFilename);
        assertTrue(
                upload(upload.uploadId(), "storage_key").matches("photos/\\d{4}/\\d{2}/originals/[0-9a-f-]{36}\\.jpg"));
    }
}
