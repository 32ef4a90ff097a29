package org.mediafiles.derivative;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.mediafiles.catalog.RegenerationWalk;
import org.mediafiles.catalog.RegenerationWalk.Step;
import org.mediafiles.config.WorkGate;

/** Goes step by step through what is to be made anew, as fast as the workers make it. What it does is in rows. */
@ApplicationScoped
class RegenerationWorker {
    private static final Logger LOG = Logger.getLogger(RegenerationWorker.class);
    /** Between two steps where nothing was to be queued: others want the database too. */
    private static final Duration SHORT_REST = Duration.ofMillis(20);
    /** Until some of those that wait are made. */
    private static final Duration REST = Duration.ofMillis(500);

    @Resource
    private ManagedExecutorService executor;
    @Inject
    private RegenerationWalk walk;
    @Inject
    private WorkGate gate;

    private final Semaphore slot = new Semaphore(1);

    RegenerationWorker() {}

    void wake() {
        if (!gate.isOpen() || !slot.tryAcquire()) {
            return;
        }
        try {
            executor.execute(() -> {
                try {
                    drain(walk, gate);
                } catch (RuntimeException e) {
                    LOG.warn("the walk over what is made anew stopped; the timer wakes it again", e);
                } finally {
                    slot.release();
                }
            });
        } catch (RejectedExecutionException e) {
            slot.release();
            LOG.debug("no thread for the walk over what is made anew; the timer wakes it again", e);
        }
    }

    /** Until nothing is under way, or the gate closes. */
    static void drain(RegenerationWalk walk, WorkGate gate) {
        while (!Thread.currentThread().isInterrupted() && gate.isOpen()) {
            Step step = walk.step();
            if (step == Step.IDLE) {
                return;
            }
            rest(step == Step.ON ? SHORT_REST : REST);
        }
    }

    private static void rest(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
