package org.mediafiles.web.signin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.mediafiles.config.WorkGate;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.security.Caller;
import org.mediafiles.security.Role;
import org.mediafiles.security.SessionEnd;
import org.mediafiles.security.SessionState;
import org.mediafiles.security.SignInService;
import org.mediafiles.security.UserSessions;
import org.mediafiles.web.request.RequestPath;

/**
 * Whose session a request belongs to, and whether that goes on. The container's own time limit only tidies up: what a page
 * asks by itself would keep its sessions alive.
 */
@ApplicationScoped
public class PageSessions {
    /** The answer's header that says how many seconds the session has left where nothing is done. */
    public static final String LEFT_HEADER = "X-Session-Left";
    private static final String LEFT = PageSessions.class.getName() + ".left";
    private static final String END = PageSessions.class.getName() + ".end";

    private SignInService signIn;
    private UserSessions sessions;
    private WorkGate gate;

    protected PageSessions() {}

    @Inject
    PageSessions(SignInService signIn, UserSessions sessions, WorkGate gate) {
        this.signIn = signIn;
        this.sessions = sessions;
        this.gate = gate;
    }

    /** @return empty where there is no session, or it is over, or its person may not sign in any more, which ends it */
    Optional<Caller> find(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        Optional<SignedIn> signedIn = SignedIn.find(session);
        if (signedIn.isEmpty()) {
            return Optional.empty();
        }
        SignedIn one = signedIn.get();
        Optional<Caller> caller = signIn.refresh(one.userId(), one.passwordMark())
                .filter(known -> known.role() != Role.INTEGRATOR);
        if (caller.isEmpty()) {
            over(request, session, one, whyNot(one));
            return Optional.empty();
        }
        // While the gate is closed there may be no rows; an admin mends just that.
        return !gate.isOpen() || goesOn(request, session, one, caller.get()) ? caller : Optional.empty();
    }

    private boolean goesOn(HttpServletRequest request, HttpSession session, SignedIn one, Caller caller) {
        if (one.sessionId() == null) {
            begin(request, session, one, caller);
            return true;
        }
        SessionState state = sessions.check(one.sessionId(), SignedIn.untouched(session),
                !RequestPath.isBackground(request));
        if (!state.goesOn()) {
            over(request, session, one, state.end());
            return false;
        }
        if (!RequestPath.isBackground(request)) {
            SignedIn.storeUntouched(session, state.sinceTouch());
        }
        request.setAttribute(LEFT, state.left());
        return true;
    }

    private void begin(HttpServletRequest request, HttpSession session, SignedIn one, Caller caller) {
        UUID id = sessions.begin(RequestIdentifier.in(caller, request), request.getHeader("User-Agent"));
        one.in(id).storeIn(session);
    }

    private void over(HttpServletRequest request, HttpSession session, SignedIn one, SessionEnd why) {
        request.setAttribute(END, why);
        if (one.sessionId() != null && gate.isOpen()) {
            sessions.end(one.sessionId(), why);
        }
        SignedIn.end(session);
    }

    private SessionEnd whyNot(SignedIn one) {
        try {
            return signIn.passwordMark(one.userId()).equals(one.passwordMark())
                    ? SessionEnd.ADMIN
                    : SessionEnd.PASSWORD;
        } catch (MediaFilesException gone) {
            return SessionEnd.ADMIN;
        }
    }

    /** @return until the session's end where nothing is done; empty before sign-in and for calls with credentials */
    static Optional<Duration> left(HttpServletRequest request) {
        return Optional.ofNullable((Duration) request.getAttribute(LEFT));
    }

    /** @return why the session that this request came with is over, where it is */
    static Optional<SessionEnd> end(HttpServletRequest request) {
        SessionEnd end = (SessionEnd) request.getAttribute(END);
        if (end == null && request.getRequestedSessionId() != null && request.getSession(false) == null) {
            // Of before a restart, or tidied up meanwhile.
            return Optional.of(SessionEnd.ENDED);
        }
        return Optional.ofNullable(end);
    }
}
