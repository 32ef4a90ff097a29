package org.mediafiles.adoption;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.mediafiles.catalog.ClaimedStandingFile;
import org.mediafiles.catalog.StandingFileJobService;
import org.mediafiles.config.WorkGate;

/**
 * Works off the files of an adopted database in the background: one at a time, resting half as long as each took, and not
 * at all while derivatives are behind, so that new photos never wait for old ones.
 */
@ApplicationScoped
class StandingFileWorker {
    private static final Logger LOG = Logger.getLogger(StandingFileWorker.class);
    private static final int DERIVATIVES_BEHIND = 50;
    private static final Duration SHORTEST_REST = Duration.ofMillis(10);
    private static final Duration LONGEST_REST = Duration.ofSeconds(5);

    @Resource
    private ManagedExecutorService executor;
    @Inject
    private StandingFileJobService jobs;
    @Inject
    private StandingFileRunner runner;
    @Inject
    private StandingSeriesWalk series;
    @Inject
    private WorkGate gate;

    private final Semaphore slot = new Semaphore(1);
    /** Of this server: what a rollback below V10 and back lost is found again at a start, and so are untrue series. */
    private volatile boolean enlisted;

    StandingFileWorker() {}

    void wake() {
        if (!gate.isOpen() || !slot.tryAcquire()) {
            return;
        }
        try {
            executor.execute(() -> {
                try {
                    if (!enlisted) {
                        series.walk();
                        enlistAll(jobs);
                        enlisted = true;
                    }
                    drain(jobs, runner);
                } catch (RuntimeException e) {
                    LOG.warn("looking at adopted files stopped; the timer wakes it again", e);
                } finally {
                    slot.release();
                }
            });
        } catch (RejectedExecutionException e) {
            slot.release();
            LOG.debug("no thread for adopted files; the timer wakes it again", e);
        }
    }

    static void enlistAll(StandingFileJobService jobs) {
        for (Optional<UUID> last = jobs.enlistBatch(null); last.isPresent(); last = jobs.enlistBatch(last.get())) {
            rest(SHORTEST_REST.toNanos());
        }
    }

    /** @return how many files were looked at */
    static int drain(StandingFileJobService jobs, StandingFileRunner runner) {
        int count = 0;
        while (!Thread.currentThread().isInterrupted() && !jobs.areDerivativesBehind(DERIVATIVES_BEHIND)) {
            Optional<ClaimedStandingFile> file = jobs.claimNext(StandingFileRunner.LEASE);
            if (file.isEmpty()) {
                return count;
            }
            long begun = System.nanoTime();
            runner.run(file.get());
            count++;
            rest((System.nanoTime() - begun) / 2);
        }
        return count;
    }

    private static void rest(long nanos) {
        try {
            Thread.sleep(Duration.ofNanos(
                    Math.max(SHORTEST_REST.toNanos(), Math.min(LONGEST_REST.toNanos(), nanos))).toMillis());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
