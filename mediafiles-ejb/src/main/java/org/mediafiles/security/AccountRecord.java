package org.mediafiles.security;

import java.time.Instant;

/**
 * The own account.
 *
 * @param passwordChangedAt when a password of one's own was last set here; {@code null} where never
 * @param managedHere       whether name and password are kept here; the other system's otherwise
 */
public record AccountRecord(PersonRecord person, Instant passwordChangedAt, boolean managedHere) {}
