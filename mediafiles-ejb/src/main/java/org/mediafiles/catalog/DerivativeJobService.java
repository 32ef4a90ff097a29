package org.mediafiles.catalog;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.mediafiles.model.CleanText;
import org.mediafiles.model.Sha256;
import org.mediafiles.model.StorageKey;
import org.mediafiles.model.Variant;
import org.mediafiles.problem.ProblemCode;

/**
 * Derivative jobs and derivatives as rows. A job is claimed with a lease: what a dead worker had claimed is another's once
 * the lease has run out, so jobs survive restarts.
 */
@Stateless
public class DerivativeJobService {
    /** How often a job is tried before it is left as failed. */
    public static final int MAX_ATTEMPTS = 5;

    private static final String CLAIMED = """
                                          returning j.id, j.claimed_by, j.stored_object_id, j.attempts, j.kind)
                                          select c.id, c.claimed_by, c.stored_object_id, c.attempts, o.storage_key, o.mime_type,
                                              exists (select 1 from public.mediafiles_mediafile m
                                                  join mediafiles_ops.adopted_file a on a.media_file_id = m.id
                                                  where m.file_path = o.storage_key),
                                              to_char(o.created_at at time zone 'UTC', 'YYYY-MM'), c.kind
                                          from claimed c join mediafiles_ops.stored_object o on o.id = c.stored_object_id""";
    private static final String CLAIM = """
                                        with claimed as (update mediafiles_ops.derivative_job j
                                            set state = 'running', attempts = attempts + 1, claimed_by = :claim, progress = null,
                                                lease_until = clock_timestamp() + make_interval(secs => :lease), updated_at = clock_timestamp()
                                            where j.id = (select w.id from mediafiles_ops.derivative_job w
                                                where w.kind = :kind and w.attempts < :most and %s
                                                and (w.state = 'waiting' and w.run_after <= clock_timestamp()
                                                     or w.state = 'running' and w.lease_until < clock_timestamp())
                                                order by w.regeneration_id is not null, w.run_after, w.id limit 1 for update skip locked)
                                        """;

    private static final String WITHOUT_POSTER = """
                                                 not exists (select 1 from mediafiles_ops.derivative d
                                                     where d.stored_object_id = w.stored_object_id and d.variant = 'poster')""";
    /** Characters of what a program said that are kept. */
    private static final int MAX_LOG = 4_000;
    /** The one reason that stands at a job which has not failed. */
    static final String NO_ROOM = ProblemCode.STORAGE_FULL.code();

    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;

    public DerivativeJobService() {}

    /** For tests without a container. */
    public DerivativeJobService(EntityManager em) {
        this.em = em;
    }

    /** Claims the next job of a kind that may run. */
    public Optional<ClaimedJob> claimNext(JobKind kind, Duration lease) {
        giveUpOnDeadWorkers();
        // What is made anew waits for what nobody has seen yet.
        return claim("w.regeneration_id is null", kind, null, lease)
                .or(() -> claim("w.regeneration_id is not null", kind, null, lease));
    }

    /** Claims the next clip that has no poster yet, for who makes posters while clips are re-encoded. */
    public Optional<ClaimedJob> claimNextWithoutPoster(Duration lease) {
        giveUpOnDeadWorkers();
        return claim(WITHOUT_POSTER, JobKind.CLIP, null, lease);
    }

    /** Claims this object's job of a kind where it may run. */
    public Optional<ClaimedJob> claim(UUID storedObjectId, JobKind kind, Duration lease) {
        return claim("w.stored_object_id = :object", kind, storedObjectId, lease);
    }

    private Optional<ClaimedJob> claim(String which, JobKind kind, UUID storedObjectId, Duration lease) {
        var query = em.createNativeQuery(CLAIM.formatted(which) + CLAIMED)
                .setParameter("claim", UUID.randomUUID().toString()).setParameter("kind", kind.code())
                .setParameter("lease", (double) lease.toSeconds()).setParameter("most", MAX_ATTEMPTS);
        if (storedObjectId != null) {
            query.setParameter("object", storedObjectId);
        }
        List<?> rows = query.getResultList();
        return rows.stream().map(row -> claimed((Object[]) row)).findFirst();
    }

    private static ClaimedJob claimed(Object[] row) {
        StorageKey key = new StorageKey((String) row[4]);
        return new ClaimedJob(((Number) row[0]).longValue(), JobKind.ofCode((String) row[8]), (String) row[1],
                (UUID) row[2],
                ((Number) row[3]).intValue(), key, (String) row[5],
                (Boolean) row[6] || !key.isOwn(), YearMonth.parse((String) row[7]));
    }

    /** A job that took its worker down each time is not tried for ever. */
    private void giveUpOnDeadWorkers() {
        em.createNativeQuery(
                """
                update mediafiles_ops.derivative_job
                set state = 'failed', error = 'worker-lost', progress = null, claimed_by = null, updated_at = clock_timestamp()
                where state = 'running' and lease_until < clock_timestamp() and attempts >= :most""")
                .setParameter("most", MAX_ATTEMPTS).executeUpdate();
    }

    /** Prolongs the lease. @return {@code false} where the job is another's by now */
    public boolean renew(ClaimedJob job, Duration lease) {
        return change(job, "lease_until = clock_timestamp() + make_interval(secs => :seconds)", lease, null);
    }

    /**
     * Prolongs the lease and says how far the work is.
     *
     * @param percent 0 to 100
     * @return {@code false} where the job is another's by now
     */
    public boolean progress(ClaimedJob job, int percent, Duration lease) {
        return change(job, "progress = " + Math.max(0, Math.min(100, percent))
                + ", lease_until = clock_timestamp() + make_interval(secs => :seconds)", lease, null);
    }

    /**
     * Records one of several things that a job makes, before it is done.
     *
     * @return {@code false} where the job is another's by now, and nothing was recorded
     */
    public boolean made(ClaimedJob job, DerivativeRecord made, Duration lease) {
        if (!renew(job, lease)) {
            return false;
        }
        write(made);
        return true;
    }

    /** Keeps the end of what a program said, for admins. @param log cut to what is kept; empty for nothing said */
    public void keepLog(ClaimedJob job, String log) {
        String kept = CleanText.paragraph(log);
        em.createNativeQuery("update mediafiles_ops.derivative_job set log = nullif(:log, '')"
                + " where id = :id and state = 'running' and claimed_by = :claim")
                .setParameter("log", kept.substring(Math.max(0, kept.length() - MAX_LOG)))
                .setParameter("id", job.id()).setParameter("claim", job.claim()).executeUpdate();
    }

    /** Records what was made. @return {@code false} where the job is another's by now, and nothing was recorded */
    public boolean done(ClaimedJob job, List<DerivativeRecord> made) {
        if (!change(job, "state = 'done', error = null, progress = 100, claimed_by = null, lease_until = null,"
                + " regeneration_id = null", null, null)) {
            return false;
        }
        made.forEach(this::write);
        return true;
    }

    /** Tries again after a while; an attempt that never began does not count. */
    public void postpone(ClaimedJob job, Duration wait) {
        change(job,
                "state = 'waiting', progress = null, claimed_by = null, lease_until = null, attempts = attempts - 1,"
                        + " run_after = clock_timestamp() + make_interval(secs => :seconds)",
                wait, null);
    }

    /** Tries again when there is room, as often as that takes; meanwhile the row says what it waits for. */
    public void awaitRoom(ClaimedJob job, Duration wait) {
        change(job,
                "state = 'waiting', progress = null, claimed_by = null, lease_until = null, attempts = attempts - 1,"
                        + " error = :error, run_after = clock_timestamp() + make_interval(secs => :seconds)",
                wait, NO_ROOM);
    }

    /** Tries again after a while, or gives up where it was tried often enough. @param error a code */
    public void retry(ClaimedJob job, Duration wait, String error) {
        if (job.attempts() >= MAX_ATTEMPTS) {
            fail(job, error);
        } else {
            change(job, "state = 'waiting', progress = null, claimed_by = null, lease_until = null, error = :error,"
                    + " run_after = clock_timestamp() + make_interval(secs => :seconds)", wait, error);
        }
    }

    /** Gives up. @param error a code */
    public void fail(ClaimedJob job, String error) {
        change(job, "state = 'failed', progress = null, claimed_by = null, lease_until = null, error = :error", null,
                error);
    }

    private boolean change(ClaimedJob job, String assignments, Duration seconds, String error) {
        var update = em.createNativeQuery("update mediafiles_ops.derivative_job set " + assignments
                + ", updated_at = clock_timestamp() where id = :id and state = 'running' and claimed_by = :claim")
                .setParameter("id", job.id()).setParameter("claim", job.claim());
        if (seconds != null) {
            update.setParameter("seconds", seconds.toMillis() / 1000d);
        }
        if (error != null) {
            update.setParameter("error", error);
        }
        return update.executeUpdate() == 1;
    }

    private void write(DerivativeRecord made) {
        em.createNativeQuery(
                """
                insert into mediafiles_ops.derivative
                    (stored_object_id, variant, storage_key, byte_count, sha256, mime_type, width, height)
                values (:object, :variant, :key, :bytes, :sha256, :mimeType, :width, :height)
                on conflict (stored_object_id, variant) do update set storage_key = excluded.storage_key,
                    byte_count = excluded.byte_count, sha256 = excluded.sha256, mime_type = excluded.mime_type,
                    width = excluded.width, height = excluded.height, created_at = clock_timestamp()""")
                .setParameter("object", made.storedObjectId()).setParameter("variant", made.variant().apiName())
                .setParameter("key", made.key().value()).setParameter("bytes", made.byteCount())
                .setParameter("sha256", made.sha256().hex()).setParameter("mimeType", made.mimeType())
                .setParameter("width", made.width()).setParameter("height", made.height()).executeUpdate();
    }

    public Optional<DerivativeRecord> find(UUID storedObjectId, Variant variant) {
        List<?> rows = em
                .createNativeQuery(
                        """
                        select storage_key, byte_count, sha256, mime_type, width, height from mediafiles_ops.derivative
                        where stored_object_id = :object and variant = :variant""")
                .setParameter("object", storedObjectId)
                .setParameter("variant", variant.apiName()).getResultList();
        return rows.stream().map(Object[].class::cast)
                .map(row -> new DerivativeRecord(storedObjectId, variant, new StorageKey((String) row[0]),
                        ((Number) row[1]).longValue(), new Sha256((String) row[2]), (String) row[3],
                        (Integer) row[4], (Integer) row[5]))
                .findFirst();
    }

    /**
     * Wants a derivative again, or for the first time: its row goes, the job waits. What else was made before is served until
     * it is replaced. A job that is under way is left to its worker; one that has failed is tried again only after
     * {@code pause}.
     */
    public void want(UUID storedObjectId, Variant variant, Duration pause) {
        int fresh = em
                .createNativeQuery(
                        """
                        insert into mediafiles_ops.derivative_job as j (stored_object_id, kind, state)
                        values (:object, :kind, 'waiting')
                        on conflict (stored_object_id, kind) do update set state = 'waiting', attempts = 0, error = null,
                            progress = null, run_after = clock_timestamp(), updated_at = clock_timestamp()
                        where j.state = 'done' or j.state = 'failed'
                            and j.updated_at < clock_timestamp() - make_interval(secs => :pause)""")
                .setParameter("object", storedObjectId).setParameter("kind", JobKind.of(variant).code())
                .setParameter("pause", (double) pause.toSeconds()).executeUpdate();
        if (fresh == 1) {
            em.createNativeQuery(
                    "delete from mediafiles_ops.derivative where stored_object_id = :object and variant = :variant")
                    .setParameter("object", storedObjectId).setParameter("variant", variant.apiName())
                    .executeUpdate();
        }
    }

    /** Wants what is made of an object for the first time. To be called in the transaction that records the object. */
    static void want(EntityManager em, UUID storedObjectId, String mimeType) {
        em.createNativeQuery("""
                             insert into mediafiles_ops.derivative_job (stored_object_id, kind, state)
                             values (:object, :kind, 'waiting')
                             on conflict (stored_object_id, kind) do nothing""").setParameter("object", storedObjectId)
                .setParameter("kind", JobKind.of(mimeType).code()).executeUpdate();
    }

    /** @return {@code waiting}, {@code running}, {@code done} or {@code failed}; empty where there is no job */
    public Optional<String> state(UUID storedObjectId, JobKind kind) {
        List<?> rows = em.createNativeQuery(
                "select state from mediafiles_ops.derivative_job where stored_object_id = :object and kind = :kind",
                String.class).setParameter("object", storedObjectId).setParameter("kind", kind.code())
                .getResultList();
        return rows.stream().map(String.class::cast).findFirst();
    }
}
