package org.mediafiles.security;

import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;
import org.mediafiles.config.WorkGate;

/** Every minute: ends sessions that nobody came back to, forgets old failures of signing in. */
@Singleton
public class SignInTimer {
    private static final Logger LOG = Logger.getLogger(SignInTimer.class);

    @Inject
    private UserSessions sessions;
    @Inject
    private StoredFailures failures;
    @Inject
    private WorkGate gate;

    public SignInTimer() {}

    @Schedule(hour = "*", minute = "*", second = "40", persistent = false)
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    void tick() {
        if (!gate.isOpen()) {
            return;
        }
        try {
            sessions.sweep();
            failures.sweep();
        } catch (RuntimeException e) {
            LOG.warn("sweeping sessions and failures of signing in failed; tried again in a minute", e);
        }
    }
}
