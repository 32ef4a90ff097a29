package org.mediafiles.security;

import java.time.Instant;

/**
 * Somebody who met a limit lately.
 *
 * @param username as on record then
 * @param kind     {@link RateKind#code()}
 * @param minutes  in how many minutes, or on how many servers within one
 * @param lastAt   when it began the last time
 * @param address  from where, that time; {@code null} where unknown
 */
public record LimitedPerson(String username, String kind, long minutes, Instant lastAt, String address) {}
