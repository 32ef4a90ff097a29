package org.mediafiles.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.SettlesRefusals;

/** The admin's view on who may not try to sign in for a while, and an earlier end of that. */
@ApplicationScoped
@Transactional
@SettlesRefusals
public class SignInLockService {
    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;
    @Inject
    private AccessPolicy policy;
    @Inject
    private AuditTrail trail;

    public SignInLockService() {}

    SignInLockService(EntityManager em, AccessPolicy policy, AuditTrail trail) {
        this.em = em;
        this.policy = policy;
        this.trail = trail;
    }

    /**
     * What is locked now, the newest pair first; on record as a look.
     *
     * @param before rows with smaller ids alone
     * @throws MediaFilesException {@code FORBIDDEN}
     */
    public List<SignInLock> list(Caller admin, long before, int limit) {
        new AccessGuard(policy, trail).require(admin, Act.ADMINISTER, AuditAct.USER_LIST);
        trail.recordUnlessRecent(admin.actor(), AuditEntry.ok(AuditAct.USER_LIST).details(Map.of("what", "locks")));
        List<?> rows = em.createNativeQuery(
                """
                select id, username, address, failures, locks, last_failed_at, locked_until
                  from mediafiles_ops.sign_in_lock where locked_until > clock_timestamp() and id < :before
                 order by id desc limit :limit
                """,
                Object[].class).setParameter("before", before).setParameter("limit", limit).getResultList();
        return rows.stream().map(Object[].class::cast).map(SignInLockService::lock).toList();
    }

    /**
     * Lets a pair try again at once.
     *
     * @throws MediaFilesException {@code FORBIDDEN}; {@code NOT_FOUND} where nothing is locked under that id
     */
    public void end(Caller admin, long id) {
        new AccessGuard(policy, trail).require(admin, Act.ADMINISTER, AuditAct.SIGN_IN_UNLOCK);
        List<?> rows = em.createNativeQuery(
                """
                delete from mediafiles_ops.sign_in_lock where id = :id and locked_until > clock_timestamp()
                returning id, username, address, failures, locks, last_failed_at, locked_until
                """,
                Object[].class).setParameter("id", id).getResultList();
        if (rows.isEmpty()) {
            MediaFilesException refusal = MediaFilesException.notFound("locked sign-in");
            throw refusal.afterwards(() -> trail.recordApart(admin.actor(),
                    AuditEntry.refused(AuditAct.SIGN_IN_UNLOCK, refusal.code().code())));
        }
        SignInLock lock = lock((Object[]) rows.get(0));
        Map<String, Object> before = new LinkedHashMap<>();
        before.put("username", lock.username());
        before.put("address", lock.address());
        before.put("lockedUntil", lock.lockedUntil().toString());
        trail.record(admin.actor(), AuditEntry.ok(AuditAct.SIGN_IN_UNLOCK).change(before, Map.of()));
    }

    private static SignInLock lock(Object[] row) {
        return new SignInLock(((Number) row[0]).longValue(), (String) row[1], (String) row[2],
                ((Number) row[3]).intValue(), ((Number) row[4]).intValue(), (Instant) row[5], (Instant) row[6]);
    }
}
