package org.mediafiles.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mediafiles.catalog.CatalogFixture.ADMIN;
import static org.mediafiles.catalog.CatalogFixture.CLINICIAN;
import static org.mediafiles.catalog.CatalogFixture.NOW;
import static org.mediafiles.catalog.CatalogFixture.OTHER_CLINICIAN;
import static org.mediafiles.catalog.CatalogFixture.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mediafiles.model.EventType;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.Caller;
import org.mediafiles.security.Role;

class JobsServiceTest {
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

    private static Page<JobListing> list(JobState state, JobKind kind, PageRequest page) {
        return in.jobs(service -> service.list(ADMIN, new JobQuery(state, kind, page)));
    }

    private static int retryAll(JobKind kind) {
        return in.jobs(service -> service.retryAllFailed(ADMIN, kind));
    }

    /** @return a photo's object, with a job in that state */
    private UUID photo(String state) {
        UUID patient = in.in.patient("Ana Souza " + UUID.randomUUID(), "1980-05-17").id();
        UUID event = in.in.photo(patient, OTHER_CLINICIAN, NOW, NOW);
        UUID object = UUID.fromString(in.in.archive.query("select f.stored_object_id from"
                + " mediafiles_ops.media_file_object f join mediafiles_photo p on p.media_file_id = f.media_file_id"
                + " where p.event_ptr_id = '" + event + "'"));
        in.in.archive
                .execute("insert into mediafiles_ops.derivative_job (stored_object_id, kind, state, attempts, error,"
                        + " log) values ('" + object + "', 'picture', '" + state + "', 2, 'time-limit', 'too slow')");
        return object;
    }

    @Test
    void aJobIsListedWithWhatItIsForAndWhoWaits() {
        UUID object = photo("waiting");
        JobListing job = list(null, null, PageRequest.first()).items().get(0);

        assertEquals(JobKind.PICTURE, job.kind());
        assertEquals(JobState.WAITING, job.state());
        assertEquals(2, job.attempts());
        assertEquals("time-limit", job.reason());
        assertEquals("too slow", job.log());
        assertNotNull(job.nextTryAt());
        assertEquals(EventType.PHOTO, job.eventType());
        assertEquals("caio", job.waitingFor().username());
        assertEquals(in.in.archive.query("select media_file_id from mediafiles_ops.media_file_object"
                + " where stored_object_id = '" + object + "'"), job.mediaFileId().toString());
        assertFalse(job.again(), "nothing is made yet");
        assertFalse(job.toString().contains("Souza") || job.toString().contains("Ferida"), job.toString());
    }

    @Test
    void whatIsInTheTrashNamesNoEventAndNobodyWhoWaits() {
        photo("failed");
        in.in.archive.execute("insert into mediafiles_ops.event_trash (event_id, patient_id, deleted_by_id)"
                + " select id, patient_id, 5 from events_event");
        JobListing job = list(null, null, PageRequest.first()).items().get(0);

        assertNotNull(job.mediaFileId());
        assertNull(job.eventId());
        assertNull(job.waitingFor());
        assertNull(job.nextTryAt(), "what has failed is not tried again by itself");
    }

    @Test
    void pagesHoldEveryJobOnceWhateverComesMeanwhile() {
        in.objects(7, "image/jpeg", "done");
        Set<Long> seen = new TreeSet<>();
        List<Integer> sizes = new ArrayList<>();
        String cursor = null;
        do {
            Page<JobListing> page = list(null, null, new PageRequest(3, cursor));
            page.items().forEach(job -> assertTrue(seen.add(job.id()), "twice: " + job.id()));
            sizes.add(page.items().size());
            cursor = page.nextCursor();
            in.object("image/jpeg", "waiting");
        } while (cursor != null);
        assertEquals(List.of(3, 3, 1), sizes);
        assertEquals(7, seen.size());
        CatalogFixture.invalid("cursor", () -> list(null, null, new PageRequest(3, "nonsense")));
        CatalogFixture.invalid("cursor",
                () -> list(null, null, new PageRequest(3, Cursor.of(UUID.randomUUID()).encode("jobs"))));
    }

    @ParameterizedTest
    @EnumSource(JobState.class)
    void filtersHoldByStateAndKind(JobState state) {
        for (JobState each : JobState.values()) {
            in.object("image/jpeg", each.code());
            in.object("video/mp4", each.code());
        }
        assertEquals(List.of(state, state),
                list(state, null, PageRequest.first()).items().stream().map(JobListing::state).toList());
        assertEquals(List.of(JobKind.CLIP),
                list(state, JobKind.CLIP, PageRequest.first()).items().stream().map(JobListing::kind).toList());
        assertEquals(4, list(null, JobKind.PICTURE, PageRequest.first()).items().size());
    }

    @Test
    void theSummaryCountsWhatIsNotDone() {
        in.objects(3, "image/jpeg", "waiting");
        in.objects(2, "image/jpeg", "failed");
        in.objects(1, "video/mp4", "running");
        in.objects(9, "video/mp4", "done");
        JobsSummary summary = in.jobs(service -> service.summary(ADMIN));
        assertEquals(new JobsSummary.Counts(3, 0, 2), summary.picture());
        assertEquals(new JobsSummary.Counts(0, 1, 0), summary.clip());
        assertEquals(2, summary.failed());
    }

    /** Millions of jobs are done; what an admin's page asks every few seconds must not read them. */
    @Test
    void neitherTheSummaryNorTheListOfTheFailedReadsWhatIsDone() {
        in.in.archive
                .execute("insert into mediafiles_ops.stored_object (id, sha256, storage_key, byte_count, mime_type)"
                        + " select md5('o' || n)::uuid, md5('a' || n) || md5('b' || n), 'k/' || n, 1, 'image/jpeg'"
                        + " from generate_series(1, 50000) n");
        in.in.archive.execute("insert into mediafiles_ops.derivative_job (stored_object_id, kind, state)"
                + " select md5('o' || n)::uuid, 'picture', case when n % 10000 = 7 then 'failed' else 'done' end"
                + " from generate_series(1, 50000) n");
        in.in.archive.execute("analyze mediafiles_ops.derivative_job");
        in.in.archive.execute("select pg_stat_reset_single_table_counters('mediafiles_ops.derivative_job'::regclass)");
        assertEquals(5, in.jobs(service -> service.summary(ADMIN)).failed());
        assertEquals(5, list(JobState.FAILED, null, PageRequest.first()).items().size());
        String plan = in.in.archive.query("explain (format json) select kind, count(*) from"
                + " mediafiles_ops.derivative_job where state = 'failed' group by kind");
        assertTrue(plan.contains("Index"), plan);
        assertFalse(plan.contains("Seq Scan"), plan);
    }

    @Test
    void aFailedJobIsTriedAfresh() {
        UUID object = in.object("video/mp4", "failed");
        long id = list(JobState.FAILED, null, PageRequest.first()).items().get(0).id();

        in.jobs(service -> {
            service.retry(ADMIN, id);
            return null;
        });

        assertEquals("waiting", in.state(object));
        assertEquals(1, in.count("attempts = 0 and error is null and run_after <= clock_timestamp()"));
        assertEquals(1, in.woken.get());
        assertEquals(1, in.in.audited("jobs-change", "ok", null));
        refused(ProblemCode.CONFLICT, () -> in.jobs(service -> {
            service.retry(ADMIN, id);
            return null;
        }));
        refused(ProblemCode.NOT_FOUND, () -> in.jobs(service -> {
            service.retry(ADMIN, id + 1);
            return null;
        }));
    }

    @Test
    void allFailedAreTriedAgainOfOneKindOrOfBoth() {
        in.objects(3, "image/jpeg", "failed");
        in.objects(2, "video/mp4", "failed");
        in.objects(4, "video/mp4", "done");
        assertEquals(2, retryAll(JobKind.CLIP));
        assertEquals(3, in.count("state = 'failed'"));
        assertEquals(3, retryAll(null));
        assertEquals(0, retryAll(null));
        assertEquals(5, in.count("state = 'waiting'"));
        assertEquals(4, in.count("state = 'done'"));
    }

    @ParameterizedTest
    @EnumSource(value = Role.class, names = "ADMIN", mode = EnumSource.Mode.EXCLUDE)
    void nobodyElseLooksOrActsAndTheAttemptIsOnRecord(Role role) {
        Caller other = CatalogFixture.caller(2, CLINICIAN.username(), role);
        refused(ProblemCode.FORBIDDEN, () -> in.jobs(service -> service.summary(other)));
        refused(ProblemCode.FORBIDDEN,
                () -> in.jobs(service -> service.list(other, new JobQuery(null, null, PageRequest.first()))));
        refused(ProblemCode.FORBIDDEN, () -> in.jobs(service -> service.retryAllFailed(other, null)));
        refused(ProblemCode.FORBIDDEN, () -> in.jobs(service -> {
            service.retry(other, 1);
            return null;
        }));
        refused(ProblemCode.FORBIDDEN,
                () -> in.regenerations(service -> service.begin(other, RegenerationScope.ALL, null)));
        refused(ProblemCode.FORBIDDEN, () -> in.regenerations(service -> service.stop(other, 1)));
        assertEquals(2, in.in.audited("jobs-open", "refused", null));
        assertEquals(4, in.in.audited("jobs-change", "refused", null));
    }

    @Test
    void whoLeavesThePageOpenLooksOnce() {
        list(null, null, PageRequest.first());
        list(JobState.FAILED, null, PageRequest.first());
        in.jobs(service -> service.summary(ADMIN));
        assertEquals(1, in.in.audited("jobs-open", "ok", null));
    }
}
