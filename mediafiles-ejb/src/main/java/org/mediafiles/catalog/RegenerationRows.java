package org.mediafiles.catalog;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.mediafiles.model.User;

/** Regenerations, and the jobs that they put back to waiting, as rows. */
final class RegenerationRows {
    /**
     * The objects from which something is derived, with the job that does it. Nothing is derived of what is only offered as
     * it stands: an adopted file of an unknown kind.
     */
    private static final String CANDIDATES = """
                                             from (select s.id, s.created_at, s.mime_type,
                                                          case when s.mime_type like 'video/%' then 'clip' else 'picture' end as kind
                                                     from mediafiles_ops.stored_object s) o
                                             left join mediafiles_ops.derivative_job j on j.stored_object_id = o.id and j.kind = o.kind
                                             """;
    /** Without a job where a rollback has taken it, or where nobody has wanted a derivative yet. */
    private static final String DERIVABLE = """
                                            (j.id is not null or o.mime_type in (:types) and not exists (
                                                select 1 from mediafiles_ops.media_file_object f
                                                  join mediafiles_ops.adopted_file a on a.media_file_id = f.media_file_id
                                                 where f.stored_object_id = o.id and a.error in (:hindrances)))
                                            """;

    private final EntityManager em;

    RegenerationRows(EntityManager em) {
        this.em = em;
    }

    /** A stored object that may have its derivatives made anew. @param jobState {@code null} where it has no job */
    record Candidate(UUID objectId, JobKind kind, String jobState, boolean isDerivable) {}

    /** What a walk has to know of its row. @param position {@code null} before the first object */
    record Walk(long id, RegenerationScope scope, UUID position, Instant createdAt) {}

    /** Whoever begins a regeneration over many waits for who does so at the same time. */
    void lock() {
        em.createNativeQuery(
                "select cast(pg_advisory_xact_lock(hashtextextended('mediafiles regeneration', 0)) as varchar)",
                String.class).getSingleResult();
    }

    /** @return the regeneration over many that is under way */
    Optional<Long> findWalking() {
        return id("where state = 'running' and scope <> 'one' order by id limit 1");
    }

    Optional<Long> findLast() {
        return id("order by id desc limit 1");
    }

    private Optional<Long> id(String which) {
        List<?> ids = em.createNativeQuery("select id from mediafiles_ops.regeneration " + which, Long.class)
                .getResultList();
        return ids.stream().map(Long.class::cast).findFirst();
    }

    /** Takes the row of the regeneration over many that is under way for this transaction, unless another server has it. */
    Optional<Walk> claim() {
        List<?> rows = em.createNativeQuery("""
                                            select id, scope, position, created_at from mediafiles_ops.regeneration
                                             where state = 'running' and scope <> 'one' order by id limit 1
                                               for update skip locked""",
                Object[].class).getResultList();
        return rows.stream().map(Object[].class::cast)
                .map(row -> new Walk(((Number) row[0]).longValue(),
                        RegenerationScope.findByCode((String) row[1]).orElseThrow(), (UUID) row[2], (Instant) row[3]))
                .findFirst();
    }

    Optional<String> lockState(long id) {
        List<?> rows = em
                .createNativeQuery("select state from mediafiles_ops.regeneration where id = :id for update",
                        String.class)
                .setParameter("id", id).getResultList();
        return rows.stream().map(String.class::cast).findFirst();
    }

    long insert(RegenerationScope scope, long userId, long total) {
        return ((Number) em
                .createNativeQuery("""
                                   insert into mediafiles_ops.regeneration (scope, state, requested_by_id, total)
                                   values (:scope, 'running', :user, :total) returning id""", Long.class)
                .setParameter("scope", scope.code()).setParameter("user", userId).setParameter("total", total)
                .getSingleResult()).longValue();
    }

    long count(RegenerationScope scope) {
        String which = switch (scope) {
            case ALL, ONE -> "true";
            case PHOTOS -> "o.kind = 'picture'";
            case CLIPS -> "o.kind = 'clip'";
            case FAILED -> "j.state = 'failed'";
        };
        return ((Number) em.createNativeQuery("select count(*) " + CANDIDATES + " where " + DERIVABLE + " and " + which)
                .setParameter("types", Derivable.TYPES).setParameter("hindrances", Derivable.HINDRANCES)
                .getSingleResult()).longValue();
    }

    /** @return the objects after that one, as they are walked over, derivable or not */
    List<Candidate> window(UUID after, Instant until, int size) {
        List<?> rows = em
                .createNativeQuery(
                        "select o.id, o.kind, j.state, " + DERIVABLE + CANDIDATES
                                + """
                                  where o.id > :after and o.created_at <= :until order by o.id limit :size""",
                        Object[].class)
                .setParameter("types", Derivable.TYPES).setParameter("hindrances", Derivable.HINDRANCES)
                .setParameter("after", after).setParameter("until", until)
                .setParameter("size", size).getResultList();
        return rows.stream().map(row -> candidate((Object[]) row)).toList();
    }

    Optional<Candidate> findOne(UUID mediaFileId) {
        List<?> rows = em
                .createNativeQuery("select o.id, o.kind, j.state, " + DERIVABLE + CANDIDATES
                        + """
                           join mediafiles_ops.media_file_object f on f.stored_object_id = o.id
                          where f.media_file_id = :file""", Object[].class)
                .setParameter("types", Derivable.TYPES).setParameter("hindrances", Derivable.HINDRANCES)
                .setParameter("file", mediaFileId).getResultList();
        return rows.stream().map(row -> candidate((Object[]) row)).findFirst();
    }

    private static Candidate candidate(Object[] row) {
        return new Candidate((UUID) row[0], JobKind.findByCode((String) row[1]).orElseThrow(), (String) row[2],
                (Boolean) row[3]);
    }

    /**
     * Puts their jobs back to waiting, for this regeneration. The reason of one that had failed stays, so that a stop knows
     * where it belongs. Jobs that wait or run already are left alone.
     *
     * @return how many wait now that did not
     */
    int queue(long id, List<Candidate> chosen) {
        int count = 0;
        for (JobKind kind : JobKind.values()) {
            List<UUID> objects = chosen.stream().filter(one -> one.kind() == kind).map(Candidate::objectId).toList();
            if (!objects.isEmpty()) {
                count += em
                        .createNativeQuery(
                                """
                                insert into mediafiles_ops.derivative_job as j
                                    (stored_object_id, kind, state, regeneration_id)
                                select o.id, :kind, 'waiting', :id from mediafiles_ops.stored_object o
                                 where o.id in (:objects)
                                on conflict (stored_object_id, kind) do update set state = 'waiting', attempts = 0,
                                    progress = null, claimed_by = null, lease_until = null, regeneration_id = :id,
                                    run_after = clock_timestamp(), updated_at = clock_timestamp()
                                where j.state in ('done', 'failed')""")
                        .setParameter("kind", kind.code())
                        .setParameter("id", id).setParameter("objects", objects).executeUpdate();
            }
        }
        return count;
    }

    /** @param matching how many of those looked at until there belong to it */
    void advance(long id, UUID position, int matching) {
        em.createNativeQuery("""
                             update mediafiles_ops.regeneration set position = :position, queued = queued + :matching,
                                 updated_at = clock_timestamp() where id = :id""").setParameter("position", position)
                .setParameter("matching", matching).setParameter("id", id).executeUpdate();
    }

    /** What is queued and not begun goes back to where it was. @return how many */
    int putBack(long id) {
        // Without any derivative it was never made, so it goes on waiting as it would have without the regeneration.
        return em
                .createNativeQuery(
                        """
                        update mediafiles_ops.derivative_job j set regeneration_id = null, updated_at = clock_timestamp(),
                            error = nullif(j.error, :noRoom),
                            state = case when j.error <> :noRoom then 'failed'
                                when exists (select 1 from mediafiles_ops.derivative d
                                    where d.stored_object_id = j.stored_object_id) then 'done'
                                else 'waiting' end
                        where j.id in (select w.id from mediafiles_ops.derivative_job w
                            where w.regeneration_id = :id and w.state = 'waiting' and w.attempts = 0
                            for update skip locked)""")
                .setParameter("id", id).setParameter("noRoom", DerivativeJobService.NO_ROOM).executeUpdate();
    }

    /** Those of one media file each have nothing to walk over: they end with their job. */
    void endOnes() {
        em.createNativeQuery("""
                             update mediafiles_ops.regeneration r set state = 'done', updated_at = clock_timestamp()
                              where r.state = 'running' and r.scope = 'one' and not exists (
                                  select 1 from mediafiles_ops.derivative_job j
                                   where j.regeneration_id = r.id and j.state in ('waiting', 'running'))""")
                .executeUpdate();
    }

    void end(long id, String state, int putBack) {
        em.createNativeQuery("""
                             update mediafiles_ops.regeneration set state = :state, queued = queued - :putBack,
                                 updated_at = clock_timestamp() where id = :id""").setParameter("state", state)
                .setParameter("putBack", putBack).setParameter("id", id).executeUpdate();
    }

    /** @return how many of its jobs wait for a worker, and how many are being made */
    long[] open(long id) {
        Object[] counts = (Object[]) em
                .createNativeQuery(
                        """
                        select count(*) filter (where state = 'waiting'), count(*) filter (where state = 'running'),
                               count(*) filter (where state = 'failed')
                          from mediafiles_ops.derivative_job where regeneration_id = :id""", Object[].class)
                .setParameter("id", id).getSingleResult();
        return new long[]{((Number) counts[0]).longValue(), ((Number) counts[1]).longValue(),
                ((Number) counts[2]).longValue()};
    }

    Optional<RegenerationRecord> find(long id) {
        List<?> rows = em
                .createNativeQuery(
                        """
                        select r.scope, r.state, r.total, r.queued, r.created_at, r.updated_at, u.username, u.first_name,
                               u.last_name
                          from mediafiles_ops.regeneration r
                          left join public.accounts_eqmduser u on u.id = r.requested_by_id where r.id = :id""",
                        Object[].class)
                .setParameter("id", id).getResultList();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Object[] row = (Object[]) rows.get(0);
        long[] jobs = open(id);
        long queued = ((Number) row[3]).longValue();
        String username = (String) row[6];
        Person person = username == null
                ? null
                : new Person(username, User.displayName(username, (String) row[7], (String) row[8]));
        return Optional.of(new RegenerationRecord(id, RegenerationScope.findByCode((String) row[0]).orElseThrow(),
                (String) row[1], person, ((Number) row[2]).longValue(), queued, jobs[0], jobs[1], jobs[2],
                Math.max(0, queued - jobs[0] - jobs[1] - jobs[2]), (Instant) row[4], (Instant) row[5]));
    }
}
