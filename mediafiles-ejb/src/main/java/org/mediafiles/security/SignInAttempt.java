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
    /** {@code 64}: the width of our columns; an IPv6 address with its zone is shorter. */
    private static final int ADDRESS_LENGTH = 64;

    public SignInAttempt {
        username = username == null ? "" : username;
        address = address == null ? "" : address;
    }

    /** @return the name as it stands in rows: without control characters, cut to the column */
    public String shownName() {
        return CleanText.cut(CleanText.line(username), NAME_LENGTH);
    }

    String shownAddress() {
        return CleanText.cut(address, ADDRESS_LENGTH);
    }

    /** @return what is counted: the same for every attempt with this name from this address */
    SignInAttempt pair() {
        return new SignInAttempt(shownName(), shownAddress(), null);
    }

    Actor actor() {
        return new Actor(null, shownName(), null, address.isEmpty() ? null : shownAddress(), requestId);
    }

    @Override
    public String toString() {
        return "SignInAttempt[" + address + ']';
    }
}
