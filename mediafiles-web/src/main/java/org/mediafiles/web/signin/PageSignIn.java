package org.mediafiles.web.signin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.config.SessionConfig;
import org.mediafiles.config.WorkGate;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.Caller;
import org.mediafiles.security.Role;
import org.mediafiles.security.SessionEnd;
import org.mediafiles.security.SignInGuard;
import org.mediafiles.security.SignInService;
import org.mediafiles.security.UserSessions;

/** Signing in and out of the pages. */
@RequestScoped
public class PageSignIn {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TOKEN_BYTES = 32;
    /** {@code 5 min} past the end the container forgets a session that nobody came back to. */
    private static final Duration TIDIED_UP_AFTER = Duration.ofMinutes(5);

    @Inject
    SignInGuard guard;
    @Inject
    SignInService signIn;
    @Inject
    UserSessions sessions;
    @Inject
    SessionConfig config;
    @Inject
    WorkGate gate;
    @Inject
    AuditTrail trail;
    @Inject
    HttpServletRequest request;

    /** What came of an attempt. */
    public enum Outcome {
        SIGNED_IN,
        /** Unknown user, wrong password or locked; a person is not told which. */
        REFUSED,
        /** Right name and password, but of an integrator, who has no pages. */
        API_ONLY
    }

    /**
     * Verifies and, where right, makes this session that person's, under a new session id.
     *
     * @throws org.mediafiles.problem.MediaFilesException {@code TOO_MANY_ATTEMPTS} with the time to wait; {@code NOT_READY}:
     *                                                    too many attempts at once, or no database
     */
    public Outcome signIn(String username, String password) {
        String name = username == null ? "" : username.strip();
        Optional<Caller> verified = guard.verify(RequestIdentifier.attempt(request, name), password);
        if (verified.isEmpty()) {
            return Outcome.REFUSED;
        }
        Caller caller = RequestIdentifier.in(verified.get(), request);
        if (caller.role() == Role.INTEGRATOR) {
            trail.recordApart(caller.actor(), AuditEntry.refused(AuditAct.SIGN_IN, ProblemCode.FORBIDDEN.code()));
            return Outcome.API_ONLY;
        }
        trail.recordApart(caller.actor(), AuditEntry.ok(AuditAct.SIGN_IN));
        begin(caller);
        Identification.of(caller).storeIn(request);
        return Outcome.SIGNED_IN;
    }

    /** A session of its own for each sign-in: whatever the browser came with, another person's too, is over. */
    private void begin(Caller caller) {
        HttpSession before = request.getSession(false);
        SignedIn.find(before).map(SignedIn::sessionId).filter(id -> gate.isOpen())
                .ifPresent(id -> sessions.end(id, SessionEnd.ENDED));
        if (before != null) {
            SignedIn.end(before);
        }
        HttpSession session = request.getSession(true);
        if (before != null) {
            request.changeSessionId();
        }
        session.setMaxInactiveInterval((int) config.idle().plus(TIDIED_UP_AFTER).toSeconds());
        UUID row = gate.isOpen() ? sessions.begin(caller, request.getHeader("User-Agent")) : null;
        new SignedIn(caller.userId(), signIn.passwordMark(caller.userId()), newToken(), row).storeIn(session);
    }

    /** Goes on after the own password was changed, under a new session id; the other sessions ended with the old one. */
    public void passwordChanged() {
        HttpSession session = request.getSession(false);
        SignedIn.find(session).ifPresent(signedIn -> {
            request.changeSessionId();
            signedIn.withMark(signIn.passwordMark(signedIn.userId())).storeIn(session);
        });
    }

    /** @return the row of the session that this request belongs to; empty for calls with credentials */
    public Optional<UUID> sessionId() {
        return SignedIn.find(request.getSession(false)).map(SignedIn::sessionId);
    }

    /** @return until the session's end where nothing is done; empty before sign-in */
    public Optional<Duration> left() {
        return PageSessions.left(request);
    }

    /** Ends the session and has the browser forget what it kept. Called by a POST alone. */
    public void signOut(HttpServletResponse response) {
        Identification identification = Identification.find(request);
        if (identification != null && identification.caller() != null) {
            trail.recordApart(identification.caller().actor(), AuditEntry.ok(AuditAct.SIGN_OUT));
        }
        HttpSession session = request.getSession(false);
        SignedIn.find(session).map(SignedIn::sessionId).filter(id -> gate.isOpen())
                .ifPresent(id -> sessions.end(id, SessionEnd.SIGNED_OUT));
        if (session != null) {
            SignedIn.end(session);
        }
        Identification.NOBODY.storeIn(request);
        response.setHeader("Clear-Site-Data", "\"cache\", \"storage\"");
    }

    /** @return the token that an upload by this session carries in {@code X-CSRF-Token}; empty before sign-in */
    public String csrfToken() {
        return SignedIn.find(request.getSession(false)).map(SignedIn::csrfToken).orElse("");
    }

    private static String newToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
