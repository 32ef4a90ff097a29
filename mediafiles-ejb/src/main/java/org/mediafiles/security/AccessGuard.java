package org.mediafiles.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.problem.MediaFilesException;

/** Asks the policy before a request is read any further, and puts a refusal on record, which the policy cannot. */
@ApplicationScoped
public class AccessGuard {
    private final AccessPolicy policy;
    private final AuditTrail audit;

    protected AccessGuard() {
        this(null, null);
    }

    @Inject
    public AccessGuard(AccessPolicy policy, AuditTrail audit) {
        this.policy = policy;
        this.audit = audit;
    }

    /**
     * @param attempted what stands on record where it is refused
     * @throws MediaFilesException {@code FORBIDDEN}
     */
    public void require(Caller caller, Act act, AuditAct attempted) {
        require(caller, act, AuditEntry.refused(attempted, ""));
    }

    /**
     * @param attempt what stands on record where it is refused, with what it is about
     * @throws MediaFilesException {@code FORBIDDEN}
     */
    public void require(Caller caller, Act act, AuditEntry attempt) {
        try {
            policy.require(caller, act);
        } catch (MediaFilesException refusal) {
            throw refused(caller, attempt, refusal);
        }
    }

    /** Puts a refused attempt on record, in a transaction of its own. @return the refusal, to be thrown */
    public MediaFilesException refused(Caller caller, AuditEntry attempt, MediaFilesException refusal) {
        refusal.putOnRecord();
        audit.recordApart(caller.actor(), attempt.details(Map.of("code", refusal.code().code())));
        return refusal;
    }
}
