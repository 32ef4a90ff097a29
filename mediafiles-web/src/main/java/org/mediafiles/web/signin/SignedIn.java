package org.mediafiles.web.signin;

import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * What a session of the pages holds of its person: enough to read who it is again at every request, and the token that its
 * uploads carry.
 *
 * @param passwordMark changes with the password, which ends the session
 * @param csrfToken    random, one per session
 * @param sessionId    of the session's row; {@code null} where there were no rows when it began
 */
record SignedIn(long userId, String passwordMark, String csrfToken, UUID sessionId) implements Serializable {
    private static final long serialVersionUID = 2L;
    private static final String ATTRIBUTE = SignedIn.class.getName();
    private static final String UNTOUCHED = ATTRIBUTE + ".untouched";

    static Optional<SignedIn> find(HttpSession session) {
        if (session == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable((SignedIn) session.getAttribute(ATTRIBUTE));
        } catch (IllegalStateException ended) {
            // By a sign-out in another request, since this one has found it.
            return Optional.empty();
        }
    }

    void storeIn(HttpSession session) {
        session.setAttribute(ATTRIBUTE, this);
    }

    SignedIn in(UUID row) {
        return new SignedIn(userId, passwordMark, csrfToken, row);
    }

    SignedIn withMark(String mark) {
        return new SignedIn(userId, mark, csrfToken, sessionId);
    }

    /** @return how long after the last touch of the session's row its person did something */
    static Duration untouched(HttpSession session) {
        try {
            return session.getAttribute(UNTOUCHED) instanceof Duration untouched ? untouched : Duration.ZERO;
        } catch (IllegalStateException ended) {
            return Duration.ZERO;
        }
    }

    static void storeUntouched(HttpSession session, Duration untouched) {
        try {
            session.setAttribute(UNTOUCHED, untouched);
        } catch (IllegalStateException ended) {
            // Then it does not matter any more.
        }
    }

    /** Ends the session, whoever else does at the same time. */
    static void end(HttpSession session) {
        try {
            session.invalidate();
        } catch (IllegalStateException ended) {
            // As wanted.
        }
    }

    boolean hasToken(String token) {
        return token != null && MessageDigest.isEqual(csrfToken.getBytes(StandardCharsets.UTF_8),
                token.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "SignedIn[" + userId + ']';
    }
}
