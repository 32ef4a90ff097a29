package org.mediafiles.adoption;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.TestArchive;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.catalog.AdoptedFileListing;
import org.mediafiles.catalog.AdoptedFileTrouble;
import org.mediafiles.catalog.AdoptedFilesService;
import org.mediafiles.catalog.AdoptedFilesSummary;
import org.mediafiles.catalog.ClaimedJob;
import org.mediafiles.catalog.ClaimedStandingFile;
import org.mediafiles.catalog.JobKind;
import org.mediafiles.catalog.Page;
import org.mediafiles.catalog.PageRequest;
import org.mediafiles.catalog.StandingFileJobService;
import org.mediafiles.delivery.Deliverable;
import org.mediafiles.delivery.MediaDelivery;
import org.mediafiles.delivery.TestDelivery;
import org.mediafiles.imaging.Pictures;
import org.mediafiles.imaging.TestFiles;
import org.mediafiles.imaging.clip.MadeClips;
import org.mediafiles.ingest.Fixture;
import org.mediafiles.model.StorageKey;
import org.mediafiles.model.Variant;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Caller;
import org.mediafiles.security.Role;
import org.mediafiles.storage.InMemoryMediaStore;
import org.mediafiles.validation.Inspectors;

/** Rows and files as a Django application left them, over a real database and a real folder. */
class StandingFilesTest {
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static TestArchive archive;

    @TempDir
    Path root;
    private Fixture in;
    private StandingFileJobService jobs;
    private StandingFileRunner runner;

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
    void assemble() {
        archive.execute("delete from mediafiles_ops.adopted_file");
        in = new Fixture(archive, root, point -> {});
        jobs = in.transactions.around(StandingFileJobService.class,
                new StandingFileJobService(in.transactions.entityManager(), wanted -> {}));
        runner = new StandingFileRunner(jobs, in.store,
                Inspectors.of(Pictures.decoding()));
    }

    /** A picture that no other has. */
    private static byte[] jpeg(int orientation) {
        byte[] samples = new byte[40 * 30 * 3];
        new Random().nextBytes(samples);
        return TestFiles.withSegment(TestFiles.jpeg(samples, 40, 30, 3), 0xE1,
                exif(TestFiles.exifOrientation(orientation)));
    }

    private static byte[] exif(byte[] block) {
        byte[] whole = java.util.Arrays.copyOf("Exif\0\0".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
                6 + block.length);
        System.arraycopy(block, 0, whole, 6, block.length);
        return whole;
    }

    private static String path() {
        return "photos/2024/05/originals/" + UUID.randomUUID() + ".jpg";
    }

    /** A photo as Django left it: event, media file, photo; queued as adoption does. */
    private UUID photo(String path, String mimeType, String hash, String more) {
        UUID event = UUID.randomUUID();
        UUID file = UUID.randomUUID();
        archive.execute("insert into events_event (id, event_type, event_datetime, description, created_at, updated_at,"
                + " created_by_id, updated_by_id, patient_id) values ('" + event
                + "', 3, now(), 'x', now(), now(), 7, 7, '" + in.addPatient() + "')");
        // A row that stood before V7's checks.
        archive.execute("set session_replication_role = replica; alter table mediafiles_mediafile"
                + " drop constraint mediafiles_mediafile_file_type_check, drop constraint"
                + " mediafiles_mediafile_file_size_check, drop constraint mediafiles_mediafile_file_hash_check;"
                + " insert into mediafiles_mediafile (id, file_path, original_filename, file_hash, file_size, mime_type,"
                + " file_type, width, height, metadata, created_at, updated_at) values ('" + file + "', '" + path
                + "', 'a.jpg', " + (hash == null ? "null" : "'" + hash + "'") + ", " + more + ", now(), now());"
                        .replace("MIME", mimeType)
                + " alter table mediafiles_mediafile add constraint mediafiles_mediafile_file_type_check"
                + " check (file_type in ('image', 'video')) not valid, add constraint"
                + " mediafiles_mediafile_file_hash_check check (file_hash ~ '^[0-9a-f]{64}$') not valid, add constraint"
                + " mediafiles_mediafile_file_size_check check (file_size > 0) not valid;"
                + " insert into mediafiles_photo values ('" + event + "', '" + file + "');"
                + " insert into mediafiles_ops.adopted_file (media_file_id) values ('" + file + "')");
        return file;
    }

    private UUID photo(String path, String mimeType, String hash) {
        return photo(path, mimeType, hash, "5, '" + mimeType + "', 'image', 40, 30, '{\"gps\":[1,2]}'");
    }

    private void write(String path, byte[] bytes) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.write(root.resolve(path), bytes);
    }

    private void work() {
        StandingFileWorker.drain(jobs, runner);
    }

    private static String of(UUID file, String column) {
        return archive.query("select " + column + " from mediafiles_mediafile m join mediafiles_ops.adopted_file a"
                + " on a.media_file_id = m.id left join mediafiles_ops.media_file_object f on f.media_file_id = m.id"
                + " left join mediafiles_ops.stored_object o on o.id = f.stored_object_id where m.id = '" + file + "'");
    }

    private static String sha256(byte[] bytes) {
        return InMemoryMediaStore.sha256(bytes).hex();
    }

    private MediaDelivery delivery() {
        ExecutorService threads = Executors.newCachedThreadPool();
        StandingFileIntake intake = new StandingFileIntake(jobs, runner);
        return TestDelivery.of(in, (file, wait) -> intake.takeIn(file, wait, threads));
    }

    @Test
    void anUnhashedPhotoIsHashedMeasuredAsDisplayedAndStaysWhereItIs() throws IOException {
        String path = path();
        byte[] bytes = jpeg(6);
        write(path, bytes);
        UUID file = photo(path, "image/jpeg", null);

        work();

        assertEquals("done", of(file, "state"));
        assertNull(of(file, "error"));
        assertEquals(sha256(bytes), of(file, "file_hash"));
        assertEquals("30 40", of(file, "width || ' ' || height"));
        assertEquals(path, of(file, "storage_key"));
        assertEquals(String.valueOf(bytes.length), of(file, "byte_count"));
        assertEquals("f", of(file, "has_position"));
        assertEquals("f", of(file, "attachment_only"));
        assertArrayEquals(bytes, Files.readAllBytes(root.resolve(path)));
    }

    @Test
    void derivativesNeverTouchWhatTheOtherSystemPutBesideTheOriginal() throws IOException {
        String path = path();
        write(path, jpeg(1));
        String thumbnail = new StorageKey(path).sibling(Variant.THUMBNAIL).value();
        write(thumbnail, new byte[]{1, 2, 3});
        UUID file = photo(path, "image/jpeg", null);
        work();

        ClaimedJob job = in.jobs.claim(UUID.fromString(of(file, "o.id")), JobKind.PICTURE, LEASE).orElseThrow();

        assertTrue(job.standing());
        for (Variant variant : new Variant[]{Variant.LARGE, Variant.MEDIUM, Variant.THUMBNAIL}) {
            assertFalse(Files.exists(root.resolve(job.variantKey(variant).value())), variant.apiName());
        }
        assertNotEquals(thumbnail, job.variantKey(Variant.THUMBNAIL).value());
    }

    @Test
    void twoLegacyRecordsWithEqualBytesShareOneObject() throws IOException {
        byte[] bytes = jpeg(1);
        String one = path();
        String other = "old files/ação nº 2.JPG";
        write(one, bytes);
        write(other, bytes);
        UUID first = photo(one, "image/jpeg", null);
        UUID second = photo(other, "image/jpg", null);

        work();

        assertEquals("done", of(first, "state"));
        assertEquals("done", of(second, "state"));
        assertEquals(of(first, "o.id"), of(second, "o.id"));
        assertEquals(sha256(bytes), of(second, "file_hash"));
        assertEquals(other, of(second, "file_path"));
    }

    @Test
    void aRecordedHashIsNeverChangedAndAMismatchIsForAPerson() throws IOException {
        String path = path();
        byte[] bytes = jpeg(1);
        write(path, bytes);
        String wrong = "0".repeat(64);
        UUID file = photo(path, "image/jpeg", wrong);

        work();

        assertEquals("failed hash-mismatch", of(file, "state || ' ' || error"));
        assertEquals(wrong, of(file, "file_hash"));
        assertEquals(sha256(bytes), of(file, "sha256"), "the bytes that stand are still to be had");
    }

    @Test
    void aHashInCapitalsIsTheSameHash() throws IOException {
        String path = path();
        byte[] bytes = jpeg(1);
        write(path, bytes);
        UUID file = photo(path, "image/jpeg", sha256(bytes).toUpperCase(java.util.Locale.ROOT));

        work();

        assertEquals("done", of(file, "state"));
        assertEquals(sha256(bytes), of(file, "file_hash"));
    }

    @Test
    void anotherTypeThanRecordedIsMarkedAndLeavesOnlyAsAttachment() throws IOException {
        String path = path();
        write(path, jpeg(1));
        UUID file = photo(path, "image/png", null);
        String page = path();
        write(page, "<html><script>alert(1)</script></html>".getBytes());
        UUID html = photo(page, "image/jpeg", null);

        work();

        assertEquals("done type-mismatch t",
                of(file, "state || ' ' || error || ' ' || left(attachment_only::text, 1)"));
        Deliverable original = delivery().find(Fixture.ANA, file, Variant.CONTENT);
        assertTrue(original.attachment());
        assertEquals("image/jpeg", original.mimeType());
        assertEquals("failed unsupported-media-type", of(html, "state || ' ' || error"));
        Deliverable danger = delivery().find(Fixture.ANA, html, Variant.CONTENT);
        assertTrue(danger.attachment());
        assertEquals("application/octet-stream", danger.mimeType());
        assertEquals(ProblemCode.NOT_FOUND, assertThrows(MediaFilesException.class,
                () -> delivery().find(Fixture.ANA, html, Variant.THUMBNAIL)).code());
    }

    @Test
    void aMissingFileIsListedAndAnswersAsMissingUntilAnAdminAsks() throws IOException {
        String path = path();
        UUID file = photo(path, "image/jpeg", null);

        work();

        assertEquals("missing file-missing", of(file, "state || ' ' || error"));
        assertEquals(ProblemCode.FILE_MISSING, assertThrows(MediaFilesException.class,
                () -> delivery().find(Fixture.ANA, file, Variant.LARGE)).code());
        write(path, jpeg(1));
        work();
        assertEquals("missing", of(file, "state"));
        archive.execute("update mediafiles_ops.adopted_file set state = 'waiting', attempts = 0");
        work();
        assertEquals("done", of(file, "state"));
    }

    @Test
    void aPathOutOfTheStoreIsRefusedAndListed() throws IOException {
        Path outside = Files.createDirectory(root.resolveSibling("outside-" + UUID.randomUUID()));
        Files.write(outside.resolve("a.jpg"), jpeg(1));
        Files.createSymbolicLink(root.resolve("linked"), outside);
        for (String path : new String[]{"../" + outside.getFileName() + "/a.jpg", outside + "/a.jpg", "linked/a.jpg",
                "incoming/a.jpg", "./set-aside/a.jpg"}) {
            UUID file = photo(path, "image/jpeg", null);
            work();
            assertEquals("failed path-outside-root", of(file, "state || ' ' || error"), path);
            assertNull(of(file, "o.id"), path);
            assertEquals(ProblemCode.FILE_MISSING, assertThrows(MediaFilesException.class,
                    () -> delivery().find(Fixture.ANA, file, Variant.CONTENT)).code());
        }
    }

    @Test
    void anEmptyFileAndABrokenPictureAreForAPerson() throws IOException {
        String empty = path();
        write(empty, new byte[0]);
        UUID nothing = photo(empty, "image/jpeg", null);
        String cut = path();
        byte[] whole = jpeg(1);
        write(cut, java.util.Arrays.copyOf(whole, whole.length / 2));
        UUID half = photo(cut, "image/jpeg", null);

        work();

        assertEquals("failed empty-file", of(nothing, "state || ' ' || error"));
        assertEquals("failed not-a-valid-media-file", of(half, "state || ' ' || error"));
        assertTrue(delivery().find(Fixture.ANA, half, Variant.CONTENT).attachment());
    }

    @Test
    void rowsThatBreakTheRulesAreMendedWhereThatIsOursToDo() throws IOException {
        String path = path();
        write(path, jpeg(1));
        UUID sizeless = photo(path, "image/jpeg", null, "0, 'image/jpeg', 'image', null, null, '[1]'");
        String strange = path();
        write(strange, jpeg(1));
        UUID kindless = photo(strange, "image/jpeg", null, "5, 'image/jpeg', 'scan', null, null, '{}'");

        work();

        assertEquals("done", of(sizeless, "state"));
        assertEquals(of(sizeless, "byte_count"), of(sizeless, "file_size::text"));
        assertEquals("failed record-breaks-rules", of(kindless, "state || ' ' || error"));
        assertNull(of(kindless, "file_hash"));
        assertEquals(strange, of(kindless, "storage_key"), "it can be shown none the less");
    }

    @Test
    void aPhotoShowsBeforeItsTurn() throws IOException {
        String path = path();
        byte[] bytes = jpeg(1);
        write(path, bytes);
        UUID file = photo(path, "image/jpeg", null);

        Deliverable original = delivery().find(Fixture.ANA, file, Variant.CONTENT);

        assertEquals(sha256(bytes), original.sha256().hex());
        assertEquals(bytes.length, original.byteCount());
        assertFalse(original.attachment());
        assertEquals("done", of(file, "state"));
        archive.execute("delete from mediafiles_ops.media_file_object where media_file_id = '" + file + "'");
        archive.execute("delete from mediafiles_ops.adopted_file where media_file_id = '" + file + "'");
        delivery().find(Fixture.ANA, file, Variant.CONTENT);
        assertEquals("done", of(file, "state"), "also one that nobody has queued");
    }

    @Test
    void whatTakesTooLongAnswersNotReadyAndGoesOn() throws IOException {
        String path = path();
        write(path, jpeg(1));
        UUID file = photo(path, "image/jpeg", null);
        ClaimedStandingFile another = jobs.claim(file, LEASE).orElseThrow();
        StandingFileIntake intake = new StandingFileIntake(jobs, runner);
        MediaDelivery delivery = TestDelivery.of(in,
                (id, wait) -> intake.takeIn(id, Duration.ofMillis(300), Executors.newCachedThreadPool()));

        MediaFilesException refused = assertThrows(MediaFilesException.class,
                () -> delivery.find(Fixture.ANA, file, Variant.LARGE));

        assertEquals(ProblemCode.NOT_READY, refused.code());
        assertTrue(refused.retryAfter().isPresent());
        runner.run(another);
        assertEquals("done", of(file, "state"));
    }

    @Test
    void aFileIsOneWorkersAndADeadWorkersIsTheNexts() throws IOException {
        String path = path();
        write(path, jpeg(1));
        UUID file = photo(path, "image/jpeg", null);
        ClaimedStandingFile dead = jobs.claimNext(LEASE).orElseThrow();
        assertTrue(jobs.claimNext(LEASE).isEmpty());
        archive.execute("update mediafiles_ops.adopted_file set lease_until = now() - interval '1 s'");

        work();

        assertEquals("done", of(file, "state"));
        runner.run(dead);
        assertEquals("done 2", of(file, "state || ' ' || attempts"), "what comes late changes nothing");
        archive.execute("update mediafiles_ops.adopted_file set state = 'running', attempts = 5,"
                + " lease_until = now() - interval '1 s'");
        work();
        assertEquals("failed worker-lost", of(file, "state || ' ' || error"));
    }

    private UUID clip(byte[] bytes) throws IOException {
        String path = "videos/2024/05/originals/" + UUID.randomUUID() + ".mp4";
        write(path, bytes);
        return photo(path, "video/mp4", null, "5, 'video/mp4', 'video', 7, 7, '{}'");
    }

    private String clipJob(UUID file) {
        return archive.query("select min(kind || ' ' || state) from mediafiles_ops.derivative_job"
                + " where stored_object_id = '" + of(file, "o.id") + "'");
    }

    @Test
    void aClipIsMeasuredAndItsPosterAndPlaybackAreWanted() throws IOException {
        UUID file = clip(Files.readAllBytes(MadeClips.turn(MadeClips.make(root.resolve("made.mp4"), "-f", "lavfi", "-i",
                "testsrc2=s=64x48:d=1:r=10", "-c:v", "libx264", "-pix_fmt", "yuv420p"))));

        work();

        assertEquals("done video/mp4", of(file, "state || ' ' || detected_type"));
        assertEquals("48x64 1.000", of(file, "m.width || 'x' || m.height || ' ' || m.duration"));
        assertEquals("f", of(file, "has_position"));
        assertEquals("clip waiting", clipJob(file));
    }

    @Test
    void aDamagedClipIsToldOfAndTriedAllTheSame() throws IOException {
        MadeClips.tools();
        byte[] bytes = new byte[5_000];
        byte[] head = {0, 0, 0, 24, 'f', 't', 'y', 'p', 'i', 's', 'o', 'm', 0, 0, 2, 0, 'i', 's', 'o', 'm', 'm', 'p',
                '4',
                '1', 0, 0, 0, 8, 'm', 'd', 'a', 't'};
        System.arraycopy(head, 0, bytes, 0, head.length);
        UUID file = clip(bytes);

        work();

        assertEquals("failed not-a-valid-media-file t",
                of(file, "state || ' ' || error || ' ' || case when attachment_only"
                        + " then 't' end"));
        assertEquals(sha256(bytes), of(file, "file_hash"));
        assertEquals("7x7", of(file, "m.width || 'x' || m.height"), "what nobody could measure stays as it was");
        assertEquals("clip waiting", clipJob(file));
    }

    @Test
    void oldFilesWaitWhileDerivativesAreBehind() throws IOException {
        String path = path();
        write(path, jpeg(1));
        UUID file = photo(path, "image/jpeg", null);
        archive.execute("insert into mediafiles_ops.stored_object (id, sha256, storage_key, byte_count, mime_type)"
                + " select md5(n::text)::uuid, md5(n::text) || md5(n::text), 'behind/' || n, 1, 'image/jpeg'"
                + " from generate_series(1, 50) n; insert into mediafiles_ops.derivative_job (stored_object_id, kind, state)"
                + " select id, 'picture', 'waiting' from mediafiles_ops.stored_object where storage_key like 'behind/%'");
        try {
            work();
            assertEquals("waiting", of(file, "state"));
        } finally {
            archive.execute("delete from mediafiles_ops.stored_object where storage_key like 'behind/%'");
        }
        archive.execute("update mediafiles_ops.derivative_job set state = 'done'");
        work();
        assertEquals("done", of(file, "state"));
    }

    @Test
    void anAdminSeesHowFarItIsAndHasMissingFilesLookedForAgain() throws IOException {
        Caller admin = new Caller(7, "ana", "Ana", Role.ADMIN, null, null);
        AdoptedFilesService files = in.transactions.around(AdoptedFilesService.class,
                new AdoptedFilesService(in.transactions.entityManager(),
                        new AuditTrail(in.transactions.entityManager()), new AccessPolicy()));
        String path = path();
        UUID first = photo(path, "image/jpeg", null);
        UUID second = photo(path(), "image/jpeg", null);
        String there = path();
        write(there, jpeg(1));
        photo(there, "image/png", null);
        assertEquals(new AdoptedFilesSummary(3, 0, 0, 0, 0), files.summary(admin));
        work();
        assertEquals(new AdoptedFilesSummary(0, 1, 2, 0, 1), files.summary(admin));

        Page<AdoptedFileListing> page = files.list(admin, AdoptedFileTrouble.MISSING, new PageRequest(1, null));
        Page<AdoptedFileListing> rest = files.list(admin, AdoptedFileTrouble.MISSING,
                new PageRequest(1, page.nextCursor()));
        assertEquals(java.util.Set.of(first, second), java.util.Set.of(page.items().get(0).mediaFileId(),
                rest.items().get(0).mediaFileId()));
        assertNull(rest.nextCursor());
        assertEquals("file-missing", page.items().get(0).code());
        assertEquals("image/png image/jpeg type-mismatch",
                files.list(admin, AdoptedFileTrouble.ATTACHMENT_ONLY, PageRequest.first()).items().stream()
                        .map(one -> one.recordedType() + ' ' + one.detectedType() + ' ' + one.code()).findFirst()
                        .orElseThrow());

        write(path, jpeg(1));
        assertEquals(2, files.retry(admin, AdoptedFileTrouble.MISSING));
        work();
        assertEquals(new AdoptedFilesSummary(0, 2, 1, 0, 1), files.summary(admin));
        assertEquals(ProblemCode.FORBIDDEN,
                assertThrows(MediaFilesException.class, () -> files.summary(Fixture.ANA)).code());
    }
}
