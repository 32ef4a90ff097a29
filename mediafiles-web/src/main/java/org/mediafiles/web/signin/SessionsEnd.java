package org.mediafiles.web.signin;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.mediafiles.config.WorkGate;
import org.mediafiles.security.SessionEnd;
import org.mediafiles.security.UserSessions;

/** Says in a session's row that the container has ended it: by its own time limit, or because the server stops. */
public class SessionsEnd implements HttpSessionListener {
    private static final Logger LOG = Logger.getLogger(SessionsEnd.class);

    @Inject
    private UserSessions sessions;
    @Inject
    private WorkGate gate;

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        HttpSession session = event.getSession();
        SignedIn.find(session).filter(signedIn -> signedIn.sessionId() != null).ifPresent(signedIn -> {
            try {
                if (gate.isOpen()) {
                    // Nothing happens where whoever ended the session has said why already.
                    sessions.end(signedIn.sessionId(), isTimedOut(session) ? SessionEnd.IDLE : SessionEnd.ENDED);
                }
            } catch (RuntimeException stopping) {
                LOG.debug("the row of a session says later that it is over", stopping);
            }
        });
    }

    private static boolean isTimedOut(HttpSession session) {
        long idle = System.currentTimeMillis() - session.getLastAccessedTime();
        return idle >= TimeUnit.SECONDS.toMillis(session.getMaxInactiveInterval());
    }
}
