package org.mediafiles.security;

import java.time.Duration;
import java.util.Optional;

/**
 * How often a name was given a wrong password from an address. A name counts whether or not it is a user's; an address
 * alone never does, since a hospital's people share one.
 */
interface FailureCounts {
    /** {@code 5}: as many failures in a row as lock the pair. */
    int MOST = 5;
    /** {@code 15 min}: the first lock; each further one takes twice as long. */
    Duration FIRST_LOCK = Duration.ofMinutes(15);
    /** {@code 24 h}: the longest lock. */
    Duration LONGEST_LOCK = Duration.ofHours(24);
    /** {@code 1 day} after the last failure, or the end of the last lock, nothing is known of a pair any more. */
    Duration KEPT = Duration.ofDays(1);

    /** @return how long nobody may try yet; empty where one may */
    Optional<Duration> lockedFor(SignInAttempt attempt);

    /** Counts one more. @return how long the pair is locked, where this failure was the one too many */
    Optional<Duration> failed(SignInAttempt attempt);

    /** Forgets the pair: the right password was given. */
    void succeeded(SignInAttempt attempt);

    /** @param before how many locks there have been in a row */
    static Duration lock(int before) {
        Duration lock = FIRST_LOCK.multipliedBy(1L << Math.min(before, 10));
        return lock.compareTo(LONGEST_LOCK) < 0 ? lock : LONGEST_LOCK;
    }
}
