package org.mediafiles.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.problem.ProblemCode;

/** The one way to have a password judged: refusals are on record. */
@ApplicationScoped
public class SignInGuard {
    private final SignInService signIn;
    private final AuditTrail trail;

    protected SignInGuard() {
        this(null, null);
    }

    @Inject
    public SignInGuard(SignInService signIn, AuditTrail trail) {
        this.signIn = signIn;
        this.trail = trail;
    }

    /**
     * Verifies a name and a password: pages at sign-in, the API at every request, a change of the own password.
     *
     * @return the caller without address and request id; empty where refused, which then is on record
     * @throws org.mediafiles.problem.MediaFilesException {@code TOO_MANY_ATTEMPTS} with the time to wait, also with the right
     *                                                    password; {@code NOT_READY} where too many verifications are under
     *                                                    way or the database is away
     */
    public Optional<Caller> verify(SignInAttempt attempt, String password) {
        Optional<Caller> caller = signIn.verify(attempt.username(), password);
        if (caller.isEmpty()) {
            trail.recordApart(attempt.actor(),
                    AuditEntry.refused(AuditAct.SIGN_IN, ProblemCode.AUTHENTICATION_REQUIRED.code()));
        }
        return caller;
    }
}
