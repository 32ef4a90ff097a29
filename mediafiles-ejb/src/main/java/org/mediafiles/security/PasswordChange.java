package org.mediafiles.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import org.mediafiles.problem.MediaFilesException;

/**
 * A new password of one's own. Holds no transaction: judging the old password and making the new one's hash take a tenth of a
 * second each. A wrong old one counts like a failed sign-in.
 */
@ApplicationScoped
public class PasswordChange {
    private final SignInGuard guard;
    private final SignInService signIn;
    private final PasswordRules rules;
    private final PasswordVerifier passwords;
    private final OwnAccountService accounts;

    /** For the container's proxy. */
    protected PasswordChange() {
        this(null, null, null, null, null);
    }

    @Inject
    PasswordChange(SignInGuard guard, SignInService signIn, PasswordRules rules, PasswordVerifier passwords,
            OwnAccountService accounts) {
        this.guard = guard;
        this.signIn = signIn;
        this.rules = rules;
        this.passwords = passwords;
        this.accounts = accounts;
    }

    /**
     * Changes the caller's password and ends the other sessions; who had a one-time password is let in from then on.
     *
     * @param kept the session that stays; {@code null} for none
     * @throws MediaFilesException {@code INVALID_REQUEST} at {@code current} or {@code new};
     *                             {@code TOO_MANY_ATTEMPTS}; {@code PEOPLE_ARE_MANAGED_ELSEWHERE}; {@code CONFLICT}
     */
    public void change(Caller caller, String current, String password, UUID kept) {
        accounts.requireManagedHere(caller);
        // Taken first: a password that an admin gives from now on is another one.
        String mark = signIn.passwordMark(caller.userId());
        SignInAttempt attempt = new SignInAttempt(caller.username(), caller.address(), caller.requestId());
        if (guard.verify(attempt, current).filter(known -> known.userId() == caller.userId()).isEmpty()) {
            throw MediaFilesException.invalid("current", "The current password is wrong.");
        }
        PersonRecord person = accounts.get(caller).person();
        rules.require("new", password, person.username(), person.firstName(), person.lastName());
        rules.requireChange("new", current, password);
        accounts.replacePassword(caller, mark, passwords.hash(password), kept);
    }
}
