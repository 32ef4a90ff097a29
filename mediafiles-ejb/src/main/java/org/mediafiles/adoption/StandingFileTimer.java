package org.mediafiles.adoption;

import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Wakes the worker for adopted files: after a start, for what was put off, and for what a dead worker left. */
@Singleton
public class StandingFileTimer {
    @Inject
    private StandingFileWorker worker;

    public StandingFileTimer() {}

    @Schedule(hour = "*", minute = "*", second = "*/5", persistent = false)
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    void tick() {
        worker.wake();
    }
}
