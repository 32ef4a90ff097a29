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
import org.mediafiles.catalog.JobKind;
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

    @Inject
    private ClipWorker clips;

    private ExecutorService executor;
    private Runnable wakeClips;
    private Duration longestWait = LONGEST_WAIT;

    public Derivatives() {}

    /** For tests without a container. */
    Derivatives(DerivativeJobService jobs, JobRunner runner, MediaStore store, ExecutorService executor,
            Duration longestWait, Runnable wakeClips) {
        this.jobs = jobs;
        this.runner = runner;
        this.store = store;
        this.executor = executor;
        this.longestWait = longestWait;
        this.wakeClips = wakeClips;
    }

    @PostConstruct
    void assemble() {
        executor = managedExecutor;
        wakeClips = clips::wake;
    }

    /**
     * @param storedObjectId a picture's or a clip's
     * @param variant        one that this kind has
     * @return a derivative whose file is there
     * @throws MediaFilesException {@code NOT_READY} with a time to wait, where it could not be made within 10 s; a
     *                             playback is not waited for
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
        long deadline = System.nanoTime() + (variant == Variant.PLAYBACK ? 0 : wait.toNanos());
        JobKind kind = JobKind.of(variant);
        if (isSettled(storedObjectId, kind)) {
            // Perhaps it was settled just now, so the look before counts no more.
            there = findWhole(storedObjectId, variant);
            if (there.isPresent()) {
                return there.get();
            }
            jobs.want(storedObjectId, variant, FAILED_PAUSE);
        }
        return kind == JobKind.CLIP
                ? awaitClip(storedObjectId, variant, deadline)
                : await(storedObjectId, variant, deadline);
    }

    private boolean isSettled(UUID storedObjectId, JobKind kind) {
        String state = jobs.state(storedObjectId, kind).orElse("none");
        return !state.equals("waiting") && !state.equals("running");
    }

    private DerivativeRecord await(UUID storedObjectId, Variant variant, long deadline) {
        while (true) {
            jobs.claim(storedObjectId, JobKind.PICTURE, JobRunner.LEASE).ifPresent(job -> runUntil(deadline, job));
            Optional<DerivativeRecord> there = look(storedObjectId, variant, deadline);
            if (there.isPresent()) {
                return there.get();
            }
        }
    }

    /** Clips are made by their workers alone, so that no more are made at once than the machine can bear. */
    private DerivativeRecord awaitClip(UUID storedObjectId, Variant variant, long deadline) {
        wakeClips.run();
        while (true) {
            Optional<DerivativeRecord> there = look(storedObjectId, variant, deadline);
            if (there.isPresent()) {
                return there.get();
            }
        }
    }

    /** @return empty where it is worth while to look again, after a pause */
    private Optional<DerivativeRecord> look(UUID storedObjectId, Variant variant, long deadline) {
        Optional<DerivativeRecord> there = findWhole(storedObjectId, variant);
        if (there.isPresent()) {
            return there;
        }
        if (jobs.state(storedObjectId, JobKind.of(variant)).filter("failed"::equals).isPresent()) {
            throw notReady("This derivative could not be made.", FAILED_PAUSE);
        }
        if (System.nanoTime() >= deadline) {
            throw notReady("This derivative is being made.", RETRY_SOON);
        }
        pause();
        return Optional.empty();
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
