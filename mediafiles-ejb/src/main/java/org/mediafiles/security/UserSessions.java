package org.mediafiles.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.mediafiles.audit.Actor;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.config.SessionConfig;
import org.mediafiles.model.CleanText;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.SettlesRefusals;

/**
 * The pages' sessions as rows: whether one goes on, whose they are, and why one is over. The time is the database's. A row
 * is written at most once a minute, whatever its person does.
 */
@ApplicationScoped
@Transactional
@SettlesRefusals
public class UserSessions {
    /** {@code 1 min}: how often a row says that its person is there. */
    static final Duration TOUCH = Duration.ofMinutes(1);
    /** {@code 90 d}: how long a row of a session that is over is kept. */
    private static final Duration KEPT = Duration.ofDays(90);
    private static final int AGENT_LENGTH = 255;
    private static final int ADDRESS_LENGTH = 64;
    private static final String NAMED = """
                                        , ended as (update mediafiles_ops.user_session s set ended_at = clock_timestamp(), end_reason = due.reason
                                              from due where due.id = s.id and s.ended_at is null returning s.id, s.user_id, s.end_reason)
                                        select e.id, e.user_id, e.end_reason, u.username, r.role from ended e
                                          left join public.accounts_eqmduser u on u.id = e.user_id
                                          left join mediafiles_ops.user_role r on r.user_id = e.user_id
                                        """;

    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;
    @Inject
    private AuditTrail trail;
    @Inject
    private SessionConfig config;

    public UserSessions() {}

    UserSessions(EntityManager em, AuditTrail trail, SessionConfig config) {
        this.em = em;
        this.trail = trail;
        this.config = config;
    }

    /** @return the id of a new session of the caller's */
    public UUID begin(Caller caller, String userAgent) {
        UUID id = UUID.randomUUID();
        em.createNativeQuery(
                """
                insert into mediafiles_ops.user_session (id, user_id, created_at, last_seen_at, address, user_agent)
                values (:id, :user, clock_timestamp(), clock_timestamp(), nullif(:address, ''), nullif(:agent, ''))
                """).setParameter("id", id).setParameter("user", caller.userId())
                .setParameter("address", cut(caller.address(), ADDRESS_LENGTH))
                .setParameter("agent", cut(userAgent, AGENT_LENGTH)).executeUpdate();
        return id;
    }

    /**
     * Whether a session goes on; it ends here where its time is over.
     *
     * @param untouched how long after the row's last touch its person did something; less than a minute
     * @param act       whether its person does something now, not a page by itself
     */
    public SessionState check(UUID id, Duration untouched, boolean act) {
        List<?> rows = em.createNativeQuery(
                """
                select cast(extract(epoch from clock_timestamp() - last_seen_at) as double precision),
                       cast(extract(epoch from clock_timestamp() - created_at) as double precision),
                       end_reason, ended_at is not null
                  from mediafiles_ops.user_session where id = :id
                """, Object[].class).setParameter("id", id).getResultList();
        if (rows.isEmpty()) {
            return SessionState.over(SessionEnd.ENDED);
        }
        Object[] row = (Object[]) rows.get(0);
        if ((Boolean) row[3]) {
            return SessionState.over(SessionEnd.of((String) row[2]));
        }
        Duration sinceTouch = duration(row[0]);
        Duration age = duration(row[1]);
        Duration idle = sinceTouch.minus(untouched);
        if (age.compareTo(config.absolute()) >= 0 || idle.compareTo(config.idle()) >= 0) {
            SessionEnd end = age.compareTo(config.absolute()) >= 0 ? SessionEnd.EXPIRED : SessionEnd.IDLE;
            end(id, end);
            return SessionState.over(end);
        }
        Duration untilAbsolute = config.absolute().minus(age);
        if (!act) {
            return new SessionState(null, least(config.idle().minus(idle), untilAbsolute), sinceTouch);
        }
        if (sinceTouch.compareTo(TOUCH) >= 0) {
            em.createNativeQuery("update mediafiles_ops.user_session set last_seen_at = clock_timestamp()"
                    + " where id = :id and ended_at is null").setParameter("id", id).executeUpdate();
            sinceTouch = Duration.ZERO;
        }
        return new SessionState(null, least(config.idle(), untilAbsolute), sinceTouch);
    }

    /** Ends a session that goes on. Signing out is on record as such, everything else as the end of a session. */
    public void end(UUID id, SessionEnd why) {
        record(em.createNativeQuery("with due as (select cast(:id as uuid) as id, cast(:reason as varchar) as reason)"
                + NAMED, Object[].class).setParameter("id", id).setParameter("reason", why.code()));
    }

    /** @return the caller's sessions that go on, the one last used first */
    public List<SessionRecord> own(Caller caller) {
        List<?> rows = em.createNativeQuery(
                """
                select id, created_at, last_seen_at, address, user_agent from mediafiles_ops.user_session
                 where user_id = :user and ended_at is null and last_seen_at > clock_timestamp() - make_interval(secs => :idle)
                   and created_at > clock_timestamp() - make_interval(secs => :absolute)
                 order by last_seen_at desc, id limit 200
                """,
                Object[].class).setParameter("user", caller.userId())
                .setParameter("idle", (double) config.idle().plus(TOUCH).toSeconds())
                .setParameter("absolute", (double) config.absolute().toSeconds()).getResultList();
        return rows.stream().map(Object[].class::cast).map(row -> new SessionRecord((UUID) row[0], (Instant) row[1],
                (Instant) row[2], (String) row[3], (String) row[4])).toList();
    }

    /**
     * Ends one of the caller's own sessions.
     *
     * @throws MediaFilesException {@code NOT_FOUND} where it is over, or another person's
     */
    public void endOwn(Caller caller, UUID id) {
        int ended = em.createNativeQuery("update mediafiles_ops.user_session set ended_at = clock_timestamp(),"
                + " end_reason = 'ended' where id = :id and user_id = :user and ended_at is null")
                .setParameter("id", id).setParameter("user", caller.userId()).executeUpdate();
        if (ended == 0) {
            MediaFilesException refusal = MediaFilesException.notFound("session");
            throw refusal.afterwards(() -> trail.recordApart(caller.actor(),
                    AuditEntry.refused(AuditAct.SESSION_END, refusal.code().code())));
        }
        trail.record(caller.actor(), AuditEntry.ok(AuditAct.SESSION_END)
                .details(Map.of("reason", SessionEnd.ENDED.code(), "session", id.toString())));
    }

    /** Ends what nobody came back to, and forgets what has long been over. @return how many were ended */
    public int sweep() {
        int ended = record(em.createNativeQuery(
                """
                with due as (select id, case when created_at < clock_timestamp() - make_interval(secs => :absolute)
                                             then 'expired' else 'idle' end as reason
                               from mediafiles_ops.user_session
                              where ended_at is null
                                and (last_seen_at < clock_timestamp() - make_interval(secs => :idle)
                                     or created_at < clock_timestamp() - make_interval(secs => :absolute))
                              limit 1000)
                """ + NAMED, Object[].class)
                .setParameter("idle", (double) config.idle().plus(TOUCH).toSeconds())
                .setParameter("absolute", (double) config.absolute().toSeconds()));
        em.createNativeQuery("delete from mediafiles_ops.user_session where ended_at is not null"
                + " and last_seen_at < clock_timestamp() - make_interval(secs => :kept)")
                .setParameter("kept", (double) KEPT.toSeconds()).executeUpdate();
        return ended;
    }

    private int record(Query query) {
        List<?> rows = query.getResultList();
        for (Object each : rows) {
            Object[] row = (Object[]) each;
            String reason = (String) row[2];
            if (!reason.equals(SessionEnd.SIGNED_OUT.code())) {
                trail.record(new Actor(((Number) row[1]).longValue(), (String) row[3], (String) row[4], null, null),
                        AuditEntry.ok(AuditAct.SESSION_END)
                                .details(Map.of("reason", reason, "session", row[0].toString())));
            }
        }
        return rows.size();
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration duration(Object seconds) {
        return Duration.ofMillis((long) ((Double) seconds * 1000));
    }

    private static String cut(String text, int length) {
        return Optional.ofNullable(text).map(CleanText::line).map(line -> CleanText.cut(line, length)).orElse("");
    }
}
