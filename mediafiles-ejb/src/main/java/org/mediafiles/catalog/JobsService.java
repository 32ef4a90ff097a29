package org.mediafiles.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.model.EventType;
import org.mediafiles.model.User;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.problem.SettlesRefusals;
import org.mediafiles.security.AccessGuard;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Act;
import org.mediafiles.security.Attempt;
import org.mediafiles.security.Caller;

/** The admin's view on the work in the background: what waits, runs or has failed, and another try. */
@ApplicationScoped
@Transactional
@SettlesRefusals
public class JobsService {
    /** {@code 50,000}: as many rows as one short transaction changes. */
    public static final int RETRIED_AT_ONCE = 50_000;
    private static final String CURSOR = "jobs";
    private static final String AFRESH = "state = 'waiting', attempts = 0, error = null, log = null, progress = null,"
            + " regeneration_id = null,"
            + " claimed_by = null, lease_until = null, run_after = clock_timestamp(), updated_at = clock_timestamp()";

    private static final String LIST = """
                                       select j.id, j.kind, j.state, j.attempts, j.progress, j.run_after, j.error, j.log, j.created_at,
                                              j.updated_at, o.byte_count, o.mime_type, shown.media_file_id, shown.event_id, shown.kind as event_kind,
                                              u.username, u.first_name, u.last_name,
                                              j.state in ('waiting', 'running') and exists (select 1 from mediafiles_ops.derivative d
                                                  where d.stored_object_id = j.stored_object_id) as again
                                         from mediafiles_ops.derivative_job j
                                         join mediafiles_ops.stored_object o on o.id = j.stored_object_id
                                         left join lateral (
                                             select f.media_file_id, s.event_id, s.kind, e.created_by_id
                                               from mediafiles_ops.media_file_object f
                                               left join lateral (
                                                   select event_ptr_id as event_id, 3 as kind from public.mediafiles_photo
                                                    where media_file_id = f.media_file_id
                                                   union all select event_ptr_id, 10 from public.mediafiles_videoclip
                                                    where media_file_id = f.media_file_id
                                                   union all select photo_series_id, 9 from public.mediafiles_photoseriesfile
                                                    where media_file_id = f.media_file_id) s
                                                 on not exists (select 1 from mediafiles_ops.event_trash t where t.event_id = s.event_id)
                                               left join public.events_event e on e.id = s.event_id
                                              where f.stored_object_id = j.stored_object_id
                                              order by s.event_id is null, e.created_at, f.media_file_id limit 1) shown on true
                                         left join public.accounts_eqmduser u on u.id = shown.created_by_id
                                        where j.id in (select p.id from mediafiles_ops.derivative_job p where p.id < :before%s
                                                        order by p.id desc limit :limit)
                                        order by j.id desc""";

    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;
    @Inject
    private AuditTrail audit;
    @Inject
    private AccessPolicy policy;
    @Inject
    private jakarta.enterprise.event.Event<DerivativesWanted> wanted;

    private Consumer<DerivativesWanted> signal = retried -> wanted.fire(retried);

    public JobsService() {}

    /** For tests without a container. */
    public JobsService(EntityManager em, AuditTrail audit, AccessPolicy policy, Consumer<DerivativesWanted> signal) {
        this.em = em;
        this.audit = audit;
        this.policy = policy;
        this.signal = signal;
    }

    /**
     * Numbers alone: no look. Reads what waits, runs or has failed, never what is done.
     *
     * @throws MediaFilesException {@code FORBIDDEN}
     */
    public JobsSummary summary(Caller caller) {
        new AccessGuard(policy, audit).require(caller, Act.ADMINISTER, AuditAct.JOBS_OPEN);
        // Two questions, since each has an index of its own.
        List<?> rows = em.createNativeQuery("""
                                            select kind, state, count(*) from mediafiles_ops.derivative_job
                                             where state in ('waiting', 'running') group by kind, state
                                            union all select kind, 'failed', count(*) from mediafiles_ops.derivative_job
                                             where state = 'failed' group by kind""", Object[].class).getResultList();
        JobsSummary.Counts picture = JobsSummary.Counts.NONE;
        JobsSummary.Counts clip = JobsSummary.Counts.NONE;
        for (Object row : rows) {
            Object[] column = (Object[]) row;
            JobState state = JobState.findByCode((String) column[1]).orElseThrow();
            long count = ((Number) column[2]).longValue();
            if (JobKind.CLIP.code().equals(column[0])) {
                clip = clip.plus(state, count);
            } else {
                picture = picture.plus(state, count);
            }
        }
        return new JobsSummary(picture, clip);
    }

    /**
     * The newest first; on record as a look.
     *
     * @throws MediaFilesException {@code FORBIDDEN}, {@code INVALID_REQUEST}
     */
    public Page<JobListing> list(Caller caller, JobQuery query) {
        new AccessGuard(policy, audit).require(caller, Act.ADMINISTER, AuditAct.JOBS_OPEN);
        PageRequest page = query.page();
        long before = page.cursor() == null ? Long.MAX_VALUE : jobId(Cursor.decode(CURSOR, page.cursor()));
        // Whoever leaves the page open looks again every few seconds: that is one look.
        audit.recordUnlessRecent(caller.actor(), AuditEntry.ok(AuditAct.JOBS_OPEN));
        Query select = em.createNativeQuery(LIST.formatted(where(query)), Object[].class)
                .setParameter("before", before).setParameter("limit", page.limit() + 1);
        List<?> rows = filter(select, query).getResultList();
        List<JobListing> found = rows.stream().limit(page.limit()).map(Object[].class::cast).map(JobsService::listing)
                .toList();
        String next = rows.size() > page.limit()
                ? Cursor.of(new UUID(0, found.get(found.size() - 1).id())).encode(CURSOR)
                : null;
        return new Page<>(found, next);
    }

    private static long jobId(Cursor cursor) {
        if (cursor.id().getMostSignificantBits() != 0) {
            throw Cursor.broken();
        }
        return cursor.id().getLeastSignificantBits();
    }

    private static String where(JobQuery query) {
        // The state is written out, not bound, so that the index of that state alone can be used.
        return (query.state() == null ? "" : " and p.state = '" + query.state().code() + "'")
                + (query.kind() == null ? "" : " and p.kind = :kind");
    }

    private static Query filter(Query query, JobQuery filters) {
        return filters.kind() == null ? query : query.setParameter("kind", filters.kind().code());
    }

    /**
     * Has a job that was given up tried again from the start; on record.
     *
     * @throws MediaFilesException {@code FORBIDDEN}; {@code NOT_FOUND}; {@code CONFLICT} where it has not failed
     */
    @Attempt(AuditAct.JOBS_CHANGE)
    public void retry(Caller caller, long jobId) {
        new AccessGuard(policy, audit).require(caller, Act.ADMINISTER, AuditAct.JOBS_CHANGE);
        List<?> rows = em.createNativeQuery(
                "select state, stored_object_id from mediafiles_ops.derivative_job where id = :id for update",
                Object[].class).setParameter("id", jobId).getResultList();
        if (rows.isEmpty()) {
            throw MediaFilesException.notFound("job");
        }
        Object[] job = (Object[]) rows.get(0);
        if (!JobState.FAILED.code().equals(job[0])) {
            throw new MediaFilesException(ProblemCode.CONFLICT, "Only a job that has failed is tried again.");
        }
        em.createNativeQuery("update mediafiles_ops.derivative_job set " + AFRESH + " where id = :id")
                .setParameter("id", jobId).executeUpdate();
        audit.record(caller.actor(), AuditEntry.ok(AuditAct.JOBS_CHANGE).details(Map.of("retried", 1, "job", jobId)));
        signal.accept(new DerivativesWanted((UUID) job[1]));
    }

    /**
     * Has all that were given up tried again; on record.
     *
     * @param kind {@code null} for both
     * @return how many, at most {@link #RETRIED_AT_ONCE}: said again it does the next
     * @throws MediaFilesException {@code FORBIDDEN}
     */
    public int retryAllFailed(Caller caller, JobKind kind) {
        new AccessGuard(policy, audit).require(caller, Act.ADMINISTER, AuditAct.JOBS_CHANGE);
        Query update = em
                .createNativeQuery("update mediafiles_ops.derivative_job set " + AFRESH
                        + """
                          where id in (select p.id from mediafiles_ops.derivative_job p where p.state = 'failed'%s
                                        order by p.id limit :most for update skip locked)"""
                                .formatted(kind == null ? "" : " and p.kind = :kind"))
                .setParameter("most", RETRIED_AT_ONCE);
        if (kind != null) {
            update.setParameter("kind", kind.code());
        }
        int count = update.executeUpdate();
        audit.record(caller.actor(), AuditEntry.ok(AuditAct.JOBS_CHANGE)
                .details(Map.of("retried", count, "kind", kind == null ? "any" : kind.code())));
        if (count > 0) {
            signal.accept(new DerivativesWanted(null));
        }
        return count;
    }

    private static JobListing listing(Object[] row) {
        JobState state = JobState.findByCode((String) row[2]).orElseThrow();
        EventType type = row[14] == null
                ? null
                : EventType.findByDatabaseCode(((Number) row[14]).intValue()).orElseThrow();
        String username = (String) row[15];
        Person person = username == null
                ? null
                : new Person(username, User.displayName(username, (String) row[16], (String) row[17]));
        return new JobListing(((Number) row[0]).longValue(), JobKind.findByCode((String) row[1]).orElseThrow(), state,
                ((Number) row[3]).intValue(), row[4] == null ? null : ((Number) row[4]).intValue(),
                state == JobState.WAITING ? (Instant) row[5] : null, (String) row[6], (String) row[7],
                (Instant) row[8], (Instant) row[9], ((Number) row[10]).longValue(), (String) row[11], (UUID) row[12],
                (UUID) row[13], type, person, (Boolean) row[18]);
    }
}
