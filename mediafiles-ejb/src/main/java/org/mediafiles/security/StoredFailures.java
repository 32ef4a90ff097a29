package org.mediafiles.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mediafiles.problem.SettlesRefusals;

/** Counts in the database: they survive a restart and are the same for all servers. The time is the database's. */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
@SettlesRefusals
class StoredFailures implements FailureCounts {
    /** {@code 20,000} pairs, the locked and the newest: what a flood of invented names may make the table grow to. */
    static final int MOST_PAIRS = 20_000;

    private static final String COUNT = """
                                        insert into mediafiles_ops.sign_in_lock as l (username, address, failures, locks, last_failed_at)
                                        values (:username, :address, 1, 0, clock_timestamp())
                                        on conflict (username, address) do update
                                           set failures = case when l.failures >= :most then 1 else l.failures + 1 end,
                                               locks = l.locks + case when l.failures + 1 = :most then 1 else 0 end,
                                               locked_until = case when l.failures + 1 = :most then clock_timestamp()
                                                   + least(make_interval(secs => :longest), make_interval(secs => :first * 2 ^ least(l.locks, 10)))
                                                   end,
                                               last_failed_at = clock_timestamp()
                                         where l.failures < :most or l.locked_until is null or l.locked_until <= clock_timestamp()
                                        returning failures, cast(extract(epoch from locked_until - last_failed_at) as double precision)
                                        """;

    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;

    StoredFailures() {}

    StoredFailures(EntityManager em) {
        this.em = em;
    }

    @Override
    @Transactional(Transactional.TxType.SUPPORTS)
    public Optional<Duration> lockedFor(SignInAttempt attempt) {
        List<?> seconds = pair(em.createNativeQuery(
                """
                select cast(extract(epoch from locked_until - clock_timestamp()) as double precision)
                  from mediafiles_ops.sign_in_lock
                 where username = :username and address = :address and locked_until > clock_timestamp()
                """, Double.class), attempt).getResultList();
        return seconds.stream().map(Double.class::cast).map(StoredFailures::duration).findFirst();
    }

    @Override
    public Optional<Duration> failed(SignInAttempt attempt) {
        List<?> rows = pair(em.createNativeQuery(COUNT, Object[].class), attempt).setParameter("most", MOST)
                .setParameter("first", (double) FIRST_LOCK.toSeconds())
                .setParameter("longest", (double) LONGEST_LOCK.toSeconds()).getResultList();
        return rows.stream().map(Object[].class::cast).filter(row -> ((Number) row[0]).intValue() == MOST)
                .map(row -> duration((Double) row[1])).findFirst();
    }

    @Override
    public void succeeded(SignInAttempt attempt) {
        pair(em.createNativeQuery(
                "delete from mediafiles_ops.sign_in_lock where username = :username and address = :address"), attempt)
                .executeUpdate();
        em.createNativeQuery("""
                             insert into mediafiles_ops.user_account (user_id, last_sign_in_at)
                             select id, clock_timestamp() from public.accounts_eqmduser where username = :username
                             on conflict (user_id) do update set last_sign_in_at = excluded.last_sign_in_at
                             """).setParameter("username", attempt.username()).executeUpdate();
    }

    /** Forgets what is old, and what is too much. @return how many pairs */
    public int sweep() {
        int old = em.createNativeQuery(
                """
                delete from mediafiles_ops.sign_in_lock
                 where last_failed_at < clock_timestamp() - make_interval(secs => :kept)
                   and (locked_until is null or locked_until < clock_timestamp() - make_interval(secs => :kept))
                """)
                .setParameter("kept", (double) KEPT.toSeconds()).executeUpdate();
        return old + em.createNativeQuery(
                """
                delete from mediafiles_ops.sign_in_lock where id in (
                    select id from mediafiles_ops.sign_in_lock
                     order by coalesce(locked_until > clock_timestamp(), false) desc, last_failed_at desc offset :most)
                """)
                .setParameter("most", MOST_PAIRS).executeUpdate();
    }

    private static Query pair(Query query, SignInAttempt attempt) {
        return query.setParameter("username", attempt.shownName()).setParameter("address", attempt.shownAddress());
    }

    private static Duration duration(Double seconds) {
        return Duration.ofMillis((long) (seconds * 1000));
    }
}
