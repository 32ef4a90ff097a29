package org.mediafiles.derivative;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.TestArchive;
import org.mediafiles.catalog.ClaimedJob;
import org.mediafiles.catalog.DerivativeJobService;
import org.mediafiles.catalog.DerivativeRecord;
import org.mediafiles.catalog.JobKind;
import org.mediafiles.catalog.PublishCommand;
import org.mediafiles.config.MediaConfig;
import org.mediafiles.imaging.DerivedPicture;
import org.mediafiles.imaging.ExternalProgram;
import org.mediafiles.imaging.TimeLimit;
import org.mediafiles.imaging.clip.ClipDeriver;
import org.mediafiles.imaging.clip.ClipFacts;
import org.mediafiles.imaging.clip.ClipFollower;
import org.mediafiles.imaging.clip.DamagedClipException;
import org.mediafiles.imaging.clip.DynamicRange;
import org.mediafiles.imaging.clip.MadeClips;
import org.mediafiles.imaging.clip.Trimming;
import org.mediafiles.ingest.Fixture;
import org.mediafiles.ingest.IntakeKind;
import org.mediafiles.model.ByteSource;
import org.mediafiles.model.EventType;
import org.mediafiles.model.StorageKey;
import org.mediafiles.model.Variant;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** The jobs that make a clip's poster and playback, over a real database and a real folder; what they make is made up. */
class ClipJobTest {
    private static final MediaConfig CONFIG = new MediaConfig(1, Duration.ofMinutes(1), Duration.ofMinutes(1));
    private static TestArchive archive;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    @TempDir
    Path root;
    private Fixture in;
    private UUID object;

    /** Makes up a poster and a playback; a test may make it fail at each step. */
    private static class Deriver extends ClipDeriver {
        int posters;
        int playbacks;
        boolean needsEncoding;
        String made = "playback";

        @Override
        public ClipFacts probe(ByteSource source, String mimeType, TimeLimit limit) throws IOException {
            return new ClipFacts(mimeType, "mp4", "h264", null, 4, 3, 0, BigDecimal.TEN, 25, "yuv420p",
                    DynamicRange.SDR, Trimming.NONE, false, null, null, null);
        }

        @Override
        public DerivedPicture poster(ByteSource source, ClipFacts facts, TimeLimit limit, ClipFollower follower)
                throws IOException {
            posters++;
            duringPoster(follower);
            return new DerivedPicture(("poster " + posters).getBytes(StandardCharsets.US_ASCII), 4, 3);
        }

        @Override
        public boolean playback(ByteSource source, ClipFacts facts, boolean mayEncode, TimeLimit limit,
                ClipFollower follower, Taker taker) throws IOException {
            if (needsEncoding && !mayEncode) {
                return false;
            }
            playbacks++;
            duringPlayback(follower);
            Path file = Files.createTempFile("made", ".mp4");
            try {
                Files.writeString(file, made);
                taker.take(MadeClips.source(file), 4, 2);
            } finally {
                Files.delete(file);
            }
            return true;
        }

        void duringPoster(ClipFollower follower) throws IOException {}

        void duringPlayback(ClipFollower follower) throws IOException {}
    }

    /** A deriver whose playback fails as told. */
    private static Deriver failing(IOException why) {
        return new Deriver() {
            @Override
            void duringPlayback(ClipFollower follower) throws IOException {
                follower.said("the program's last words");
                throw why;
            }
        };
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

    @BeforeEach
    void publish() {
        archive.execute("update mediafiles_ops.derivative_job set state = 'done' where state <> 'done'");
        in = new Fixture(archive, root, point -> {});
        object = publish(in);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static UUID publish(Fixture in) {
        byte[] clip = Fixture.picture();
        clip[0] = 'V';
        UUID upload = in.ingest.receive(Fixture.ANA, new ByteArrayInputStream(clip), "a.mp4", IntakeKind.VIDEO, null)
                .uploadId();
        UUID event = in.ingest.publish(Fixture.ANA, new PublishCommand(EventType.VIDEO_CLIP, in.addPatient(),
                List.of(upload), List.of(), null, null, null, false)).id();
        return UUID.fromString(archive.query("select f.stored_object_id from mediafiles_ops.media_file_object f"
                + " join mediafiles_videoclip v on v.media_file_id = f.media_file_id where v.event_ptr_id = '" + event
                + "'"));
    }

    private ClipJobRunner runner(Deriver deriver) {
        return new ClipJobRunner(in.jobs, deriver, in.store, CONFIG);
    }

    private void drain(Deriver deriver) {
        ClipWorker.drain(in.jobs, runner(deriver));
    }

    private Derivatives derivatives(Duration wait, Runnable wake) {
        return new Derivatives(in.jobs, null, in.store, threads, wait, wake);
    }

    private String job(String column) {
        return archive.query("select " + column + " from mediafiles_ops.derivative_job where stored_object_id = '"
                + object + "'");
    }

    private static void expireLeases() {
        archive.execute("update mediafiles_ops.derivative_job set lease_until = now() - interval '1 s'"
                + " where state = 'running'");
    }

    private void again() {
        archive.execute("update mediafiles_ops.derivative_job set state = 'waiting', run_after = now(), attempts = 0"
                + " where stored_object_id = '" + object + "'");
    }

    @Test
    void aClipsJobIsOfItsOwnKindAndMakesPosterThenPlayback() {
        assertEquals("clip waiting", job("kind") + ' ' + job("state"));
        assertTrue(in.jobs.claimNext(JobKind.PICTURE, Duration.ofMinutes(1)).isEmpty());

        drain(new Deriver());

        assertEquals("done 100", job("state") + ' ' + job("progress"));
        DerivativeRecord poster = in.jobs.find(object, Variant.POSTER).orElseThrow();
        DerivativeRecord playback = in.jobs.find(object, Variant.PLAYBACK).orElseThrow();
        assertTrue(poster.key().value().matches("videos/.*/posters/.*\\.jpg"), poster.key()::value);
        assertTrue(playback.key().value().matches("videos/.*/playback/.*\\.mp4"), playback.key()::value);
        assertEquals(8, in.store.size(playback.key()).orElseThrow());
        assertEquals("video/mp4 4x2", playback.mimeType() + ' ' + playback.width() + 'x' + playback.height());
    }

    @Test
    void whatMustBeReencodedIsLeftToWhomHasTheTimeForThatOnceItsPosterIsMade() {
        Deriver deriver = new Deriver();
        deriver.needsEncoding = true;

        assertTrue(ClipWorker.drainQuick(in.jobs, runner(deriver)), "something is left");

        assertEquals("waiting 0", job("state") + ' ' + job("attempts"));
        assertTrue(in.jobs.find(object, Variant.POSTER).isPresent());
        assertFalse(ClipWorker.drainQuick(in.jobs, runner(deriver)), "nobody asks twice");
        drain(deriver);
        assertEquals("done", job("state"));
        assertEquals(1, deriver.playbacks);
    }

    @Test
    void progressIsWrittenAndProlongsTheLease() {
        List<String> seen = new ArrayList<>();
        drain(new Deriver() {
            @Override
            void duringPlayback(ClipFollower follower) {
                archive.execute("update mediafiles_ops.derivative_job set lease_until = now() where state = 'running'");
                assertTrue(follower.goesOn(50));
                seen.add(job("progress") + ' ' + job("lease_until > now() + interval '30 s'"));
            }
        });
        assertEquals(List.of("54 t"), seen);
    }

    @Test
    void whoLostItsJobToAnotherStopsAndRecordsNothing() {
        drain(new Deriver() {
            @Override
            void duringPlayback(ClipFollower follower) throws IOException {
                expireLeases();
                ClaimedJob other = in.jobs.claimNext(JobKind.CLIP, Duration.ofMinutes(1)).orElseThrow();
                assertFalse(follower.goesOn(50));
                in.jobs.fail(other, "the other's word");
                throw new ExternalProgram.Stopped();
            }
        });
        assertEquals("failed the other's word", job("state") + ' ' + job("error"));
        assertTrue(in.jobs.find(object, Variant.PLAYBACK).isEmpty());
    }

    @Test
    void aVerdictFailsAtOnceAndKeepsWhatTheProgramSaid() {
        drain(failing(new DamagedClipException("no")));
        assertEquals("failed not-a-valid-media-file 1", job("state") + ' ' + job("error") + ' ' + job("attempts"));
        assertEquals("the program's last words", job("log").strip());
    }

    @Test
    void theMachinesFaultsAreTriedAgainFiveTimesAndThenLeftWithTheirReason() {
        Deriver deriver = failing(new ExternalProgram.EndedBySystem(137));
        for (int attempt = 1; attempt <= DerivativeJobService.MAX_ATTEMPTS; attempt++) {
            drain(deriver);
            assertEquals(attempt < 5 ? "waiting" : "failed", job("state"), "after attempt " + attempt);
            archive.execute("update mediafiles_ops.derivative_job set run_after = now() where state = 'waiting'");
        }
        assertEquals("program-ended", job("error"));
        assertEquals(5, deriver.playbacks);
        drain(deriver);
        assertEquals(5, deriver.playbacks);
    }

    @Test
    void whatTakesTooLongIsTriedOnceMoreAndNotForHours() {
        Deriver deriver = failing(
                assertThrows(TimeLimit.Exceeded.class, TimeLimit.of(Duration.ofMinutes(-1))::check));
        drain(deriver);
        assertEquals("waiting time-limit", job("state") + ' ' + job("error"));
        archive.execute("update mediafiles_ops.derivative_job set run_after = now() where state = 'waiting'");
        drain(deriver);
        assertEquals("failed time-limit 2", job("state") + ' ' + job("error") + ' ' + job("attempts"));
    }

    @Test
    void aServerThatDiesBetweenAPlaybacksFileAndItsRowLeavesTheJobForNoMoreThanAMinute() throws IOException {
        drain(new Deriver());
        again();
        AtomicInteger replaced = new AtomicInteger();
        in = new Fixture(archive, root, point -> {
            // The poster is the first that is replaced.
            if (point.equals("MediaStore.replace:done") && replaced.incrementAndGet() == 2 || replaced.get() > 2) {
                replaced.set(3);
                throw new Died();
            }
        });
        Deriver longer = new Deriver();
        longer.made = "a longer one";
        assertThrows(Died.class, () -> drain(longer));
        in = new Fixture(archive, root, any -> {});
        assertEquals(12, in.store.size(in.jobs.find(object, Variant.PLAYBACK).orElseThrow().key()).orElseThrow(),
                "the new file stands, the old row as well");

        assertEquals("running t", job("state") + ' ' + job("lease_until <= now() + interval '1 min'"));
    }

    @Test
    void whoLosesItsJobWhileItsPlaybackIsCopiedReplacesNothing() {
        drain(new Deriver());
        again();
        Deriver longer = new Deriver() {
            @Override
            void duringPlayback(ClipFollower follower) {
                made = "a longer one";
            }
        };
        in = new Fixture(archive, root, any -> {});
        ClipJobRunner runner = new ClipJobRunner(new DerivativeJobService(in.transactions.entityManager()) {
            private int renewals;

            @Override
            public boolean renew(ClaimedJob job, Duration lease) {
                // The poster's, the copy's; then it is another's.
                return ++renewals <= 2;
            }

            @Override
            public boolean made(ClaimedJob job, DerivativeRecord made, Duration lease) {
                return true;
            }
        }, longer, in.store, CONFIG);
        runner.run(in.jobs.claimNext(JobKind.CLIP, Duration.ofMinutes(1)).orElseThrow(), true);
        assertEquals(8, in.store.size(in.jobs.find(object, Variant.PLAYBACK).orElseThrow().key()).orElseThrow());
    }

    @Test
    void anOriginalThatIsGoneIsSaidToBe() {
        in.store.setAside(new StorageKey(archive.query(
                "select storage_key from mediafiles_ops.stored_object where id = '" + object + "'")));
        drain(new Deriver());
        assertEquals("waiting file-missing", job("state") + ' ' + job("error"));
    }

    @Test
    void aFullDiskIsNoAttemptAndStandsThereAsTheReason() {
        drain(failing(new IOException("No space left on device")));
        assertEquals("waiting 0 storage-full", job("state") + ' ' + job("attempts") + ' ' + job("error"));
    }

    @Test
    void whatWasMadeBeforeIsServedUntilItIsReplaced() {
        drain(new Deriver());
        DerivativeRecord before = in.jobs.find(object, Variant.PLAYBACK).orElseThrow();
        Derivatives derivatives = derivatives(Duration.ofSeconds(1), () -> {});
        again();
        Deriver broken = new Deriver() {
            @Override
            void duringPlayback(ClipFollower follower) throws IOException {
                assertEquals(before, derivatives.ensure(object, Variant.PLAYBACK));
                throw new IOException("told to");
            }
        };
        drain(broken);
        assertEquals(before, derivatives.ensure(object, Variant.PLAYBACK));
        assertEquals(1, broken.playbacks);

        again();
        Deriver better = new Deriver();
        better.made = "a better one";
        drain(better);
        DerivativeRecord after = derivatives.ensure(object, Variant.PLAYBACK);
        assertEquals(12, after.byteCount());
        assertEquals(12, in.store.size(after.key()).orElseThrow());
    }

    @Test
    void aPosterIsWaitedForAndAPlaybackIsNot() {
        Derivatives derivatives = derivatives(Duration.ofSeconds(20), () -> threads.submit(() -> {
            Thread.sleep(300);
            drain(new Deriver());
            return null;
        }));
        long begun = System.nanoTime();
        MediaFilesException refusal = assertThrows(MediaFilesException.class,
                () -> derivatives(Duration.ofSeconds(20), () -> {}).ensure(object, Variant.PLAYBACK));
        assertEquals(ProblemCode.NOT_READY, refusal.code());
        assertEquals(Duration.ofSeconds(2), refusal.retryAfter().orElseThrow());
        assertTrue(System.nanoTime() - begun < 2_000_000_000L, "nobody waits for a playback");

        assertEquals(8, derivatives.ensure(object, Variant.POSTER).byteCount());
    }

    @Test
    void whatFailedSaysToComeBackMuchLater() {
        drain(failing(new DamagedClipException("no")));
        Derivatives derivatives = derivatives(Duration.ofSeconds(20), () -> {});
        assertEquals(8, derivatives.ensure(object, Variant.POSTER).byteCount(), "the poster is there all the same");
        MediaFilesException refusal = assertThrows(MediaFilesException.class,
                () -> derivatives.ensure(object, Variant.PLAYBACK));
        assertEquals(Duration.ofMinutes(10), refusal.retryAfter().orElseThrow());
        assertEquals("failed", job("state"), "a wish does not start it again so soon");
    }

    @Test
    void aPlaybackWhoseFileIsGoneIsMadeAgainAndThePosterStays() {
        drain(new Deriver());
        DerivativeRecord poster = in.jobs.find(object, Variant.POSTER).orElseThrow();
        in.store.delete(in.jobs.find(object, Variant.PLAYBACK).orElseThrow().key());
        Derivatives derivatives = derivatives(Duration.ofSeconds(1), () -> {});

        assertThrows(MediaFilesException.class, () -> derivatives.ensure(object, Variant.PLAYBACK));

        assertEquals("waiting", job("state"));
        assertEquals(poster, derivatives.ensure(object, Variant.POSTER));
        drain(new Deriver());
        assertEquals(8, derivatives.ensure(object, Variant.PLAYBACK).byteCount());
    }

    /** What a test throws for a server that died: no code of ours may make anything of it. */
    private static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Lets the server die at the n-th point, for good. */
    private static final class Death implements Consumer<String> {
        final List<String> passed = new ArrayList<>();
        int at = Integer.MAX_VALUE;
        boolean armed;

        @Override
        public void accept(String point) {
            if (armed) {
                passed.add(point);
                if (passed.size() > at) {
                    throw new Died();
                }
            }
        }
    }

    /** A deriver whose own work is full of points, as its programs are. */
    private static Deriver dyingDeriver(Death death) {
        return new Deriver() {
            @Override
            void duringPoster(ClipFollower follower) {
                death.accept("while poster");
                follower.goesOn(10);
            }

            @Override
            void duringPlayback(ClipFollower follower) {
                death.accept("while playback");
                follower.goesOn(50);
                death.accept("near the end of playback");
            }
        };
    }

    @Test
    void aServerThatDiesAtAnyStepLeavesAJobThatTheNextOneDoes() throws IOException {
        Death none = new Death();
        none.armed = true;
        in = new Fixture(archive, root, none);
        drain(dyingDeriver(none));
        int points = none.passed.size();
        assertTrue(points > 15, none.passed::toString);
        for (int at = 0; at < points; at++) {
            Death death = new Death();
            death.at = at;
            in = new Fixture(archive, root, death);
            object = publish(in);
            death.armed = true;
            try {
                drain(dyingDeriver(death));
            } catch (Died asItShouldBe) {
                // The next server finds what this one left.
            }
            String point = death.passed.get(at);
            in = new Fixture(archive, root, any -> {});
            expireLeases();
            drain(new Deriver());

            assertEquals("done", job("state"), point);
            Derivatives derivatives = derivatives(Duration.ZERO, () -> {});
            assertEquals(8, derivatives.ensure(object, Variant.POSTER).byteCount(), point);
            assertEquals(8, derivatives.ensure(object, Variant.PLAYBACK).byteCount(), point);
            StorageKey original = new StorageKey(archive.query(
                    "select storage_key from mediafiles_ops.stored_object where id = '" + object + "'"));
            assertEquals(100_000, in.store.size(original).orElseThrow(), point);
        }
    }
}
