package org.mediafiles.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.config.RateConfig;
import org.mediafiles.problem.SettlesRefusals;

/** Who met a limit of {@link RateLimits} lately, from the trail: of every server, and from before a restart, too. */
@ApplicationScoped
@Transactional
@SettlesRefusals
public class RateLimitService {
    /** {@code 24 h}: what an admin asks about today. The trail has the rest. */
    public static final Duration LATELY = Duration.ofHours(24);
    private static final int MOST = 200;

    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;
    @Inject
    private AccessPolicy policy;
    @Inject
    private AuditTrail audit;
    @Inject
    private RateConfig rates;

    public RateLimitService() {}

    RateLimitService(EntityManager em, AccessPolicy policy, AuditTrail audit, RateConfig rates) {
        this.em = em;
        this.policy = policy;
        this.audit = audit;
        this.rates = rates;
    }

    /** @return what is configured */
    public RateConfig limits(Caller admin) {
        policy.require(admin, Act.ADMINISTER);
        return rates;
    }

    /** As {@link #lately}, for a list of its own: the look at it stands on record. */
    public List<LimitedPerson> open(Caller admin) {
        policy.require(admin, Act.ADMINISTER);
        audit.record(admin.actor(), AuditEntry.ok(AuditAct.USER_LIST).details(Map.of("list", "rate-limits")));
        return lately(admin);
    }

    /**
     * For a part of a page that stands on record itself.
     *
     * @return who met a limit within {@link #LATELY}, the latest first, at most 200
     * @throws org.mediafiles.problem.MediaFilesException {@code FORBIDDEN}
     */
    public List<LimitedPerson> lately(Caller admin) {
        policy.require(admin, Act.ADMINISTER);
        List<?> rows = em
                .createNativeQuery("""
                                   select username, details ->> 'kind', count(*), max(at),
                                          (array_agg(address order by at desc))[1]
                                     from mediafiles_ops.audit_event
                                    where act = :act and at > clock_timestamp() - make_interval(secs => :seconds)
                                    group by 1, 2 order by max(at) desc, 1, 2 limit :most
                                   """)
                .setParameter("act", AuditAct.RATE_LIMIT.code())
                .setParameter("seconds", (double) LATELY.toSeconds()).setParameter("most", MOST).getResultList();
        return rows.stream().map(Object[].class::cast).map(row -> new LimitedPerson((String) row[0], (String) row[1],
                ((Number) row[2]).longValue(), (Instant) row[3], (String) row[4])).toList();
    }
}
