package org.mediafiles.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.TestArchive;
import org.mediafiles.catalog.PlannedUpload;
import org.mediafiles.catalog.PublishCommand;
import org.mediafiles.catalog.StoredUpload;
import org.mediafiles.catalog.UploadRecord;
import org.mediafiles.config.IngestConfig;
import org.mediafiles.ingest.Fixture;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.storage.InMemoryMediaStore;
import org.mediafiles.storage.TestStores;

class ReconcilerTest {
    private static TestArchive archive;

    @TempDir
    Path root;
    private Fixture in;

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
    }

    private Reconciler reconciler(IngestConfig config) {
        return new Reconciler(in.transactions.around(LeftoverService.class,
                new LeftoverService(in.transactions.entityManager())), in.store, config);
    }

    private void reconcile() throws InterruptedException {
        // Whatever was made before is older than the shortest age.
        Thread.sleep(20);
        reconciler(Fixture.CONFIG).reconcile();
    }

    private static String upload(UUID id, String column) {
        return archive.query("select " + column + " from mediafiles_ops.upload where id = '" + id + "'");
    }

    private static void age(UUID uploadId, String interval) {
        archive.execute("update mediafiles_ops.upload set updated_at = now() - interval '" + interval
                + "', expires_at = least(expires_at, now() - interval '" + interval + "') where id = '" + uploadId
                + "'");
    }

    /** An upload whose bytes stand under its own key, as a publication leaves them before it is recorded. */
    private StoredUpload stored(UploadRecord upload, UUID patient) {
        PlannedUpload planned = in.uploads.plan(Fixture.ANA, Fixture.photo(patient, upload.uploadId())).get(0);
        in.store.put(upload.uploadId(), planned.key());
        return new StoredUpload(upload.uploadId(), planned.key(), true);
    }

    @Test
    void whatIsYoungOrWaitsIsLeftAlone() {
        UploadRecord waiting = in.receive(Fixture.ANA, Fixture.picture());
        UUID coming = in.uploads.begin(Fixture.ANA, "photo", "a.jpg");
        in.store.spool(coming, new ByteArrayInputStream(Fixture.picture()), Fixture.MAX_PHOTO);
        UUID stray = UUID.randomUUID();
        TestStores.filesystem(root).spool(stray, new ByteArrayInputStream(new byte[1]), 1);

        reconciler(IngestConfig.DEFAULTS).reconcile();

        assertEquals(3, in.store.incoming().size());
        assertEquals("received", archive.query("select state from mediafiles_ops.upload where id = '"
                + waiting.uploadId() + "'"));
        assertEquals("receiving", archive.query("select state from mediafiles_ops.upload where id = '" + coming
                + "'"));
    }

    @Test
    void aSlowUploadThatStillComesInIsLeftAlone() {
        UUID coming = in.uploads.begin(Fixture.ANA, "photo", "a.jpg");
        in.store.spool(coming, new ByteArrayInputStream(Fixture.picture()), Fixture.MAX_PHOTO);
        archive.execute("update mediafiles_ops.upload set updated_at = now() - interval '3 hours' where id = '" + coming
                + "'");
        reconciler(IngestConfig.DEFAULTS).reconcile();

        assertEquals("receiving", archive.query("select state from mediafiles_ops.upload where id = '" + coming
                + "'"));
        assertEquals(1, in.store.incoming().size());
    }

    private void assertSetAside(String key, byte[] bytes) {
        assertEquals(List.of(key), StoredFiles.setAside(root));
        assertEquals(InMemoryMediaStore.sha256(bytes).hex(),
                StoredFiles.sha256(StoredFiles.pathOfSetAside(root, key)));
        assertTrue(StoredFiles.inUse(root).isEmpty());
    }

    @Test
    void bytesThatWereStoredAndNotPublishedAreSetAsideForGood() throws Exception {
        byte[] bytes = Fixture.picture();
        UploadRecord upload = in.receive(Fixture.ANA, bytes);
        StoredUpload stored = stored(upload, in.addPatient());
        age(upload.uploadId(), "1 day");
        reconcile();
        assertEquals("expired", upload(upload.uploadId(), "state"));
        assertSetAside(stored.key().value(), bytes);

        age(upload.uploadId(), "400 days");
        reconcile();
        assertNull(upload(upload.uploadId(), "state"));
        assertSetAside(stored.key().value(), bytes);
    }

    @Test
    void aPublicationThatARestoredDatabaseForgotKeepsItsBytes() throws Exception {
        byte[] bytes = Fixture.picture();
        UploadRecord upload = in.receive(Fixture.ANA, bytes);
        UUID event = in.ingest.publish(Fixture.ANA, Fixture.photo(in.addPatient(), upload.uploadId())).id();
        String key = upload(upload.uploadId(), "storage_key");
        restoreToBefore(event, upload);

        age(upload.uploadId(), "1 day");
        reconcile();

        assertSetAside(key, bytes);
    }

    /** The database is as it was after the upload and before the publication. */
    private static void restoreToBefore(UUID event, UploadRecord upload) {
        String file = archive.query("select media_file_id from mediafiles_photo where event_ptr_id = '" + event + "'");
        archive.execute("delete from mediafiles_photo where event_ptr_id = '" + event + "'");
        archive.execute("delete from events_event where id = '" + event + "'");
        archive.execute("delete from mediafiles_mediafile where id = '" + file + "'");
        archive.execute("delete from mediafiles_ops.derivative_job where stored_object_id in"
                + " (select id from mediafiles_ops.stored_object where sha256 = '" + upload.fileHash() + "')");
        archive.execute("delete from mediafiles_ops.stored_object where sha256 = '" + upload.fileHash() + "'");
        archive.execute("update mediafiles_ops.upload set state = 'received', event_id = null, spool_removed_at = null"
                + " where id = '" + upload.uploadId() + "'");
    }

    @Test
    void theSameNewBytesOfTwoPatientsAtOnceEndAsOneFile() throws Exception {
        byte[] bytes = Fixture.picture();
        UUID one = in.addPatient();
        UUID two = in.addPatient();
        UploadRecord first = in.receive(Fixture.ANA, bytes);
        UploadRecord second = in.receive(Fixture.ANA, bytes);
        StoredUpload firstStored = stored(first, one);
        StoredUpload secondStored = stored(second, two);
        publish(one, firstStored);
        publish(two, secondStored);
        assertEquals(2, StoredFiles.inUse(root).size());

        reconcile();

        assertEquals(List.of(firstStored.key().value()), List.copyOf(StoredFiles.inUse(root)));
        assertTrue(StoredFiles.setAside(root).isEmpty());
        assertEquals("t", archive.query("select spool_removed_at is not null from mediafiles_ops.upload where id = '"
                + second.uploadId() + "'"));
    }

    private void publish(UUID patient, StoredUpload stored) {
        PublishCommand command = Fixture.photo(patient, stored.uploadId());
        in.publications.publish(Fixture.ANA, command, List.of(stored));
    }

    @Test
    void theOnlyCopyThatIsLeftIsNotRemovedForARecordWithoutAFile() throws Exception {
        byte[] bytes = Fixture.picture();
        UUID patient = in.addPatient();
        UploadRecord first = in.receive(Fixture.ANA, bytes);
        UploadRecord second = in.receive(Fixture.ANA, bytes);
        StoredUpload firstStored = stored(first, patient);
        StoredUpload secondStored = stored(second, in.addPatient());
        publish(patient, firstStored);
        in.store.delete(firstStored.key());
        age(second.uploadId(), "1 day");

        reconcile();

        assertSetAside(secondStored.key().value(), bytes);
    }

    @Test
    void leftoverDraftsOfDerivativesGoAfterTheirTime() throws Exception {
        draft(".derived");
        reconcile();
        assertTrue(in.store.incoming().isEmpty());
    }

    @Test
    void spoolsThatNoRowKnowsGoAfterTheirTime() throws Exception {
        draft(".upload");
        draft(".derived");
        reconcile();
        assertTrue(in.store.incoming().isEmpty());
    }

    private void draft(String suffix) throws IOException {
        Files.write(root.resolve("incoming/" + UUID.randomUUID() + suffix), new byte[]{1});
    }

    @Test
    void rowsOfRefusalsGoAfterTheirTime() throws Exception {
        assertThrows(MediaFilesException.class, () -> in.receive(Fixture.ANA, new byte[]{'X'}));
        UUID refused = UUID.fromString(
                archive.query("select id from mediafiles_ops.upload order by created_at desc limit 1"));
        reconcile();
        assertEquals("refused", upload(refused, "state"));

        age(refused, "31 days");
        reconcile();
        assertNull(upload(refused, "state"));
    }
}
