package org.mediafiles.derivative;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.mediafiles.catalog.ClaimedJob;
import org.mediafiles.catalog.DerivativeJobService;
import org.mediafiles.catalog.DerivativeRecord;
import org.mediafiles.model.Variant;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.storage.MediaStore;

/** Derivatives for whoever wants to see one now: there already, or made while they wait. */
@ApplicationScoped
public class Derivatives {
    /** {@code 10 s}: the contract's wait for a derivative that is not there yet. */
    public static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration RETRY_SOON = Duration.ofSeconds(2);
    /** How long a job that has failed for good is left alone before somebody's wish starts it again. */
    private static final Duration FAILED_PAUSE = Duration.ofMinutes(10);
    private static final long POLL_MILLIS = 100;
    private static final Logger LOG = Logger.getLogger(Derivatives.class);

    @Resource
    private ManagedExecutorService managedExecutor;
    @Inject
    private DerivativeJobService jobs;
    @Inject
    private JobRunner runner;
    @Inject
    private MediaStore store;

    private ExecutorService executor;
    private Duration longestWait = LONGEST_WAIT;

    public Derivatives() {}

    /** For tests without a container. */
    Derivatives(DerivativeJobService jobs, JobRunner runner, MediaStore store, ExecutorService executor,
            Duration longestWait) {
        this.jobs = jobs;
        this.runner = runner;
        this.store = store;
        this.executor = executor;
        this.longestWait = longestWait;
    }

    @PostConstruct
    void assemble() {
        executor = managedExecutor;
    }

    /**
     * @param storedObjectId a picture's
     * @param variant        {@code LARGE}, {@code MEDIUM} or {@code THUMBNAIL}
     * @return a derivative whose file is there
     * @throws MediaFilesException {@code NOT_READY} with a time to wait, where it could not be made within 10 s
     */
    public DerivativeRecord ensure(UUID storedObjectId, Variant variant) {
        return ensure(storedObjectId, variant, longestWait);
    }

    /** As {@link #ensure(UUID, Variant)}, for whoever has waited already. @param wait what is left of the 10 s */
    public DerivativeRecord ensure(UUID storedObjectId, Variant variant, Duration wait) {
        Optional<DerivativeRecord> there = findWhole(storedObjectId, variant);
        if (there.isPresent()) {
            return there.get();
        }
        long deadline = System.nanoTime() + wait.toNanos();
        if (isSettled(storedObjectId)) {
            // Perhaps it was settled just now, so the look before counts no more.
            there = findWhole(storedObjectId, variant);
            if (there.isPresent()) {
                return there.get();
            }
            jobs.want(storedObjectId, FAILED_PAUSE);
        }
        return await(storedObjectId, variant, deadline);
    }

    private boolean isSettled(UUID storedObjectId) {
        String state = jobs.state(storedObjectId).orElse("none");
        return !state.equals("waiting") && !state.equals("running");
    }

    private DerivativeRecord await(UUID storedObjectId, Variant variant, long deadline) {
        while (true) {
            jobs.claim(storedObjectId, JobRunner.LEASE).ifPresent(job -> runUntil(deadline, job));
            Optional<DerivativeRecord> there = findWhole(storedObjectId, variant);
            if (there.isPresent()) {
                return there.get();
            }
            if (jobs.state(storedObjectId).filter("failed"::equals).isPresent()) {
                throw notReady("This derivative could not be made.", FAILED_PAUSE);
            }
            if (System.nanoTime() >= deadline) {
                throw notReady("This derivative is being made.", RETRY_SOON);
            }
            pause();
        }
    }

    /** A row whose file is gone is no derivative: it is made again. */
    private Optional<DerivativeRecord> findWhole(UUID storedObjectId, Variant variant) {
        return jobs.find(storedObjectId, variant)
                .filter(found -> store.size(found.key()).orElse(-1) == found.byteCount());
    }

    /** The job goes on where the waiting ends. */
    private void runUntil(long deadline, ClaimedJob job) {
        try {
            Future<?> running = executor.submit(() -> runner.run(job));
            running.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            jobs.postpone(job, RETRY_SOON);
        } catch (TimeoutException e) {
            LOG.debugf("derivative job %d takes longer than a request waits", job.id());
        } catch (ExecutionException e) {
            LOG.warnf(e.getCause(), "derivative job %d failed", (Object) job.id());
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static MediaFilesException interrupted() {
        Thread.currentThread().interrupt();
        return notReady("The server is stopping.", RETRY_SOON);
    }

    private static MediaFilesException notReady(String detail, Duration wait) {
        return new MediaFilesException(ProblemCode.NOT_READY, detail).retryAfter(wait);
    }
}
