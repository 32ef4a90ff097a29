package org.mediafiles.derivative;

import jakarta.annotation.PostConstruct;
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
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.mediafiles.catalog.ClaimedJob;
import org.mediafiles.catalog.DerivativeJobService;
import org.mediafiles.catalog.DerivativesWanted;
import org.mediafiles.catalog.JobKind;
import org.mediafiles.config.MediaConfig;
import org.mediafiles.config.WorkGate;

/**
 * Works off the jobs of clips in the background. Some at once may re-encode, which takes minutes; one beside them makes
 * posters, and playbacks that need no re-encoding, so that a telephone's clip never waits for another clip's re-encoding.
 */
@ApplicationScoped
class ClipWorker {
    private static final Logger LOG = Logger.getLogger(ClipWorker.class);

    @Resource
    private ManagedExecutorService managedExecutor;
    @Inject
    private DerivativeJobService jobs;
    @Inject
    private ClipJobRunner runner;
    @Inject
    private WorkGate gate;
    @Inject
    private MediaConfig config;

    private Semaphore transcodes;
    private final Semaphore quick = new Semaphore(1);

    ClipWorker() {}

    @PostConstruct
    void assemble() {
        transcodes = new Semaphore(config.transcodes());
    }

    void onWanted(@Observes(during = TransactionPhase.AFTER_SUCCESS) DerivativesWanted wanted) {
        wake();
    }

    /** Starts work where there is any and a slot is free. Asks the database nothing itself. */
    void wake() {
        if (gate.isOpen()) {
            start(managedExecutor, quick, () -> drainQuick(jobs, runner));
            start(managedExecutor, transcodes, () -> drain(jobs, runner));
        }
    }

    /** @param work says whether there may be work for another slot now */
    private void start(Executor executor, Semaphore slots, BooleanSupplier work) {
        if (!slots.tryAcquire()) {
            return;
        }
        try {
            executor.execute(() -> {
                boolean more = false;
                try {
                    more = work.getAsBoolean();
                } catch (RuntimeException e) {
                    LOG.warn("the clip worker stopped; the timer wakes it again", e);
                } finally {
                    slots.release();
                }
                if (more) {
                    wake();
                }
            });
        } catch (RejectedExecutionException e) {
            slots.release();
            LOG.debug("no thread for the clip worker; the timer wakes it again", e);
        }
    }

    /** Makes posters, and what comes with them quickly. @return whether anything was left to be re-encoded */
    static boolean drainQuick(DerivativeJobService jobs, ClipJobRunner runner) {
        boolean left = false;
        for (Optional<ClaimedJob> job = nextQuick(jobs); job.isPresent(); job = nextQuick(jobs)) {
            left |= !runner.run(job.get(), false);
        }
        return left;
    }

    /** Does all there is to do, one clip after the other. @return {@code false}: nothing is left */
    static boolean drain(DerivativeJobService jobs, ClipJobRunner runner) {
        for (Optional<ClaimedJob> job = next(jobs); job.isPresent(); job = next(jobs)) {
            runner.run(job.get(), true);
        }
        return false;
    }

    /** Whoever is interrupted claims nothing more. */
    private static Optional<ClaimedJob> nextQuick(DerivativeJobService jobs) {
        return Thread.currentThread().isInterrupted()
                ? Optional.empty()
                : jobs.claimNextWithoutPoster(ClipJobRunner.LEASE);
    }

    private static Optional<ClaimedJob> next(DerivativeJobService jobs) {
        return Thread.currentThread().isInterrupted()
                ? Optional.empty()
                : jobs.claimNext(JobKind.CLIP, ClipJobRunner.LEASE);
    }
}
