package org.mediafiles.web.signin;

import org.mediafiles.web.request.RequestPath;
import org.mediafiles.web.request.RequestId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.Caller;
import org.mediafiles.security.SignInAttempt;
import org.mediafiles.security.SignInGuard;

/** Finds out who makes a request: by {@code Authorization} on the API, by the session elsewhere. */
@ApplicationScoped
public class RequestIdentifier {
    /** The header in which a page's upload carries its session's token. */
    public static final String CSRF_HEADER = "X-CSRF-Token";
    static final String BASIC_CHALLENGE = "Basic realm=\"MediaFiles\", charset=\"UTF-8\"";
    // A browser answers a Basic challenge with a dialog of its own; a page whose session ended must not raise one.
    static final String SESSION_CHALLENGE = "Session realm=\"MediaFiles\"";
    private static final String UPLOADS = RequestPath.API + "/uploads";

    private PageSessions sessions;
    private SignInGuard guard;
    private AuditTrail trail;

    protected RequestIdentifier() {}

    @Inject
    RequestIdentifier(PageSessions sessions, SignInGuard guard, AuditTrail trail) {
        this.sessions = sessions;
        this.guard = guard;
        this.trail = trail;
    }

    /** Never throws for credentials that are refused; does for a database that is away. */
    Identification identify(HttpServletRequest request) {
        String path = RequestPath.of(request);
        if (RequestPath.isOpenApi(path) || RequestPath.isPageResource(path)) {
            return Identification.NOBODY;
        }
        if (!Doorstep.isConfidential(request)) {
            // Before anything is verified: a password that has come this way is not answered for.
            return Identification.refused(new MediaFilesException(ProblemCode.TLS_REQUIRED,
                    "Credentials travel by TLS alone: call this server by https."), null);
        }
        return RequestPath.isApi(path) ? identifyForApi(request, path) : identifyForPage(request);
    }

    private Identification identifyForPage(HttpServletRequest request) {
        return sessions.find(request).map(known -> in(known, request)).map(Identification::of)
                .orElse(Identification.NOBODY);
    }

    private Identification identifyForApi(HttpServletRequest request, String path) {
        String authorization = request.getHeader("Authorization");
        if (authorization != null) {
            return byAuthorization(request, authorization);
        }
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        boolean uploads = request.getMethod().equals("POST") && path.equals(UPLOADS);
        if (!reads && !uploads) {
            return unauthenticated(request, "This call needs credentials.");
        }
        Optional<Caller> caller = sessions.find(request).map(known -> in(known, request));
        if (caller.isEmpty()) {
            return unauthenticated(request, "This call needs credentials.");
        }
        if (uploads && !SignedIn.find(request.getSession(false))
                .filter(session -> session.hasToken(request.getHeader(CSRF_HEADER)))
                .isPresent()) {
            trail.recordApart(caller.get().actor(),
                    AuditEntry.refused(AuditAct.UPLOAD_RECEIVE, ProblemCode.CSRF_TOKEN_MISMATCH.code()));
            return Identification.refused(new MediaFilesException(ProblemCode.CSRF_TOKEN_MISMATCH,
                    "The header X-CSRF-Token does not hold this session's token."), null);
        }
        return Identification.of(caller.get());
    }

    private Identification byAuthorization(HttpServletRequest request, String authorization) {
        Optional<BasicCredentials> credentials = BasicCredentials.parse(authorization);
        if (credentials.isEmpty()) {
            return unauthenticated(request, "The Authorization header is not a well-formed Basic one.");
        }
        Optional<Caller> caller = guard.verifyCall(attempt(request, credentials.get().username()),
                credentials.get().password());
        if (caller.isEmpty()) {
            return unauthenticated(request, "The user name or the password is wrong.");
        }
        return Identification.of(in(caller.get(), request));
    }

    /** Puts on record that somebody opened a page that is an admin's. */
    void adminsPage(Caller caller, String path) {
        trail.recordApart(caller.actor(), AuditEntry.refused(AdminPage.actOf(path), ProblemCode.FORBIDDEN.code()));
    }

    /** Puts on record that another site's page used somebody's credentials; of what bore none there is nothing to tell. */
    void otherSite(HttpServletRequest request) {
        Identification identification = Identification.find(request);
        if (identification != null && identification.caller() != null) {
            trail.recordApart(identification.caller().actor(),
                    AuditEntry.refused(AuditAct.SIGN_IN, ProblemCode.FORBIDDEN.code())
                            .details(Map.of("code", ProblemCode.FORBIDDEN.code(), "why", "other-site")));
        }
    }

    /**
     * Lets somebody with a one-time password do nothing but set a password.
     *
     * @throws MediaFilesException {@code PASSWORD_CHANGE_REQUIRED}, on record
     */
    void requireOwnPassword(HttpServletRequest request, Caller caller) {
        if (caller.mustChangePassword()
                && !RequestPath.isPasswordChange(request.getMethod(), RequestPath.of(request))) {
            ProblemCode code = ProblemCode.PASSWORD_CHANGE_REQUIRED;
            trail.recordApart(caller.actor(), AuditEntry.refused(AuditAct.SIGN_IN, code.code()));
            throw new MediaFilesException(code,
                    "This is a one-time password: set another by PUT /account/password first.");
        }
    }

    private static Identification unauthenticated(HttpServletRequest request, String detail) {
        return Identification.refused(new MediaFilesException(ProblemCode.AUTHENTICATION_REQUIRED, detail),
                comesFromPage(request) ? SESSION_CHALLENGE : BASIC_CHALLENGE);
    }

    private static boolean comesFromPage(HttpServletRequest request) {
        return request.getHeader(CSRF_HEADER) != null || request.getHeader("X-Requested-With") != null
                || request.getRequestedSessionId() != null;
    }

    /** @return the caller with this request's address and id */
    static Caller in(Caller caller, HttpServletRequest request) {
        return caller.in(request.getRemoteAddr(), RequestId.of(request).toString());
    }

    static SignInAttempt attempt(HttpServletRequest request, String username) {
        return new SignInAttempt(username, request.getRemoteAddr(), RequestId.of(request).toString());
    }
}
