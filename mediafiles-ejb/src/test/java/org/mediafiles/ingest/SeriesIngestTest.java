package org.mediafiles.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.TestArchive;
import org.mediafiles.catalog.AddPicturesCommand;
import org.mediafiles.catalog.ChangeContext;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.PublishCommand;
import org.mediafiles.catalog.SeriesFileRecord;
import org.mediafiles.model.EventType;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** Series and clips on their way in. */
class SeriesIngestTest {
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

    private static String value(String sql) {
        return archive.query(sql);
    }

    private static List<byte[]> pictures(int count) {
        return Stream.generate(Fixture::picture).limit(count).toList();
    }

    private List<UUID> received(int count) {
        return in.receiveAll(Fixture.ANA, pictures(count));
    }

    private UUID clip() {
        byte[] bytes = Fixture.picture();
        bytes[0] = 'V';
        return in.ingest.receive(Fixture.ANA, new ByteArrayInputStream(bytes), "a.mp4", IntakeKind.ANY, null)
                .uploadId();
    }

    private UUID published(List<UUID> uploads, String... captions) {
        return in.ingest.publish(Fixture.ANA, Fixture.series(patient, uploads, captions)).id();
    }

    private EventRecord add(UUID series, List<UUID> uploads, String... captions) {
        return in.seriesIngest.add(Fixture.ANA, new AddPicturesCommand(series, uploads, List.of(captions), false),
                ChangeContext.NONE);
    }

    private static String places(UUID series) {
        return value("select string_agg(order_index || ':' || caption, ' ' order by order_index)"
                + " from mediafiles_photoseriesfile where photo_series_id = '" + series + "'");
    }

    private static long events(UUID patient) {
        return Long.parseLong(value("select count(*) from events_event where patient_id = '" + patient + "'"));
    }

    @Test
    void aSeriesGoesInInItsOrderWithItsCaptions() {
        List<UUID> uploads = received(3);
        UUID series = in.ingest.publish(Fixture.ANA, new PublishCommand(EventType.PHOTO_SERIES, patient, uploads,
                List.of(" um\u202E\n", "dois"), null, "  A\r\nB ", null, false)).id();

        assertEquals("1:um 2:dois 3:", places(series));
        assertEquals("3 A\nB", value("select total_images || ' ' || series_description from mediafiles_photoseries"
                + " where event_ptr_id = '" + series + "'"));
        assertEquals("Série de Fotos", value("select description from events_event where id = '" + series + "'"));
        assertEquals(uploads.toString(),
                value("select '[' || string_agg(u.id::text, ', ' order by f.order_index) || ']'"
                        + " from mediafiles_photoseriesfile f join mediafiles_mediafile m on m.id = f.media_file_id"
                        + " join mediafiles_ops.upload u on u.storage_key = m.file_path where u.state = 'published'"
                        + " and u.event_id = f.photo_series_id and f.photo_series_id = '" + series + "'"));
        assertEquals("3",
                value("select count(*) from mediafiles_photoseriesfile f join mediafiles_ops.media_file_object"
                        + " mo on mo.media_file_id = f.media_file_id join mediafiles_ops.stored_object o"
                        + " on o.id = mo.stored_object_id join mediafiles_ops.derivative_job j on j.stored_object_id = o.id"
                        + " where j.kind = 'picture' and o.storage_key like 'photo\\_series/%' and photo_series_id = '"
                        + series
                        + "'"));
        assertEquals("photoSeries 3",
                value("select (details->>'type') || ' ' || jsonb_array_length(details->'mediaFiles')"
                        + " from mediafiles_ops.audit_event where act = 'event-create' and event_id = '" + series
                        + "'"));
        assertTrue(in.store.incoming().isEmpty());
    }

    @Test
    void aClipGoesInWithItsJob() {
        UUID event = in.ingest.publish(Fixture.ANA, new PublishCommand(EventType.VIDEO_CLIP, patient, List.of(clip()),
                List.of(), null, null, null, false)).id();

        assertEquals("clip waiting videos video 10.000", value("select j.kind || ' ' || j.state || ' ' ||"
                + " split_part(o.storage_key, '/', 1) || ' ' || m.file_type || ' ' || m.duration"
                + " from mediafiles_videoclip v join mediafiles_mediafile m on m.id = v.media_file_id"
                + " join mediafiles_ops.media_file_object mo on mo.media_file_id = m.id"
                + " join mediafiles_ops.stored_object o on o.id = mo.stored_object_id"
                + " join mediafiles_ops.derivative_job j on j.stored_object_id = o.id where v.event_ptr_id = '" + event
                + "'"));
        assertEquals("Vídeo Curto", value("select description from events_event where id = '" + event + "'"));
    }

    @Test
    void picturesAndClipsDoNotStandForEachOther() {
        UUID picture = received(1).get(0);
        UUID clip = clip();
        for (EventType type : List.of(EventType.PHOTO, EventType.PHOTO_SERIES)) {
            refused(ProblemCode.UNSUPPORTED_MEDIA_TYPE, () -> in.ingest.publish(Fixture.ANA,
                    new PublishCommand(type, patient, List.of(clip), List.of(), null, null, null, false)));
        }
        refused(ProblemCode.UNSUPPORTED_MEDIA_TYPE, () -> in.ingest.publish(Fixture.ANA,
                new PublishCommand(EventType.VIDEO_CLIP, patient, List.of(picture), List.of(), null, null, null,
                        false)));
        refused(ProblemCode.INVALID_REQUEST, () -> in.ingest.publish(Fixture.ANA, new PublishCommand(
                EventType.VIDEO_CLIP, patient, List.of(clip, clip()), List.of(), null, null, null, false)));
        assertEquals(0, events(patient));
    }

    @Test
    void countAndCaptionsAreJudgedBeforeAnythingIsStored() {
        List<UUID> uploads = received(21);
        assertEquals(Map.of("limit", 20), refused(ProblemCode.TOO_MANY_IMAGES, () -> published(uploads)).extensions());
        refused(ProblemCode.TOO_MANY_IMAGES, () -> in.ingest.check(Fixture.ANA,
                Fixture.series(patient, uploads.subList(0, 20)), 1));
        refused(ProblemCode.INVALID_REQUEST, () -> published(List.of()));
        refused(ProblemCode.INVALID_REQUEST, () -> published(uploads.subList(0, 1), "a", "b"));
        in.ingest.check(Fixture.ANA, Fixture.series(patient, uploads.subList(0, 1), "a", "b"), 1);
        refused(ProblemCode.INVALID_REQUEST, () -> published(uploads.subList(0, 1), "x".repeat(1_001)));
        assertEquals(0, events(patient));
        assertTrue(in.store.incoming().size() >= 21, "nothing was stored");

        UUID series = published(uploads.subList(0, 20), "x".repeat(1_000));
        assertEquals("20", value("select total_images from mediafiles_photoseries where event_ptr_id = '" + series
                + "'"));
        refused(ProblemCode.TOO_MANY_IMAGES, () -> add(series, uploads.subList(20, 21)));
    }

    @Test
    void theSamePictureTwiceIsToldAfterEveryFileHasPassed() {
        byte[] bytes = Fixture.picture();
        byte[] standing = Fixture.picture();
        UUID photo = in.publish(Fixture.ANA, patient, standing);
        List<UUID> twice = in.receiveAll(Fixture.ANA, List.of(standing, bytes, bytes));
        assertEquals(Map.of("position", 3),
                refused(ProblemCode.DUPLICATE_IN_SERIES, () -> published(twice)).extensions());
        refused(ProblemCode.DUPLICATE_IN_SERIES, () -> published(List.of(twice.get(1), twice.get(1))));
        refused(ProblemCode.DUPLICATE_IN_SERIES, () -> in.ingest.publish(Fixture.ANA, new PublishCommand(
                EventType.PHOTO_SERIES, patient, twice, List.of(), null, null, null, true)));
        assertEquals(Map.of("position", 2), refused(ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                () -> published(List.of(twice.get(0), clip()))).extensions());

        MediaFilesException duplicate = refused(ProblemCode.DUPLICATE_MEDIA,
                () -> published(List.of(twice.get(1), twice.get(0))));
        assertEquals(2, duplicate.extensions().get("position"));
        assertEquals(photo.toString(), ((Map<?, ?>) duplicate.extensions().get("duplicateOf")).get("eventId"));
        assertEquals(1, events(patient));

        UUID series = in.ingest.publish(Fixture.ANA, new PublishCommand(EventType.PHOTO_SERIES, patient,
                twice.subList(0, 2), List.of(), null, null, null, true)).id();
        assertEquals("1", value("select count(*) from mediafiles_ops.stored_object o"
                + " join mediafiles_ops.media_file_object mo on mo.stored_object_id = o.id"
                + " join mediafiles_photoseriesfile f on f.media_file_id = mo.media_file_id"
                + " where o.storage_key like 'photos/%' and f.photo_series_id = '" + series + "'"),
                "what is stored already is stored once");
    }

    @Test
    void oneUnknownUploadKeepsAllOut() {
        List<UUID> uploads = received(2);
        UUID others = in.receive(Fixture.BIA, Fixture.picture()).uploadId();
        assertEquals(Map.of("position", 2), refused(ProblemCode.UNKNOWN_UPLOAD,
                () -> published(List.of(uploads.get(0), others, uploads.get(1)))).extensions());
        refused(ProblemCode.UNKNOWN_UPLOAD, () -> published(List.of(uploads.get(0), UUID.randomUUID())));
        archive.execute("update mediafiles_ops.upload set expires_at = now() where id = '" + uploads.get(1) + "'");
        refused(ProblemCode.UNKNOWN_UPLOAD, () -> published(uploads));
        assertEquals(0, events(patient));

        UUID series = published(uploads.subList(0, 1));
        assertEquals("1:", places(series));
        refused(ProblemCode.UNKNOWN_UPLOAD, () -> published(uploads.subList(0, 1)));
    }

    @Test
    void picturesAreAddedBehindThoseThatAreThere() {
        UUID series = published(received(2), "a", "b");
        String version = add(series, received(1), "c").version();
        EventRecord after = add(series, received(2), "d");

        assertEquals("1:a 2:b 3:c 4:d 5:", places(series));
        assertEquals(List.of(1, 2, 3, 4, 5), after.files().stream().map(SeriesFileRecord::orderIndex).toList());
        assertEquals(5, after.totalImages());
        assertTrue(!after.version().equals(version) && after.updatedAt().isAfter(after.createdAt()));
        refused(ProblemCode.VERSION_CONFLICT, () -> in.seriesIngest.add(Fixture.ANA,
                new AddPicturesCommand(series, received(1), List.of(), false), new ChangeContext(null, version)));
        refused(ProblemCode.FORBIDDEN, () -> in.seriesIngest.add(Fixture.BIA,
                new AddPicturesCommand(series, List.of(), List.of(), false), ChangeContext.NONE));
        refused(ProblemCode.NOT_FOUND, () -> add(UUID.randomUUID(), List.of()));
        refused(ProblemCode.INVALID_REQUEST, () -> add(series, List.of()));
        refused(ProblemCode.UNSUPPORTED_MEDIA_TYPE, () -> add(series, List.of(clip())));
        assertEquals("1:a 2:b 3:c 4:d 5:", places(series));
    }

    @Test
    void aSeriesNeverGetsTheSameBytesTwice() {
        byte[] first = Fixture.picture();
        UUID series = published(in.receiveAll(Fixture.ANA, List.of(first)));
        List<UUID> again = in.receiveAll(Fixture.ANA, List.of(Fixture.picture(), first));
        assertEquals(Map.of("position", 2),
                refused(ProblemCode.DUPLICATE_IN_SERIES, () -> add(series, again)).extensions());
        refused(ProblemCode.DUPLICATE_IN_SERIES, () -> in.seriesIngest.add(Fixture.ANA,
                new AddPicturesCommand(series, again, List.of(), true), ChangeContext.NONE));

        byte[] elsewhere = Fixture.picture();
        in.publish(Fixture.ANA, patient, elsewhere);
        List<UUID> theirs = in.receiveAll(Fixture.ANA, List.of(elsewhere));
        refused(ProblemCode.DUPLICATE_MEDIA, () -> add(series, theirs));
        in.seriesIngest.add(Fixture.ANA, new AddPicturesCommand(series, theirs, List.of(), true), ChangeContext.NONE);
        assertEquals("1: 2:", places(series));
    }

    @Test
    void seriesOfTheSameBytesInAnyOrderDoNotBlockEachOther() throws Exception {
        List<byte[]> same = pictures(6);
        List<Runnable> acts = new ArrayList<>();
        List<UUID> patients = new ArrayList<>();
        for (int at = 0; at < 6; at++) {
            List<byte[]> shuffled = new ArrayList<>(same);
            Collections.shuffle(shuffled);
            UUID one = in.addPatient();
            patients.add(one);
            List<UUID> uploads = in.receiveAll(Fixture.ANA, shuffled);
            acts.add(() -> in.ingest.publish(Fixture.ANA, Fixture.series(one, uploads)));
        }
        Together.run(acts);
        patients.forEach(one -> assertEquals(1, events(one)));
    }

    @Test
    void manyAddAtOnceAndNothingIsLost() throws Exception {
        UUID series = published(received(1));
        List<Runnable> acts = new ArrayList<>();
        for (int at = 0; at < 8; at++) {
            List<UUID> uploads = received(2);
            acts.add(() -> add(series, uploads, "x"));
        }
        Together.run(acts);
        assertEquals(IntStream.rangeClosed(1, 17).boxed().toList().toString(), value(
                "select '[' || string_agg(order_index::text, ', ' order by order_index) || ']' from"
                        + " mediafiles_photoseriesfile where photo_series_id = '" + series + "'"));
    }

    @Test
    void whatWasStoredAsAPhotoButNeverPublishedKeepsItsPlaceInASeries() {
        Fixture dying = new Fixture(archive, root, point -> {
            if (point.equals("PublicationService.publish:before")) {
                throw new IllegalStateException("died");
            }
        });
        List<UUID> uploads = received(2);
        assertThrows(IllegalStateException.class,
                () -> dying.ingest.publish(Fixture.ANA, Fixture.photo(patient, uploads.get(0))));

        UUID series = published(uploads);
        assertEquals("photos photo_series", value("select string_agg(split_part(o.storage_key, '/', 1), ' '"
                + " order by f.order_index) from mediafiles_photoseriesfile f join mediafiles_ops.media_file_object mo"
                + " on mo.media_file_id = f.media_file_id join mediafiles_ops.stored_object o"
                + " on o.id = mo.stored_object_id where f.photo_series_id = '" + series + "'"));
    }

    @Test
    void twentyUploadsComeInAtOnceAndBecomeOneSeries() throws Exception {
        UUID[] uploads = new UUID[20];
        List<Runnable> acts = new ArrayList<>();
        for (int at = 0; at < uploads.length; at++) {
            int mine = at;
            acts.add(() -> uploads[mine] = in.receive(Fixture.ANA, Fixture.picture()).uploadId());
        }
        Together.run(acts);
        UUID series = published(List.of(uploads));
        assertEquals("20", value("select count(distinct media_file_id) from mediafiles_photoseriesfile"
                + " where photo_series_id = '" + series + "'"));
        assertTrue(in.ingest.waiting(Fixture.ANA).stream().noneMatch(one -> List.of(uploads).contains(one.uploadId())));
    }
}
