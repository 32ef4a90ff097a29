package org.mediafiles.security;

import java.time.Instant;

/**
 * A name that may not try from an address for a while.
 *
 * @param username as typed, whether or not there is such a user
 * @param locks    how often in a row
 */
public record SignInLock(long id, String username, String address, int failures, int locks, Instant lastFailedAt,
        Instant lockedUntil) {}
