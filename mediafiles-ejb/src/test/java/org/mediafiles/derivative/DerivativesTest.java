package org.mediafiles.derivative;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
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
import org.mediafiles.imaging.DerivedPicture;
import org.mediafiles.imaging.TimeLimit;
import org.mediafiles.ingest.Fixture;
import org.mediafiles.model.ByteSource;
import org.mediafiles.model.StorageKey;
import org.mediafiles.model.Variant;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

class DerivativesTest {
    private static TestArchive archive;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    @TempDir
    Path root;
    private Fixture in;
    private UUID object;

    /** Fails as often as told. */
    private static final class Failing extends Fixture.CountingDeriver {
        private final ProblemCode code;
        private int failures;

        Failing(ProblemCode code, int failures) {
            this.code = code;
            this.failures = failures;
        }

        @Override
        public Map<Variant, DerivedPicture> derive(ByteSource source, String mimeType) {
            if (failures-- > 0) {
                times.incrementAndGet();
                throw new MediaFilesException(code, "told to");
            }
            return super.derive(source, mimeType);
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

    @BeforeEach
    void publish() {
        archive.execute("update mediafiles_ops.derivative_job set state = 'done' where state <> 'done'");
        in = new Fixture(archive, root, point -> {});
        UUID event = in.publish(Fixture.ANA, in.addPatient(), Fixture.picture());
        object = UUID.fromString(archive.query("select f.stored_object_id from mediafiles_ops.media_file_object f"
                + " join mediafiles_photo p on p.media_file_id = f.media_file_id where p.event_ptr_id = '" + event
                + "'"));
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private JobRunner runner(Fixture.CountingDeriver deriver) {
        return new JobRunner(in.jobs, deriver, in.store);
    }

    private Derivatives derivatives(Fixture.CountingDeriver deriver, Duration longestWait) {
        return new Derivatives(in.jobs, runner(deriver), in.store, threads, longestWait, () -> {});
    }

    private String job(String column) {
        return archive.query("select " + column + " from mediafiles_ops.derivative_job where stored_object_id = '"
                + object + "'");
    }

    @Test
    void theWorkerMakesAllThreeAndRecordsThem() {
        Fixture.CountingDeriver deriver = new Fixture.CountingDeriver();

        assertEquals(1, DerivativeWorker.drain(in.jobs, runner(deriver)));

        assertEquals("done", job("state"));
        DerivativeRecord large = in.jobs.find(object, Variant.LARGE).orElseThrow();
        assertEquals(1200, large.width());
        assertTrue(large.key().value().contains("/large/"));
        assertEquals(large.byteCount(), in.store.size(large.key()).orElseThrow());
        assertEquals(0, DerivativeWorker.drain(in.jobs, runner(deriver)));
    }

    @Test
    void whoWantsOneAtOnceGetsItAndAllOthersWithIt() throws Exception {
        Fixture.CountingDeriver deriver = new Fixture.CountingDeriver();
        Derivatives derivatives = derivatives(deriver, Duration.ofSeconds(60));
        List<Future<DerivativeRecord>> answers = new ArrayList<>();
        for (int caller = 0; caller < 4; caller++) {
            answers.add(threads.submit(() -> derivatives.ensure(object, Variant.THUMBNAIL)));
        }
        for (Future<DerivativeRecord> answer : answers) {
            assertEquals(5, answer.get().byteCount());
        }
        assertEquals(1, deriver.times.get());
        assertEquals("done", job("state"));
    }

    @Test
    void aDerivativeWhoseFileIsGoneIsMadeAgain() {
        Fixture.CountingDeriver deriver = new Fixture.CountingDeriver();
        Derivatives derivatives = derivatives(deriver, Duration.ofSeconds(10));
        DerivativeRecord first = derivatives.ensure(object, Variant.MEDIUM);
        in.store.delete(first.key());

        DerivativeRecord second = derivatives.ensure(object, Variant.MEDIUM);

        assertEquals(2, deriver.times.get());
        assertTrue(in.store.size(second.key()).isPresent());
        derivatives.ensure(object, Variant.LARGE);
        assertEquals(2, deriver.times.get());
    }

    @Test
    void aFileWithoutARowIsReplaced() {
        in.jobs.find(object, Variant.LARGE).ifPresent(found -> {
            throw new IllegalStateException("not made yet");
        });
        var key = new org.mediafiles.model.StorageKey(archive.query(
                "select storage_key from mediafiles_ops.stored_object where id = '" + object + "'"))
                .sibling(Variant.LARGE);
        in.store.replace(key, "half a pict".getBytes());

        DerivativeRecord made = derivatives(new Fixture.CountingDeriver(), Duration.ofSeconds(10)).ensure(object,
                Variant.LARGE);

        assertEquals(key, made.key());
        assertEquals(5, in.store.size(key).orElseThrow());
    }

    @Test
    void waitingEndsAndTheJobGoesOn() throws Exception {
        Fixture.CountingDeriver slow = new Fixture.CountingDeriver() {
            @Override
            public Map<Variant, DerivedPicture> derive(ByteSource source, String mimeType) {
                try {
                    Thread.sleep(800);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return super.derive(source, mimeType);
            }
        };
        Derivatives derivatives = derivatives(slow, Duration.ofMillis(200));

        MediaFilesException refusal = assertThrows(MediaFilesException.class,
                () -> derivatives.ensure(object, Variant.LARGE));

        assertEquals(ProblemCode.NOT_READY, refusal.code());
        assertTrue(refusal.retryAfter().isPresent());
        for (int tries = 0; tries < 300 && !"done".equals(job("state")); tries++) {
            Thread.sleep(100);
        }
        assertEquals(5, derivatives.ensure(object, Variant.LARGE).byteCount());
        assertEquals(1, slow.times.get());
    }

    @Test
    void whatADeadWorkerHadClaimedIsAnothersOnceTheLeaseIsOver() {
        ClaimedJob dead = in.jobs.claimNext(JobKind.PICTURE, Duration.ofMinutes(5)).orElseThrow();
        Fixture.CountingDeriver deriver = new Fixture.CountingDeriver();
        assertEquals(0, DerivativeWorker.drain(in.jobs, runner(deriver)));

        archive.execute("update mediafiles_ops.derivative_job set lease_until = now() - interval '1 s'"
                + " where state = 'running'");
        assertEquals(1, DerivativeWorker.drain(in.jobs, runner(deriver)));

        assertEquals("done", job("state"));
        assertFalse(in.jobs.renew(dead, Duration.ofMinutes(5)));
        assertFalse(in.jobs.done(dead, List.of()));
        assertEquals("2", job("attempts"));
    }

    @Test
    void aJobThatKillsItsWorkersIsGivenUp() {
        for (int death = 0; death < DerivativeJobService.MAX_ATTEMPTS; death++) {
            assertTrue(in.jobs.claimNext(JobKind.PICTURE, Duration.ofMinutes(5)).isPresent());
            archive.execute("update mediafiles_ops.derivative_job set lease_until = now() - interval '1 s'"
                    + " where state = 'running'");
        }
        assertTrue(in.jobs.claimNext(JobKind.PICTURE, Duration.ofMinutes(5)).isEmpty());
        assertEquals("failed", job("state"));
        assertEquals("worker-lost", job("error"));
    }

    @Test
    void failuresAreTriedAgainAfterAGrowingWhile() {
        Failing deriver = new Failing(ProblemCode.INTERNAL_ERROR, 2);
        assertEquals(1, DerivativeWorker.drain(in.jobs, runner(deriver)));
        assertEquals("waiting", job("state"));
        assertEquals("internal-error", job("error"));
        assertEquals("t", job("run_after - updated_at between interval '4 s' and interval '6 s'"));

        archive.execute("update mediafiles_ops.derivative_job set run_after = now() where state = 'waiting'");
        DerivativeWorker.drain(in.jobs, runner(deriver));
        assertEquals("t", job("run_after - updated_at between interval '19 s' and interval '21 s'"));

        archive.execute("update mediafiles_ops.derivative_job set run_after = now() where state = 'waiting'");
        DerivativeWorker.drain(in.jobs, runner(deriver));
        assertEquals("done", job("state"));
    }

    @Test
    void aMissingPermitIsNoAttempt() {
        DerivativeWorker.drain(in.jobs, runner(new Failing(ProblemCode.NOT_READY, 1)));
        assertEquals("waiting", job("state"));
        assertEquals("0", job("attempts"));
    }

    /** Fails once as told. */
    private static Fixture.CountingDeriver failing(Supplier<MediaFilesException> failure) {
        return new Fixture.CountingDeriver() {
            @Override
            public Map<Variant, DerivedPicture> derive(ByteSource source, String mimeType) {
                times.incrementAndGet();
                throw failure.get();
            }
        };
    }

    @Test
    void aDecodeThatTookTooLongIsTriedAgainAndCounted() {
        TimeLimit.Exceeded late = assertThrows(TimeLimit.Exceeded.class,
                () -> TimeLimit.of(Duration.ofNanos(-1)).check());
        DerivativeWorker.drain(in.jobs,
                runner(failing(() -> new MediaFilesException(ProblemCode.NOT_READY, "late", late))));
        assertEquals("waiting", job("state"));
        assertEquals("time-limit", job("error"));
        assertEquals("1", job("attempts"));
    }

    @Test
    void anOriginalThatIsGoneIsSaidToBe() {
        in.store.setAside(new StorageKey(archive.query(
                "select storage_key from mediafiles_ops.stored_object where id = '" + object + "'")));
        Fixture.CountingDeriver deriver = new Fixture.CountingDeriver();
        DerivativeWorker.drain(in.jobs, runner(deriver));
        assertEquals("waiting file-missing", job("state") + ' ' + job("error"));
        assertEquals(0, deriver.times.get());
    }

    @Test
    void aFullDiskIsNoAttemptAndStandsThereAsTheReason() {
        DerivativeWorker.drain(in.jobs, runner(new Failing(ProblemCode.STORAGE_FULL, 1)));
        assertEquals("waiting", job("state"));
        assertEquals("storage-full", job("error"));
        assertEquals("0", job("attempts"));
        assertEquals("t", job("run_after - updated_at between interval '59 s' and interval '61 s'"));
    }

    @Test
    void anInterruptedWorkerGivesItsJobBackAndClaimsNoOther() {
        Fixture.CountingDeriver deriver = failing(() -> {
            Thread.currentThread().interrupt();
            return new MediaFilesException(ProblemCode.NOT_READY, "interrupted");
        });
        assertEquals(1, DerivativeWorker.drain(in.jobs, runner(deriver)));
        assertTrue(Thread.interrupted(), "whoever started the worker is told");
        assertEquals("waiting", job("state"));
        assertEquals("0", job("attempts"));
    }

    @Test
    void whatCannotBeDecodedIsNotTriedForEver() {
        Failing deriver = new Failing(ProblemCode.NOT_A_VALID_MEDIA_FILE, 100);
        MediaFilesException refusal = assertThrows(MediaFilesException.class,
                () -> derivatives(deriver, Duration.ofSeconds(10)).ensure(object, Variant.LARGE));
        assertEquals(ProblemCode.NOT_READY, refusal.code());
        assertEquals("failed", job("state"));
        assertThrows(MediaFilesException.class,
                () -> derivatives(deriver, Duration.ofSeconds(10)).ensure(object, Variant.LARGE));
        assertEquals(1, deriver.times.get());
    }
}
