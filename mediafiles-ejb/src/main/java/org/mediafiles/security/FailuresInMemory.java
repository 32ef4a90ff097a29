package org.mediafiles.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Counts while there is no table to count in: an admin signs in to mend just that, and is guessed at all the same. */
@ApplicationScoped
class FailuresInMemory implements FailureCounts {
    /** More pairs than try while the gate is closed; the one that failed longest ago is forgotten first. */
    private static final int MOST_PAIRS = 1_000;

    private final Clock clock;
    private final Map<SignInAttempt, Count> counts = new LinkedHashMap<>();

    private record Count(int failures, int locks, Instant lockedUntil) {
        boolean locked(Instant now) {
            return lockedUntil != null && now.isBefore(lockedUntil);
        }
    }

    FailuresInMemory() {
        this(Clock.systemUTC());
    }

    FailuresInMemory(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Optional<Duration> lockedFor(SignInAttempt attempt) {
        Instant now = clock.instant();
        return Optional.ofNullable(counts.get(attempt.pair())).filter(count -> count.locked(now))
                .map(count -> Duration.between(now, count.lockedUntil));
    }

    @Override
    public synchronized Optional<Duration> failed(SignInAttempt attempt) {
        Instant now = clock.instant();
        Count before = Optional.ofNullable(counts.remove(attempt.pair())).orElse(new Count(0, 0, null));
        int failures = before.failures >= MOST ? 1 : before.failures + 1;
        if (before.locked(now) || failures < MOST) {
            put(attempt, before.locked(now) ? before : new Count(failures, before.locks, null));
            return Optional.empty();
        }
        Duration lock = FailureCounts.lock(before.locks);
        put(attempt, new Count(failures, before.locks + 1, now.plus(lock)));
        return Optional.of(lock);
    }

    @Override
    public synchronized void succeeded(SignInAttempt attempt) {
        counts.remove(attempt.pair());
    }

    private void put(SignInAttempt attempt, Count count) {
        counts.put(attempt.pair(), count);
        if (counts.size() > MOST_PAIRS) {
            counts.remove(counts.keySet().iterator().next());
        }
    }
}
