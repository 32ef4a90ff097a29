package org.mediafiles.security;

/**
 * Somebody who is to sign in.
 *
 * @param firstName may be {@code null}
 * @param lastName  may be {@code null}
 * @param password  {@code null} has a one-time password made
 */
public record NewPerson(String username, String firstName, String lastName, Role role, String password) {
    @Override
    public String toString() {
        return "NewPerson[" + username + ']';
    }
}
