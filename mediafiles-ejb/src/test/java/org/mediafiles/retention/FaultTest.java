package org.mediafiles.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.TestArchive;
import org.mediafiles.catalog.AddPicturesCommand;
import org.mediafiles.catalog.ChangeContext;
import org.mediafiles.catalog.PublishCommand;
import org.mediafiles.catalog.UploadRecord;
import org.mediafiles.ingest.Fixture;
import org.mediafiles.model.EventType;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.Caller;
import org.mediafiles.security.Role;
import org.mediafiles.storage.TestStores;

/** The server dies at each step of the way in: before it, and after it was done but before anybody heard of it. */
class FaultTest {
    private static final Caller ADMIN = new Caller(Fixture.ANA.userId(), "ana", "Ana", Role.ADMIN, null, null);
    /** Media files of a patient, shown or kept aside. */
    private static final String MEDIA = """
                                        select count(*) from (
                                            select event_ptr_id as event_id, media_file_id from mediafiles_photo
                                            union all select photo_series_id, media_file_id from mediafiles_photoseriesfile
                                            union all select photo_series_id, media_file_id from mediafiles_ops.removed_picture) m
                                        join events_event e on e.id = m.event_id
                                        join mediafiles_ops.media_file_object f on f.media_file_id = m.media_file_id
                                        where e.patient_id = '%s'""";

    private static TestArchive archive;

    @TempDir
    Path folder;
    private boolean everSetAside;

    /** What a test throws for a server that died: no code of ours may make anything of it. */
    private static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Died(String point) {
            super(point);
        }
    }

    /** Lets the server die once, at the n-th point; and for good, since a dead server does not clear up after itself. */
    private static final class Death implements Consumer<String> {
        final List<String> passed = new ArrayList<>();
        private final int at;
        private final boolean forGood;

        Death(int at, boolean forGood) {
            this.at = at;
            this.forGood = forGood;
        }

        @Override
        public void accept(String point) {
            passed.add(point);
            if (passed.size() - 1 == at || forGood && passed.size() - 1 > at && at >= 0) {
                throw new Died(point);
            }
        }
    }

    /** One run of the flow. */
    private interface Flow {
        /** What stands before, without a fault. */
        default void prepare(Fixture in, UUID patient) {}

        void run(Fixture in, UUID patient);

        /** @return how many pictures the patient has before */
        default int before() {
            return 0;
        }

        /** @return how many pictures the flow brings, all or none */
        default int brings() {
            return 1;
        }
    }

    /** Three pictures become a series. */
    private static final class NewSeries implements Flow {
        @Override
        public void run(Fixture in, UUID patient) {
            in.ingest.publish(Fixture.ANA, Fixture.series(patient, uploads(in, 3), "one", "two", "three"));
        }

        @Override
        public int brings() {
            return 3;
        }

        static List<UUID> uploads(Fixture in, int count) {
            return in.receiveAll(Fixture.ANA, Stream.generate(Fixture::picture).limit(count).toList());
        }
    }

    /** Two pictures come to a series that has one. */
    private static final class MorePictures implements Flow {
        @Override
        public void prepare(Fixture in, UUID patient) {
            in.ingest.publish(Fixture.ANA, Fixture.series(patient, NewSeries.uploads(in, 1)));
        }

        @Override
        public void run(Fixture in, UUID patient) {
            UUID series = UUID.fromString(archive.query("select id from events_event where patient_id = '" + patient
                    + "' and event_type = 9"));
            in.seriesIngest.add(Fixture.ANA,
                    new AddPicturesCommand(series, NewSeries.uploads(in, 2), List.of(), false), ChangeContext.NONE);
        }

        @Override
        public int before() {
            return 1;
        }

        @Override
        public int brings() {
            return 2;
        }
    }

    /** A picture leaves a series of two and comes back: nothing moves in the store, and nothing may be lost. */
    private static final class OutAndBack implements Flow {
        @Override
        public void prepare(Fixture in, UUID patient) {
            in.ingest.publish(Fixture.ANA, Fixture.series(patient, NewSeries.uploads(in, 2), "one", "two"));
        }

        @Override
        public void run(Fixture in, UUID patient) {
            UUID series = UUID.fromString(archive.query("select id from events_event where patient_id = '" + patient
                    + "' and event_type = 9"));
            UUID file = UUID.fromString(archive.query("select id from (select id from mediafiles_photoseriesfile"
                    + " where photo_series_id = '" + series + "' and caption = 'one' union all select file_id from"
                    + " mediafiles_ops.removed_picture where photo_series_id = '" + series + "') either"));
            if (archive.query("select 1 from mediafiles_ops.removed_picture where file_id = '" + file + "'") == null) {
                in.series.remove(Fixture.ANA, series, file, ChangeContext.NONE);
            }
            in.series.restore(ADMIN, series, file, ChangeContext.NONE);
        }

        @Override
        public int before() {
            return 2;
        }

        @Override
        public int brings() {
            return 0;
        }
    }

    @BeforeAll
    static void openArchive() {
        archive = TestArchive.open();
        Fixture.addPeople(archive);
    }

    @AfterAll
    static void closeArchive() {
        archive.close();
    }

    private static void publishOne(Fixture in, UUID patient) {
        in.publish(Fixture.ANA, patient, Fixture.picture());
    }

    /** The bytes stand already: another patient's. */
    private static Flow publishSame(byte[] bytes) {
        return (in, patient) -> in.publish(Fixture.ANA, patient, bytes);
    }

    @Test
    void dyingAtAnyStepLeavesNoOrphanAndLosesNothing() {
        failAtEachPoint("died", FaultTest::publishOne, true);
    }

    @Test
    void failingAtAnyStepLeavesNoOrphanAndLosesNothing() {
        failAtEachPoint("failed", FaultTest::publishOne, false);
    }

    @Test
    void dyingWhileTheSameBytesStandLeavesTheOthersWhole() {
        byte[] bytes = Fixture.picture();
        Path root = folder.resolve("same");
        Fixture other = new Fixture(archive, root, point -> {});
        UUID event = other.publish(Fixture.BIA, other.addPatient(), bytes);
        int points = countPoints(root, publishSame(bytes));
        for (int at = 0; at < points; at++) {
            failAt(root, at, publishSame(bytes), true);
        }
        assertTrue(isRecorded(event));
    }

    @Test
    void dyingAtAnyStepOfASeriesLeavesAllOfItOrNothing() {
        failAtEachPoint("series-died", new NewSeries(), true);
    }

    @Test
    void failingAtAnyStepOfASeriesLeavesAllOfItOrNothing() {
        failAtEachPoint("series-failed", new NewSeries(), false);
    }

    @Test
    void failingAtAnyStepOfAddingPicturesLeavesAllOfThemOrNone() {
        failAtEachPoint("adding", new MorePictures(), false);
    }

    @Test
    void failingWhileAPictureIsRemovedAndPutBackLosesNone() {
        Path root = folder.resolve("removing");
        for (int at = 0; at < 4; at++) {
            failAt(root, at, new OutAndBack(), false);
        }
    }

    private void failAtEachPoint(String name, Flow flow, boolean forGood) {
        Path root = folder.resolve(name);
        int points = countPoints(root, flow);
        assertTrue(points > 15, "the flow passes its points: " + points);
        for (int at = 0; at < points; at++) {
            failAt(folder.resolve(name + at), at, flow, forGood);
        }
        assertTrue(everSetAside, "bytes that were put and not published are kept");
    }

    private int countPoints(Path root, Flow flow) {
        Death none = new Death(-1, false);
        Fixture in = new Fixture(archive, root, none);
        UUID patient = in.addPatient();
        flow.prepare(new Fixture(archive, root, point -> {}), patient);
        flow.run(in, patient);
        return none.passed.size();
    }

    private void failAt(Path root, int at, Flow flow, boolean forGood) {
        Death death = new Death(at, forGood);
        Fixture in = new Fixture(archive, root, death);
        UUID patient = in.addPatient();
        flow.prepare(new Fixture(archive, root, passed -> {}), patient);
        boolean answered = false;
        try {
            flow.run(in, patient);
            answered = true;
        } catch (Died expected) {
            // As it should be.
        }
        String point = death.passed.get(at);
        long standing = media(patient);
        long all = flow.before() + flow.brings();
        assertTrue(standing == flow.before() || standing == all, point + ": all or nothing, not " + standing);
        assertTrue(!answered || standing == all, point + ": what was answered stands");
        restart(root);
        assertEquals(standing, media(patient), point + ": no record is lost");
        assertNoOrphan(root, point);
        List<String> setAside = StoredFiles.setAside(root);
        assertTrue(setAside.size() <= all - standing, point + ": set aside is what no event shows alone: " + setAside);
        everSetAside |= !setAside.isEmpty();
        retry(root, flow, patient, standing == all);
    }

    private static long media(UUID patient) {
        return Long.parseLong(archive.query(MEDIA.formatted(patient)));
    }

    /** The next server finds what the dead one left; an hour and a day have gone by. */
    private static void restart(Path root) {
        archive.execute("update mediafiles_ops.upload set expires_at = now() - interval '1 s',"
                + " updated_at = now() - interval '1 s' where state in ('receiving', 'received')");
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        reconciler(new Fixture(archive, root, point -> {})).reconcile();
    }

    static Reconciler reconciler(Fixture in) {
        LeftoverService leftovers = in.transactions.around(LeftoverService.class,
                new LeftoverService(in.transactions.entityManager()));
        return new Reconciler(leftovers, in.store, Fixture.CONFIG);
    }

    private static void assertNoOrphan(Path root, String point) {
        TreeSet<String> files = StoredFiles.inUse(root);
        TreeSet<String> named = new TreeSet<>();
        for (String key : files) {
            if ("1".equals(archive.query("select 1 from mediafiles_ops.stored_object where storage_key = '" + key
                    + "'"))) {
                named.add(key);
            }
        }
        assertEquals(named, files, point + ": every file has a record");
        for (String key : files) {
            assertEquals(archive.query("select sha256 from mediafiles_ops.stored_object where storage_key = '" + key
                    + "'"), StoredFiles.sha256(root.resolve(key)), point);
        }
    }

    /** The client tries again: it works, or it hears that it had worked. */
    private static void retry(Path root, Flow flow, UUID patient, boolean stood) {
        Fixture in = new Fixture(archive, root, point -> {});
        try {
            flow.run(in, patient);
        } catch (MediaFilesException e) {
            assertEquals(ProblemCode.DUPLICATE_MEDIA, e.code());
            assertTrue(stood);
            reconciler(in).reconcile();
        }
    }

    private static boolean isRecorded(UUID event) {
        return archive.query("select 1 from mediafiles_photo where event_ptr_id = '" + event + "'") != null;
    }

    @Test
    void everyStoredObjectHasItsFileAfterAllThat() {
        Path root = folder.resolve("whole");
        Fixture in = new Fixture(archive, root, point -> {});
        UUID patient = in.addPatient();
        byte[] bytes = Fixture.picture();
        UploadRecord one = in.receive(Fixture.ANA, bytes);
        in.publish(Fixture.BIA, patient, bytes);
        MediaFilesException duplicate = org.junit.jupiter.api.Assertions.assertThrows(MediaFilesException.class,
                () -> in.ingest.publish(Fixture.ANA, Fixture.photo(patient, one.uploadId())));
        assertEquals(ProblemCode.DUPLICATE_MEDIA, duplicate.code());
        in.ingest.publish(Fixture.ANA, new PublishCommand(EventType.PHOTO, patient, List.of(one.uploadId()), List.of(),
                null, null, null, true));

        assertEquals(1, in.store.incoming().size(), "nobody deletes inline once bytes are stored");
        reconciler(in).reconcile();

        assertTrue(in.store.incoming().isEmpty());
        assertEquals(1, StoredFiles.inUse(root).size());
        assertNoOrphan(root, "whole");
    }
}
