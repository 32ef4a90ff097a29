package org.mediafiles.security;

import java.time.Instant;

/**
 * What an admin hands over. Nobody can read it again afterwards.
 *
 * @param oneTimePassword {@code null} where the admin gave a password
 * @param expiresAt       until when it may be used; {@code null} where the admin gave a password
 */
public record IssuedPassword(PersonRecord person, String oneTimePassword, Instant expiresAt) {
    @Override
    public String toString() {
        return "IssuedPassword[" + person.id() + ']';
    }
}
