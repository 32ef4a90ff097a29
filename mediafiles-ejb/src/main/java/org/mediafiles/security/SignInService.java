package org.mediafiles.security;

import jakarta.ejb.Stateless;
import java.util.Optional;

/** Verifies who signs in, against the users of the hospital's database. */
@Stateless
public class SignInService {
    /**
     * Verifies a name and a password: for pages at sign-in, for the API at every request (a verified credential is
     * remembered for at most 60 s as a keyed hash). Costs the same for an unknown user. Not on record by itself.
     *
     * @return the caller without address and request id; empty where refused
     * @throws org.mediafiles.problem.MediaFilesException {@code NOT_READY} where too many verifications are under way or
     *                                                    the database is away
     */
    public Optional<Caller> verify(String username, String password) {
        throw new IllegalStateException("to be written");
    }

    /**
     * The same person as of now: role and activity read again. For every request of a session.
     *
     * @param passwordMark {@link #passwordMark} as of sign-in; a changed password ends sessions
     * @return empty where the user may not sign in any more
     */
    public Optional<Caller> refresh(long userId, String passwordMark) {
        throw new IllegalStateException("to be written");
    }

    /** @return a mark that changes with the user's password and tells nothing of it */
    public String passwordMark(long userId) {
        throw new IllegalStateException("to be written");
    }
}
