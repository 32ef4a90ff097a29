package org.mediafiles.retention;

import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;
import org.mediafiles.config.WorkGate;

/** Reconciles every minute while the gate is open. */
@Singleton
public class ReconcilerTimer {
    private static final Logger LOG = Logger.getLogger(ReconcilerTimer.class);

    @Inject
    private Reconciler reconciler;
    @Inject
    private WorkGate gate;

    public ReconcilerTimer() {}

    @Schedule(hour = "*", minute = "*", second = "30", persistent = false)
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    void tick() {
        if (!gate.isOpen()) {
            return;
        }
        try {
            reconciler.reconcile();
        } catch (RuntimeException e) {
            LOG.warn("reconciling failed; tried again in a minute", e);
        }
    }
}
