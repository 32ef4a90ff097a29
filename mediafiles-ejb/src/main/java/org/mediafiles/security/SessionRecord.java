package org.mediafiles.security;

import java.time.Instant;
import java.util.UUID;

/**
 * A session that goes on, as its person sees it.
 *
 * @param address   of the last sign-in; {@code null} where unknown
 * @param userAgent what the browser calls itself; {@code null} where unknown
 */
public record SessionRecord(UUID id, Instant createdAt, Instant lastSeenAt, String address, String userAgent) {}
