package org.mediafiles.derivative;

import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Wakes the workers: for jobs that were put off, for what a dead worker left, and after a start. */
@Singleton
public class DerivativeTimer {
    @Inject
    private DerivativeWorker worker;
    @Inject
    private ClipWorker clips;

    public DerivativeTimer() {}

    @Schedule(hour = "*", minute = "*", second = "*/5", persistent = false)
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    void tick() {
        worker.wake();
        clips.wake();
    }
}
