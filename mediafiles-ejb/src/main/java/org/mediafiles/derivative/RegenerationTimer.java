package org.mediafiles.derivative;

import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Wakes the worker that walks over what is to be made anew: after a start, and where a wake-up was lost. */
@Singleton
public class RegenerationTimer {
    @Inject
    private RegenerationWorker worker;

    public RegenerationTimer() {}

    @Schedule(hour = "*", minute = "*", second = "*/5", persistent = false)
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    void tick() {
        worker.wake();
    }
}
