package org.mediafiles.security;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.mediafiles.config.AccessConfig;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.UserRepository.UserRow;

/**
 * Verifies who signs in, against the users of the hospital's database. Without a transaction: a hash takes a tenth of a
 * second, which no connection should wait for.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SignInService {
    /** Widths past which nobody can be right: the column's, and Django's own limit of a password field. */
    private static final int MAX_USERNAME = 150;
    private static final int MAX_PASSWORD = 4_096;

    @Inject
    private UserRepository users;
    @Inject
    private VerifiedCredentials verified;
    @Inject
    private PasswordVerifier passwords;
    @Inject
    private AccessConfig access;

    public SignInService() {}

    SignInService(UserRepository users, VerifiedCredentials verified, PasswordVerifier passwords,
            AccessConfig access) {
        this.users = users;
        this.verified = verified;
        this.passwords = passwords;
        this.access = access;
    }

    /**
     * Verifies a name and a password: for pages at sign-in, for the API at every request (a verified credential is
     * remembered for at most 60 s as a keyed hash). Costs the same for an unknown user. Not on record by itself.
     *
     * @return the caller without address and request id; empty where refused
     * @throws org.mediafiles.problem.MediaFilesException {@code NOT_READY} where too many verifications are under way or
     *                                                    the database is away
     */
    public Optional<Caller> verify(String username, String password) {
        if (password == null || password.isEmpty() || password.length() > MAX_PASSWORD) {
            return Optional.empty();
        }
        // The row is read every time: a locked user and a changed password or role count at once.
        Optional<UserRow> known = findUser(username);
        if (known.isEmpty() || !maySignIn(known.get())) {
            passwords.refuseAtTheSameCost(password,
                    () -> fromDatabase(users::findTypicalPassword).orElse(null));
            return Optional.empty();
        }
        UserRow user = known.get();
        if (!verified.knows(user.id(), password, user.password())) {
            if (!passwords.matches(password, user.password())) {
                return Optional.empty();
            }
            verified.remember(user.id(), password, user.password());
        }
        return Optional.of(caller(user));
    }

    /**
     * As {@link #verify}, from memory alone: costs no hash.
     *
     * @return empty where the credential was not verified a moment ago, right or wrong
     */
    public Optional<Caller> recall(String username, String password) {
        if (password == null || password.isEmpty() || password.length() > MAX_PASSWORD) {
            return Optional.empty();
        }
        return findUser(username).filter(SignInService::maySignIn)
                .filter(user -> verified.knows(user.id(), password, user.password())).map(this::caller);
    }

    /**
     * The same person as of now: role and activity read again. For every request of a session.
     *
     * @param passwordMark {@link #passwordMark} as of sign-in; a changed password ends sessions
     * @return empty where the user may not sign in any more
     */
    public Optional<Caller> refresh(long userId, String passwordMark) {
        if (passwordMark == null) {
            return Optional.empty();
        }
        return fromDatabase(() -> users.findById(userId)).filter(SignInService::maySignIn)
                .filter(user -> same(passwordMark, verified.mark(user.id(), user.password()))).map(this::caller);
    }

    /**
     * @return a mark that changes with the user's password and tells nothing of it; good until the server restarts
     * @throws MediaFilesException {@code NOT_FOUND}
     */
    public String passwordMark(long userId) {
        UserRow user = fromDatabase(() -> users.findById(userId))
                .orElseThrow(() -> MediaFilesException.notFound("user"));
        return verified.mark(user.id(), user.password());
    }

    /**
     * What a page seals its drafts with, so that the next person at a ward's PC finds nothing to read.
     *
     * @return 32 bytes in Base64 that tell nothing of the password; the same until that changes, also after a restart
     * @throws MediaFilesException {@code NOT_FOUND}
     */
    public String draftKey(long userId) {
        UserRow user = fromDatabase(() -> users.findById(userId))
                .orElseThrow(() -> MediaFilesException.notFound("user"));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(user.password().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(("mediafiles draft " + userId).getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every Java SE has HmacSHA256", absent);
        }
    }

    private Optional<UserRow> findUser(String username) {
        // NUL is no character of PostgreSQL's.
        if (username == null || username.isEmpty() || username.length() > MAX_USERNAME || username.indexOf(0) >= 0) {
            return Optional.empty();
        }
        return fromDatabase(() -> users.findByUsername(username));
    }

    private static boolean maySignIn(UserRow user) {
        return user.active() && !user.shut() && DjangoPassword.isUsable(user.password());
    }

    private Caller caller(UserRow user) {
        return new Caller(user.id(), user.username(), user.displayName(), role(user), null, null, user.account());
    }

    private Role role(UserRow user) {
        String adopted = user.superuser() ? Role.ADMIN.code() : access.adoptedRole();
        String code = user.role() == null ? adopted : user.role();
        return Role.findByCode(code).orElseThrow(() -> new IllegalStateException("no such role: " + code));
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.US_ASCII),
                other.getBytes(StandardCharsets.US_ASCII));
    }

    private static <T> T fromDatabase(Supplier<T> query) {
        try {
            return query.get();
        } catch (PersistenceException away) {
            throw new MediaFilesException(ProblemCode.NOT_READY, "The database cannot be reached.", away)
                    .retryAfter(Duration.ofSeconds(5));
        }
    }
}
