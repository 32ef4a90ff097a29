package org.mediafiles.web.signin;

import org.mediafiles.web.request.RequestId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.mediafiles.audit.Actor;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.Caller;
import org.mediafiles.security.Role;
import org.mediafiles.security.SignInService;

/** Signing in and out of the pages. */
@RequestScoped
public class PageSignIn {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TOKEN_BYTES = 32;
    private static final int LONGEST_PASSWORD = 4096;

    @Inject
    SignInService signIn;
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
     * @throws org.mediafiles.problem.MediaFilesException {@code NOT_READY}: too many attempts at once, or no database
     */
    public Outcome signIn(String username, String password) {
        String name = username == null ? "" : username.strip();
        String secret = password == null ? "" : password;
        Optional<Caller> verified = name.isEmpty() || secret.length() > LONGEST_PASSWORD
                ? Optional.empty()
                : signIn.verify(name, secret);
        if (verified.isEmpty()) {
            trail.recordApart(new Actor(null, RequestIdentifier.cut(name), null, request.getRemoteAddr(),
                    RequestId.of(request).toString()),
                    AuditEntry.refused(AuditAct.SIGN_IN, ProblemCode.AUTHENTICATION_REQUIRED.code()));
            return Outcome.REFUSED;
        }
        Caller caller = RequestIdentifier.in(verified.get(), request);
        if (caller.role() == Role.INTEGRATOR) {
            trail.recordApart(caller.actor(), AuditEntry.refused(AuditAct.SIGN_IN, ProblemCode.FORBIDDEN.code()));
            return Outcome.API_ONLY;
        }
        trail.recordApart(caller.actor(), AuditEntry.ok(AuditAct.SIGN_IN));
        HttpSession session = request.getSession(true);
        request.changeSessionId();
        new SignedIn(caller.userId(), signIn.passwordMark(caller.userId()), newToken()).storeIn(session);
        Identification.of(caller).storeIn(request);
        return Outcome.SIGNED_IN;
    }

    /** Ends the session and has the browser forget what it kept. Called by a POST alone. */
    public void signOut(HttpServletResponse response) {
        Identification identification = Identification.find(request);
        if (identification != null && identification.caller() != null) {
            trail.recordApart(identification.caller().actor(), AuditEntry.ok(AuditAct.SIGN_OUT));
        }
        HttpSession session = request.getSession(false);
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
