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
 * @param account     what the account says besides
 */
public record Caller(long userId, String username, String displayName, Role role, String address, String requestId,
        Account account) {
    /**
     * What stands with a person's account that matters at every request.
     *
     * @param mustChangePassword whether the door lets nothing through but a new password
     * @param locale             the language that the person chose, {@code en} or {@code pt-BR}; {@code null} for none
     */
    public record Account(boolean mustChangePassword, String locale) {
        /** Nothing to change, no language chosen. */
        public static final Account PLAIN = new Account(false, null);
    }

    public Caller {
        Objects.requireNonNull(username, "username");
        Objects.requireNonNull(displayName, "displayName");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(account, "account");
    }

    /** Somebody with a plain account. */
    public Caller(long userId, String username, String displayName, Role role, String address, String requestId) {
        this(userId, username, displayName, role, address, requestId, Account.PLAIN);
    }

    public boolean isAdmin() {
        return role == Role.ADMIN;
    }

    /** @return whether nothing but a new password is let through */
    public boolean mustChangePassword() {
        return account.mustChangePassword();
    }

    /** @return the same person in another request */
    public Caller in(String newAddress, String newRequestId) {
        return new Caller(userId, username, displayName, role, newAddress, newRequestId, account);
    }

    /** @return this caller as the audit trail knows one */
    public Actor actor() {
        return new Actor(userId, username, role.code(), address, requestId);
    }
}
