package org.mediafiles.security;

import java.time.Instant;

/**
 * Somebody who may sign in, as admins see one.
 *
 * @param role               as it counts, be it ours or an adopted one
 * @param active             whether signing in is open: neither deactivated here nor where the account comes from
 * @param demo               whether this is one of the run profile's users
 * @param mustChangePassword whether nothing but a new password is let through
 * @param lastSignInAt       {@code null} where there was none that we know of
 * @param createdAt          when the account was made, here or elsewhere
 * @param locale             the chosen language; {@code null} for none
 * @param oneTimeUntil       until when a one-time password may be used; {@code null} where there is none
 */
public record PersonRecord(long id, String username, String firstName, String lastName, String displayName, Role role,
        boolean active, boolean demo, boolean mustChangePassword, Instant lastSignInAt, Instant createdAt,
        String locale, Instant oneTimeUntil) {}
