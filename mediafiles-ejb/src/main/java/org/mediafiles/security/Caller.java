package org.mediafiles.security;

import java.util.Objects;
import org.mediafiles.audit.Actor;

/**
 * Who calls, and from where. Handed to every service as its first argument, so that a service can neither forget nor
 * guess it, and a worker or a test brings its own.
 *
 * @param userId      primary key in {@code accounts_eqmduser}
 * @param username    as signed in
 * @param displayName first and last name, or the user name where there are none
 * @param role        the one role
 * @param address     the client's network address as the server saw it; {@code null} for background work
 * @param requestId   stands in the answer, the log and the audit row; {@code null} for background work
 */
public record Caller(long userId, String username, String displayName, Role role, String address, String requestId) {
    public Caller {
        Objects.requireNonNull(username, "username");
        Objects.requireNonNull(displayName, "displayName");
        Objects.requireNonNull(role, "role");
    }

    public boolean isAdmin() {
        return role == Role.ADMIN;
    }

    /** @return the same person in another request */
    public Caller in(String newAddress, String newRequestId) {
        return new Caller(userId, username, displayName, role, newAddress, newRequestId);
    }

    /** @return this caller as the audit trail knows one */
    public Actor actor() {
        return new Actor(userId, username, role.code(), address, requestId);
    }
}
