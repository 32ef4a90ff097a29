package org.mediafiles.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.config.WorkGate;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/**
 * The one way to have a password judged. Counts failures per name and address; after the fifth in a row that pair is
 * refused without a look at the password. A pair's guesses are judged one after the other, so that many at once get no
 * further than as many in a row. Refusals are on record.
 */
@ApplicationScoped
public class SignInGuard {
    /** As long as a sign-in waits for its turn at the hashes. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final SignInService signIn;
    private final FailureCounts stored;
    private final FailureCounts inMemory;
    private final WorkGate gate;
    private final AuditTrail trail;
    private final OneAtATime<SignInAttempt> turns = new OneAtATime<>();
    private final RecordedRefusals recorded;

    protected SignInGuard() {
        this(null, null, null, null, null, Clock.systemUTC());
    }

    @Inject
    SignInGuard(SignInService signIn, StoredFailures stored, FailuresInMemory inMemory, WorkGate gate,
            AuditTrail trail) {
        this(signIn, stored, inMemory, gate, trail, Clock.systemUTC());
    }

    SignInGuard(SignInService signIn, FailureCounts stored, FailureCounts inMemory, WorkGate gate, AuditTrail trail,
            Clock clock) {
        this.signIn = signIn;
        this.stored = stored;
        this.inMemory = inMemory;
        this.gate = gate;
        this.trail = trail;
        this.recorded = new RecordedRefusals(clock);
    }

    /**
     * Verifies a name and a password that somebody has typed: at sign-in, at a change of the own password.
     *
     * @return the caller without address and request id; empty where refused, which then is on record
     * @throws MediaFilesException {@code TOO_MANY_ATTEMPTS} with the time to wait, also with the right password;
     *                             {@code NOT_READY} where too many verifications are under way or the database is away
     */
    public Optional<Caller> verify(SignInAttempt attempt, String password) {
        Optional<Caller> known = verifyCall(attempt, password);
        known.ifPresent(caller -> succeeded(attempt));
        return known;
    }

    /**
     * As {@link #verify}, for the API, at every request. A credential that was verified a moment ago forgives no failure: a
     * program that calls all the time would let somebody beside it guess for ever.
     */
    public Optional<Caller> verifyCall(SignInAttempt attempt, String password) {
        requireUnlocked(attempt);
        Optional<Caller> known = signIn.recall(attempt.username(), password);
        if (known.isPresent()) {
            return known;
        }
        return turns.run(attempt.pair(), LONGEST_WAIT, () -> judge(attempt, password))
                .orElseThrow(() -> new MediaFilesException(ProblemCode.NOT_READY, "Too many sign-ins are under way.")
                        .retryAfter(LONGEST_WAIT));
    }

    private Optional<Caller> judge(SignInAttempt attempt, String password) {
        requireUnlocked(attempt);
        Optional<Caller> known = signIn.recall(attempt.username(), password);
        if (known.isPresent()) {
            return known;
        }
        Optional<Caller> caller = signIn.verify(attempt.username(), password);
        if (caller.isPresent()) {
            succeeded(attempt);
            return caller;
        }
        Optional<Duration> lock = fromDatabase(() -> counts().failed(attempt));
        trail.recordApart(attempt.actor(),
                AuditEntry.refused(AuditAct.SIGN_IN, ProblemCode.AUTHENTICATION_REQUIRED.code()));
        lock.ifPresent(time -> trail.recordApart(attempt.actor(), AuditEntry
                .refused(AuditAct.SIGN_IN_LOCK, ProblemCode.TOO_MANY_ATTEMPTS.code())
                .details(Map.of("code", ProblemCode.TOO_MANY_ATTEMPTS.code(), "minutes", minutes(time)))));
        return Optional.empty();
    }

    private void succeeded(SignInAttempt attempt) {
        fromDatabase(() -> {
            counts().succeeded(attempt);
            return true;
        });
    }

    private void requireUnlocked(SignInAttempt attempt) {
        Optional<Duration> wait = fromDatabase(() -> counts().lockedFor(attempt));
        if (wait.isEmpty()) {
            return;
        }
        OptionalInt row = recorded.next(attempt);
        if (row.isPresent()) {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("code", ProblemCode.TOO_MANY_ATTEMPTS.code());
            if (row.getAsInt() > 0) {
                details.put("further", row.getAsInt());
            }
            trail.recordApart(attempt.actor(),
                    AuditEntry.refused(AuditAct.SIGN_IN, ProblemCode.TOO_MANY_ATTEMPTS.code()).details(details));
        }
        throw new MediaFilesException(ProblemCode.TOO_MANY_ATTEMPTS,
                "This user name was given a wrong password too often from this address.")
                .retryAfter(wait.get().plusSeconds(1));
    }

    private FailureCounts counts() {
        return gate.isOpen() ? stored : inMemory;
    }

    private static long minutes(Duration time) {
        return Math.round(time.toSeconds() / 60.0);
    }

    private static <T> T fromDatabase(Supplier<T> query) {
        try {
            return query.get();
        } catch (PersistenceException away) {
            throw new MediaFilesException(ProblemCode.NOT_READY, "The database cannot be reached.", away)
                    .retryAfter(Duration.ofSeconds(5));
        }
    }
}
