package org.mediafiles.audit;

/**
 * Who stands on record. A {@code security.Caller} turns itself into one; this package knows no users.
 *
 * @param userId    {@code null} where nobody signed in
 * @param username  as signed in, or as typed where signing in failed; {@code null} for the server itself
 * @param role      {@code null} where unknown
 * @param address   {@code null} for background work
 * @param requestId {@code null} for background work
 */
public record Actor(Long userId, String username, String role, String address, String requestId) {
    public static final Actor SERVER = new Actor(null, null, null, null, null);
}
