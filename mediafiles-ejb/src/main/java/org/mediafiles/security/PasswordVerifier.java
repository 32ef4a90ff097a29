package org.mediafiles.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/**
 * Pays for slow password hashes, a few at a time: a flood of sign-ins must not take the cores that show pictures. Where
 * there is nothing to verify against it pays all the same, so that time tells nobody which users exist.
 */
@ApplicationScoped
class PasswordVerifier {
    /** How long a sign-in waits for its turn before it is told to come again. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    /** How long the typical cost is taken as still typical. */
    private static final Duration TYPICAL_FOR = Duration.ofMinutes(10);

    private final Semaphore turns;
    private final Duration longestWait;
    private final Clock clock;
    private Decoy decoy;

    private record Decoy(String stored, Instant until) {}

    PasswordVerifier() {
        this(Math.max(2, Runtime.getRuntime().availableProcessors()), LONGEST_WAIT, Clock.systemUTC());
    }

    PasswordVerifier(int turns, Duration longestWait, Clock clock) {
        this.turns = new Semaphore(turns, true);
        this.longestWait = longestWait;
        this.clock = clock;
    }

    /** @throws MediaFilesException {@code NOT_READY} where too many verifications are under way */
    public boolean matches(String password, String stored) {
        takeTurn();
        try {
            return DjangoPassword.verify(password, stored);
        } finally {
            turns.release();
        }
    }

    /**
     * @return a new hash; it costs what a verification costs
     * @throws MediaFilesException {@code NOT_READY} where too many are under way
     */
    public String hash(String password) {
        takeTurn();
        try {
            return DjangoPassword.hash(password);
        } finally {
            turns.release();
        }
    }

    /**
     * Costs what {@link #matches} costs for a user who is there, and refuses.
     *
     * @param typical finds a stored password as most users have one, or {@code null}
     */
    public void refuseAtTheSameCost(String password, Supplier<String> typical) {
        matches(password, decoy(typical));
    }

    private synchronized String decoy(Supplier<String> typical) {
        Instant now = clock.instant();
        if (decoy == null || !now.isBefore(decoy.until)) {
            int iterations = DjangoPassword.iterations(typical.get()).orElse(DjangoPassword.ITERATIONS);
            // A hash of nothing that anybody could type; only its cost matters.
            decoy = new Decoy("pbkdf2_sha256$" + iterations + "$decoy$" + "A".repeat(43) + "=", now.plus(TYPICAL_FOR));
        }
        return decoy.stored;
    }

    private void takeTurn() {
        try {
            if (turns.tryAcquire(longestWait.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new MediaFilesException(ProblemCode.NOT_READY, "Too many sign-ins are under way.")
                .retryAfter(LONGEST_WAIT);
    }
}
