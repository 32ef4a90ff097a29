package org.mediafiles.security;

import org.mediafiles.audit.Actor;
import org.mediafiles.model.CleanText;

/**
 * Somebody says who they are. Failures are counted by name and address together.
 *
 * @param username  as typed, whether or not there is such a user
 * @param address   the client's, as {@link Caller#address()}
 * @param requestId as {@link Caller#requestId()}
 */
public record SignInAttempt(String username, String address, String requestId) {
    /** {@code 150}: the width of Django's user names and of our columns. */
    private static final int NAME_LENGTH = 150;

    public SignInAttempt {
        username = username == null ? "" : username;
        address = address == null ? "" : address;
    }

    /** @return the name as it stands in rows: without control characters, cut to the column */
    public String shownName() {
        return CleanText.cut(username.replaceAll("\\p{Cntrl}", "\uFFFD"), NAME_LENGTH);
    }

    Actor actor() {
        return new Actor(null, shownName(), null, address.isEmpty() ? null : address, requestId);
    }

    @Override
    public String toString() {
        return "SignInAttempt[" + address + ']';
    }
}
