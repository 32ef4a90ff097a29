package org.mediafiles.web.signin;

import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * What a session of the pages holds of its person: enough to read who it is again at every request, and the token that its
 * uploads carry.
 *
 * @param passwordMark changes with the password, which ends the session
 * @param csrfToken    random, one per session
 */
record SignedIn(long userId, String passwordMark, String csrfToken) implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String ATTRIBUTE = SignedIn.class.getName();

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
