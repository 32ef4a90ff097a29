package org.mediafiles.delivery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.TestArchive;
import org.mediafiles.catalog.DerivativeRecord;
import org.mediafiles.catalog.PublishCommand;
import org.mediafiles.config.RateConfig;
import org.mediafiles.derivative.Derivatives;
import org.mediafiles.ingest.Fixture;
import org.mediafiles.model.EventType;
import org.mediafiles.model.Sha256;
import org.mediafiles.model.Variant;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.Caller;
import org.mediafiles.security.RateKind;
import org.mediafiles.storage.InMemoryMediaStore;

class MediaDeliveryTest {
    private static TestArchive archive;

    @TempDir
    Path root;
    private Fixture in;
    private MediaDelivery delivery;
    private UUID file;
    private UUID event;
    private byte[] bytes;

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
    void publish() {
        in = new Fixture(archive, root, point -> {});
        delivery = new MediaDelivery(in.media, new OneDerivative(in), in.store, Fixture.HOSPITAL,
                (mediaFileId, wait) -> {}, in.rates);
        bytes = Fixture.picture();
        UUID upload = in.receive(Fixture.ANA, bytes).uploadId();
        event = in.ingest.publish(Fixture.ANA, new PublishCommand(EventType.PHOTO, in.addPatient(), List.of(upload),
                List.of(), null, null, Instant.parse("2026-11-01T17:05:00Z"), false)).id();
        file = UUID.fromString(archive.query("select media_file_id from mediafiles_photo where event_ptr_id = '"
                + event + "'"));
    }

    /** Every derivative is the original's thumbnail: five bytes. */
    private static final class OneDerivative extends Derivatives {
        private final Fixture in;

        OneDerivative(Fixture in) {
            this.in = in;
        }

        @Override
        public DerivativeRecord ensure(UUID storedObjectId, Variant variant, java.time.Duration wait) {
            var key = new org.mediafiles.model.StorageKey(archive.query(
                    "select storage_key from mediafiles_ops.stored_object where id = '" + storedObjectId + "'"))
                    .sibling(variant);
            in.store.replace(key, "thumb".getBytes());
            return new DerivativeRecord(storedObjectId, variant, key, 5,
                    InMemoryMediaStore.sha256("thumb".getBytes()), "image/jpeg", 200, 150);
        }
    }

    private byte[] read(Caller caller, Variant variant) throws IOException {
        try (DeliveredBytes opened = delivery.open(caller, delivery.find(caller, file, variant))) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            opened.transferTo(0, opened.byteCount(), Channels.newChannel(out));
            return out.toByteArray();
        }
    }

    private String rows(String where) {
        return archive.query("select count(*) from mediafiles_ops.audit_event where media_file_id = '" + file + "' and "
                + where);
    }

    private static void refused(ProblemCode code, Executable act) {
        assertEquals(code, assertThrows(MediaFilesException.class, act).code());
    }

    @Test
    void originalsPastTheLimitStayWhileDerivativesGoOn() throws IOException {
        for (int i = 0; i < RateConfig.DEFAULTS.originalsPerMinute(); i++) {
            in.rates.take(Fixture.ANA, RateKind.ORIGINALS);
        }
        Deliverable found = delivery.find(Fixture.ANA, file, Variant.CONTENT);
        refused(ProblemCode.RATE_LIMITED, () -> delivery.open(Fixture.ANA, found));
        assertEquals("0", rows("act = 'original-look'"));
        read(Fixture.ANA, Variant.LARGE);
        assertArrayEquals(bytes, read(Fixture.BIA, Variant.CONTENT));
    }

    @Test
    void theOriginalLeavesBitByBitUnderANameThatNamesNobody() throws IOException {
        Deliverable found = delivery.find(Fixture.ANA, file, Variant.CONTENT);

        assertEquals("2026-11-01_1405_foto_01.jpg", found.downloadName());
        assertEquals(new Sha256(InMemoryMediaStore.sha256(bytes).hex()), found.sha256());
        assertEquals(event, found.eventId());
        assertEquals("0", rows("act in ('media-look', 'original-look')"), "finding is no look");
        assertArrayEquals(bytes, read(Fixture.ANA, Variant.CONTENT));
        assertEquals("1", rows("act = 'original-look' and outcome = 'ok' and user_id = 7"));
        try (DeliveredBytes opened = delivery.open(Fixture.ANA, found)) {
            assertNotNull(opened.fileChannel());
            ByteArrayOutputStream part = new ByteArrayOutputStream();
            opened.transferTo(10, 5, Channels.newChannel(part));
            assertArrayEquals(Arrays.copyOfRange(bytes, 10, 15), part.toByteArray());
        }
    }

    @Test
    void aLookCountsOncePerPersonVariantAndFiveMinutes() throws IOException {
        read(Fixture.ANA, Variant.LARGE);
        read(Fixture.ANA, Variant.LARGE);
        assertEquals("1", rows("act = 'media-look'"));
        read(Fixture.VERA, Variant.LARGE);
        read(Fixture.ANA, Variant.THUMBNAIL);
        assertEquals("3", rows("act = 'media-look'"));

        archive.execute("update mediafiles_ops.media_look set last_at = last_at - interval '5 minutes'");
        read(Fixture.ANA, Variant.LARGE);
        assertEquals("4", rows("act = 'media-look'"));
    }

    @Test
    void whatCannotBePutOnRecordDoesNotLeave() {
        Deliverable found = delivery.find(Fixture.ANA, file, Variant.LARGE);
        archive.execute("alter table mediafiles_ops.audit_event rename to audit_gone");
        try {
            assertThrows(RuntimeException.class, () -> delivery.open(Fixture.ANA, found));
        } finally {
            archive.execute("alter table mediafiles_ops.audit_gone rename to audit_event");
        }
        assertEquals(null, archive.query("select 1 from mediafiles_ops.media_look where media_file_id = '" + file
                + "'"), "and it is no look");
    }

    @Test
    void viewersSeeEverythingButTheOriginal() throws IOException {
        refused(ProblemCode.FORBIDDEN, () -> delivery.find(Fixture.VERA, file, Variant.CONTENT));
        assertEquals("1", rows("act = 'original-look' and outcome = 'refused' and user_id = 9"));
        assertEquals(5, read(Fixture.VERA, Variant.THUMBNAIL).length);
    }

    @Test
    void whatPicturesLackAndWhatIsInTheTrashIsNotFound() {
        refused(ProblemCode.NOT_FOUND, () -> delivery.find(Fixture.ANA, file, Variant.PLAYBACK));
        refused(ProblemCode.NOT_FOUND, () -> delivery.find(Fixture.ANA, file, Variant.POSTER));
        refused(ProblemCode.NOT_FOUND, () -> delivery.find(Fixture.ANA, UUID.randomUUID(), Variant.LARGE));
        archive.execute("insert into mediafiles_ops.event_trash (event_id, patient_id, deleted_by_id) select id,"
                + " patient_id, 7 from events_event where id = '" + event + "'");
        refused(ProblemCode.NOT_FOUND, () -> delivery.find(Fixture.ANA, file, Variant.LARGE));
    }

    @Test
    void aMissingOriginalIsSaidClearly() {
        Deliverable found = delivery.find(Fixture.ANA, file, Variant.CONTENT);
        in.store.delete(found.key());
        refused(ProblemCode.INTERNAL_ERROR, () -> delivery.open(Fixture.ANA, found));
        assertEquals("0", rows("act = 'original-look'"));
    }
}
