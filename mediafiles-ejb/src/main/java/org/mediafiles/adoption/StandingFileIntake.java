package org.mediafiles.adoption;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.mediafiles.catalog.ClaimedStandingFile;
import org.mediafiles.catalog.StandingFileJobService;
import org.mediafiles.catalog.StandingMedia;

/** Looks at a file that somebody wants to see before its turn: the same work under the same claim. */
@ApplicationScoped
class StandingFileIntake implements StandingMedia {
    private static final Set<String> SETTLED = Set.of("done", "missing", "failed");
    private static final long POLL_MILLIS = 100;
    private static final Logger LOG = Logger.getLogger(StandingFileIntake.class);

    @Resource
    private ManagedExecutorService managedExecutor;
    private StandingFileJobService jobs;
    private StandingFileRunner runner;

    protected StandingFileIntake() {}

    @Inject
    StandingFileIntake(StandingFileJobService jobs, StandingFileRunner runner) {
        this.jobs = jobs;
        this.runner = runner;
    }

    @Override
    public void takeIn(UUID mediaFileId, Duration wait) {
        takeIn(mediaFileId, wait, managedExecutor);
    }

    void takeIn(UUID mediaFileId, Duration wait, ExecutorService executor) {
        long deadline = System.nanoTime() + wait.toNanos();
        jobs.enlist(mediaFileId);
        while (true) {
            Optional<ClaimedStandingFile> file = jobs.claim(mediaFileId, StandingFileRunner.LEASE);
            if (file.isPresent()) {
                runUntil(deadline, file.get(), executor);
            }
            if (jobs.state(mediaFileId).map(SETTLED::contains).orElse(true) || System.nanoTime() >= deadline
                    || !pause()) {
                return;
            }
        }
    }

    /** The work goes on where the waiting ends. */
    private void runUntil(long deadline, ClaimedStandingFile file, ExecutorService executor) {
        try {
            Future<?> running = executor.submit(() -> runner.run(file));
            running.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            jobs.postpone(file, Duration.ofSeconds(2));
        } catch (TimeoutException e) {
            LOG.debugf("standing file %s takes longer than a request waits", file.mediaFileId());
        } catch (ExecutionException e) {
            LOG.warnf(e.getCause(), "standing file %s failed", file.mediaFileId());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return {@code false} where the server is stopping */
    private static boolean pause() {
        try {
            Thread.sleep(POLL_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
