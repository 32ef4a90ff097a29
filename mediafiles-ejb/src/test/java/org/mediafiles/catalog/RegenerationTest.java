package org.mediafiles.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mediafiles.catalog.CatalogFixture.ADMIN;
import static org.mediafiles.catalog.CatalogFixture.CLINICIAN;
import static org.mediafiles.catalog.CatalogFixture.NOW;
import static org.mediafiles.catalog.CatalogFixture.invalid;
import static org.mediafiles.catalog.CatalogFixture.refused;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mediafiles.catalog.RegenerationWalk.Step;
import org.mediafiles.problem.ProblemCode;

/** Derivatives are made anew: throttled, resumable, stoppable, and nothing that is there is lost. */
class RegenerationTest {
    private static JobsFixture in;

    @BeforeAll
    static void open() {
        in = new JobsFixture();
    }

    @AfterAll
    static void close() {
        in.close();
    }

    @BeforeEach
    void clear() {
        in.clear();
    }

    private static RegenerationRecord begin(RegenerationScope scope) {
        return in.regenerations(service -> service.begin(ADMIN, scope, null));
    }

    private static RegenerationRecord now(long id) {
        return in.regenerations(service -> service.get(ADMIN, id));
    }

    private static RegenerationRecord stop(long id) {
        return in.regenerations(service -> service.stop(ADMIN, id));
    }

    /** Walks and works until it is done. */
    private static void finish() {
        for (int i = 0; i < 10_000; i++) {
            if (in.step() == Step.IDLE) {
                return;
            }
            in.work(RegenerationWalk.MOST_WAITING, "done");
        }
        throw new AssertionError("it does not come to an end");
    }

    @Test
    void allAreMadeAnewAFewAtATimeAndWhatIsThereStays() {
        in.objects(90, "image/jpeg", "done");
        in.objects(5, "video/mp4", "failed");
        long derivatives = Long.parseLong(in.in.archive.query("select count(*) from mediafiles_ops.derivative"));

        RegenerationRecord begun = begin(RegenerationScope.ALL);
        assertEquals(95, begun.total());
        assertEquals(0, begun.queued());
        assertEquals("ada", begun.requestedBy().username());
        assertEquals(Step.ON, in.step());
        assertEquals(RegenerationWalk.MOST_WAITING, in.count("state = 'waiting'"));
        assertEquals(Step.FULL, in.step());
        assertEquals(Step.FULL, in.step());
        assertEquals(RegenerationWalk.MOST_WAITING, in.count("state = 'waiting'"));

        in.work(10, "done");
        assertEquals(Step.ON, in.step());
        assertEquals(RegenerationWalk.MOST_WAITING, in.count("state = 'waiting'"));
        RegenerationRecord half = now(begun.id());
        assertEquals(List.of(50L, 40L, 0L, 0L, 10L),
                List.of(half.queued(), half.waiting(), half.running(), half.failed(), half.done()));

        finish();
        RegenerationRecord done = now(begun.id());
        assertEquals("done", done.state());
        assertEquals(95, done.done());
        assertFalse(done.isUnderWay());
        assertEquals(95, in.count("state = 'done'"));
        assertEquals(derivatives,
                Long.parseLong(in.in.archive.query("select count(*) from mediafiles_ops.derivative")));
        assertEquals(Step.IDLE, in.step());
    }

    @Test
    void scopesTakeTheirOwnAlone() {
        in.objects(3, "image/jpeg", "done");
        in.objects(2, "video/mp4", "done");
        in.object("image/png", "failed");
        in.object("video/webm", "failed");
        for (Object[] each : List.of(new Object[]{RegenerationScope.PHOTOS, 4L},
                new Object[]{RegenerationScope.CLIPS, 3L}, new Object[]{RegenerationScope.FAILED, 2L})) {
            in.in.archive.execute("update mediafiles_ops.derivative_job j set state = case when exists (select 1 from"
                    + " mediafiles_ops.derivative d where d.stored_object_id = j.stored_object_id) then 'done'"
                    + " else 'failed' end, error = null");
            RegenerationRecord begun = begin((RegenerationScope) each[0]);
            assertEquals(each[1], begun.total(), each[0].toString());
            in.step();
            assertEquals(each[1], in.count("state = 'waiting'"), each[0].toString());
            finish();
            assertEquals("done", now(begun.id()).state());
        }
    }

    @Test
    void whatHasNoJobGetsOneUnlessNothingCanBeMadeOfIt() {
        UUID without = in.object("image/jpeg", null);
        UUID unknown = in.object("application/octet-stream", null);
        assertEquals(1, begin(RegenerationScope.ALL).total());
        in.step();
        assertEquals("waiting", in.state(without));
        assertEquals(null, in.state(unknown));
    }

    @Test
    void aFailureIsCountedAndWhatWasMadeBeforeStays() {
        UUID object = in.object("image/jpeg", "done");
        RegenerationRecord begun = begin(RegenerationScope.ALL);
        in.step();
        in.work(1, "failed");
        finish();
        RegenerationRecord end = now(begun.id());
        assertEquals("done", end.state());
        assertEquals(1, end.failed());
        assertEquals(0, end.done());
        assertEquals("1", in.in.archive.query(
                "select count(*) from mediafiles_ops.derivative where stored_object_id = '" + object + "'"));
    }

    @Test
    void aStopPutsBackWhatNobodyHasBegunAndFinishesTheRest() {
        in.objects(30, "image/jpeg", "done");
        UUID failed = in.object("image/jpeg", "failed");
        in.object("image/jpeg", null);
        RegenerationRecord begun = begin(RegenerationScope.ALL);
        in.step();
        assertEquals(32, in.count("state = 'waiting'"));
        in.work(3, "running");

        RegenerationRecord stopped = stop(begun.id());

        assertEquals("stopped", stopped.state());
        assertEquals(3, stopped.running());
        assertTrue(stopped.isUnderWay(), "three are being made");
        assertEquals(0, stopped.waiting());
        assertEquals(0, in.count("state = 'waiting' and regeneration_id is not null"));
        assertTrue(in.count("state = 'waiting'") <= 1, "only what was never made goes on waiting");
        String state = in.state(failed);
        assertTrue(state.equals("failed") || state.equals("running"), state);
        assertEquals(32, in.count("true"));
        assertEquals(Step.IDLE, in.step());
        assertEquals("stopped", stop(begun.id()).state(), "a second stop changes nothing");
        assertEquals("running", begin(RegenerationScope.ALL).state(), "another can begin");
    }

    @Test
    void whatWasTriedOnceAlreadyIsBegunAndStaysAfterAStop() {
        in.object("image/jpeg", "done");
        RegenerationRecord begun = begin(RegenerationScope.ALL);
        in.step();
        in.in.archive.execute("update mediafiles_ops.derivative_job set attempts = 1, error = 'time-limit'");
        stop(begun.id());
        assertEquals(1, in.count("state = 'waiting' and error = 'time-limit'"));
    }

    @Test
    void whatOnlyWaitsForRoomHasNotFailedWhenItIsStopped() {
        in.objects(1, "image/jpeg", "done");
        RegenerationRecord begun = begin(RegenerationScope.ALL);
        in.step();
        in.in.archive.execute("update mediafiles_ops.derivative_job set error = 'storage-full'");
        stop(begun.id());
        assertEquals(1, in.count("state = 'done' and error is null"));
    }

    @Test
    void oneAtATimeEvenWhereTwoBeginAtOnce() throws Exception {
        in.objects(5, "image/jpeg", "done");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Object>> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                answers.add(threads.submit(() -> {
                    try {
                        return begin(RegenerationScope.ALL);
                    } catch (org.mediafiles.problem.MediaFilesException refusal) {
                        return refusal.code();
                    }
                }));
            }
            int begun = 0;
            for (Future<Object> answer : answers) {
                if (answer.get() instanceof RegenerationRecord) {
                    begun++;
                } else {
                    assertEquals(ProblemCode.CONFLICT, answer.get());
                }
            }
            assertEquals(1, begun);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Two servers' timers, and workers between them: each object has its turn once. */
    @Test
    void twoServersDoNotDoubleTheWork() throws Exception {
        in.objects(150, "image/jpeg", "done");
        RegenerationRecord begun = begin(RegenerationScope.ALL);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int server = 0; server < 3; server++) {
                answers.add(threads.submit(() -> {
                    int made = 0;
                    for (int i = 0; i < 2_000 && !now(begun.id()).state().equals("done"); i++) {
                        in.step();
                        assertTrue(in.count("state = 'waiting'") <= RegenerationWalk.MOST_WAITING);
                        made += in.work(7, "done");
                    }
                    return made;
                }));
            }
            for (Future<Integer> answer : answers) {
                answer.get();
            }
        } finally {
            threads.shutdownNow();
        }
        RegenerationRecord end = now(begun.id());
        assertEquals("done", end.state());
        assertEquals(150, end.queued());
        assertEquals(150, end.done());
    }

    @Test
    void itGoesOnWhereItWasAfterARestart() {
        in.objects(60, "image/jpeg", "done");
        RegenerationRecord begun = begin(RegenerationScope.ALL);
        in.step();
        // Whatever a server held in memory is gone: the rows are all there is.
        in.in.archive.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                + " where datname = current_database() and pid <> pg_backend_pid()");
        in.work(40, "done");
        assertEquals(Step.ON, in.step());
        assertEquals(20, in.count("state = 'waiting'"), "the rest, not the first ones again");
        finish();
        assertEquals(60, now(begun.id()).done());
    }

    @Test
    void oneMediaFilesDerivativesAreMadeAnewWhileAnotherWalkGoesOn() {
        UUID patient = in.in.patient("Ana", "1980-05-17").id();
        UUID event = in.in.photo(patient, CLINICIAN, NOW, NOW);
        UUID file = UUID.fromString(in.in.archive.query(
                "select media_file_id from mediafiles_photo where event_ptr_id = '" + event + "'"));
        RegenerationRecord all = begin(RegenerationScope.CLIPS);

        RegenerationRecord one = in.regenerations(service -> service.begin(ADMIN, RegenerationScope.ONE, file));
        assertEquals(1, one.total());
        assertEquals(1, one.waiting());
        assertEquals(all.id(), in.regenerations(service -> service.latest(ADMIN)).orElseThrow().id());
        refused(ProblemCode.CONFLICT,
                () -> in.regenerations(service -> service.begin(ADMIN, RegenerationScope.ONE, file)));
        in.work(1, "done");
        finish();
        assertEquals("done", now(one.id()).state());
        assertEquals("1",
                in.in.archive.query("select count(*) from mediafiles_ops.audit_event where act = 'jobs-change'"
                        + " and media_file_id = '" + file + "' and outcome = 'ok'"));
    }

    @Test
    void whatIsAskedForWronglyIsRefused() {
        invalid("scope", () -> begin(null));
        invalid("mediaFileId", () -> begin(RegenerationScope.ONE));
        invalid("mediaFileId",
                () -> in.regenerations(service -> service.begin(ADMIN, RegenerationScope.ALL, UUID.randomUUID())));
        refused(ProblemCode.NOT_FOUND,
                () -> in.regenerations(service -> service.begin(ADMIN, RegenerationScope.ONE, UUID.randomUUID())));
        refused(ProblemCode.NOT_FOUND, () -> stop(77));
        refused(ProblemCode.NOT_FOUND, () -> now(77));
        RegenerationRecord begun = begin(RegenerationScope.ALL);
        finish();
        refused(ProblemCode.CONFLICT, () -> stop(begun.id()));
    }

    @Test
    void whatIsUploadedMeanwhileIsMadeFirst() {
        in.objects(20, "image/jpeg", "done");
        begin(RegenerationScope.ALL);
        in.step();
        UUID fresh = in.object("image/jpeg", null);
        in.in.archive.execute("insert into mediafiles_ops.derivative_job (stored_object_id, kind, state) values ('"
                + fresh + "', 'picture', 'waiting')");
        ClaimedJob first = in.in.archive
                .inTransaction(em -> new DerivativeJobService(em).claimNext(JobKind.PICTURE, Duration.ofMinutes(5)))
                .orElseThrow();
        assertEquals(fresh, first.storedObjectId());
        ClaimedJob next = in.in.archive
                .inTransaction(em -> new DerivativeJobService(em).claimNext(JobKind.PICTURE, Duration.ofMinutes(5)))
                .orElseThrow();
        assertFalse(next.storedObjectId().equals(fresh));
    }
}
