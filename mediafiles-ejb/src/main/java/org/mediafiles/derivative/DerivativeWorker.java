package org.mediafiles.derivative;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.mediafiles.catalog.ClaimedJob;
import org.mediafiles.catalog.DerivativeJobService;
import org.mediafiles.catalog.DerivativesWanted;
import org.mediafiles.catalog.JobKind;
import org.mediafiles.config.WorkGate;

/**
 * Works off the jobs in the background, one by one, until none may run. Woken after each publication and by the timer; a
 * wake-up that is lost costs a few seconds, never a job.
 */
@ApplicationScoped
class DerivativeWorker {
    private static final Logger LOG = Logger.getLogger(DerivativeWorker.class);

    @Resource
    private ManagedExecutorService managedExecutor;
    @Inject
    private DerivativeJobService jobs;
    @Inject
    private JobRunner runner;
    @Inject
    private WorkGate gate;

    /** One at a time leaves the other cores to whoever waits for a page. */
    private final Semaphore slots = new Semaphore(
            Math.max(1, Math.min(2, Runtime.getRuntime().availableProcessors() / 2)));

    DerivativeWorker() {}

    void onWanted(@Observes(during = TransactionPhase.AFTER_SUCCESS) DerivativesWanted wanted) {
        wake();
    }

    void wake() {
        if (gate.isOpen()) {
            wake(managedExecutor);
        }
    }

    private void wake(Executor executor) {
        if (!slots.tryAcquire()) {
            return;
        }
        try {
            executor.execute(() -> {
                try {
                    drain(jobs, runner);
                } catch (RuntimeException e) {
                    LOG.warn("the derivative worker stopped; the timer wakes it again", e);
                } finally {
                    slots.release();
                }
            });
        } catch (RejectedExecutionException e) {
            slots.release();
            LOG.debug("no thread for the derivative worker; the timer wakes it again", e);
        }
    }

    /** @return how many jobs were run */
    static int drain(DerivativeJobService jobs, JobRunner runner) {
        int count = 0;
        for (Optional<ClaimedJob> job = jobs.claimNext(JobKind.PICTURE, JobRunner.LEASE); job
                .isPresent(); job = next(jobs)) {
            runner.run(job.get());
            count++;
        }
        return count;
    }

    /** Whoever is interrupted claims nothing more. */
    private static Optional<ClaimedJob> next(DerivativeJobService jobs) {
        return Thread.currentThread().isInterrupted()
                ? Optional.empty()
                : jobs.claimNext(JobKind.PICTURE, JobRunner.LEASE);
    }
}
