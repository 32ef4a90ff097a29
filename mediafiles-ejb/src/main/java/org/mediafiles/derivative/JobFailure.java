package org.mediafiles.derivative;

import java.time.Duration;
import org.jboss.logging.Logger;
import org.mediafiles.catalog.ClaimedJob;
import org.mediafiles.catalog.DerivativeJobService;
import org.mediafiles.catalog.JobKind;
import org.mediafiles.imaging.ExternalProgram;
import org.mediafiles.imaging.TimeLimit;
import org.mediafiles.problem.MediaFilesException;

/** What becomes of a job that failed: tried again at once, after a while, or never. */
final class JobFailure {
    /** After the first failure; it grows fourfold. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration PERMIT_PAUSE = Duration.ofSeconds(2);
    private static final Duration FULL_PAUSE = Duration.ofMinutes(1);
    /** Each try of a clip may last half an hour; what took too long twice takes too long. */
    private static final int TIMES_TOO_LONG = 2;
    private static final Logger LOG = Logger.getLogger(JobFailure.class);

    private JobFailure() {}

    /** Whoever ends a worker interrupts it; the row is to say so none the less. */
    static void settle(DerivativeJobService jobs, ClaimedJob job, RuntimeException why) {
        boolean interrupted = Thread.interrupted();
        try {
            if (why instanceof MediaFilesException expected) {
                settleExpected(jobs, job, expected);
            } else {
                LOG.warnf(why, "derivative job %d failed", (Object) job.id());
                jobs.retry(job, pause(job), "failed");
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void settleExpected(DerivativeJobService jobs, ClaimedJob job, MediaFilesException why) {
        if (why.getCause() instanceof TimeLimit.Exceeded) {
            LOG.warnf("derivative job %d: %s", (Object) job.id(), why.getCause().getMessage());
            if (job.kind() == JobKind.CLIP && job.attempts() >= TIMES_TOO_LONG) {
                jobs.fail(job, "time-limit");
            } else {
                jobs.retry(job, pause(job), "time-limit");
            }
            return;
        }
        if (why.getCause() instanceof ExternalProgram.EndedBySystem) {
            LOG.warnf("derivative job %d: %s", (Object) job.id(), why.getCause().getMessage());
            jobs.retry(job, pause(job), "program-ended");
            return;
        }
        switch (why.code()) {
            case NOT_READY -> jobs.postpone(job, PERMIT_PAUSE);
            case STORAGE_FULL -> {
                LOG.warnf("derivative job %d: %s", (Object) job.id(), why.code().code());
                jobs.awaitRoom(job, FULL_PAUSE);
            }
            case NOT_A_VALID_MEDIA_FILE, UNSUPPORTED_MEDIA_TYPE -> {
                LOG.warnf("derivative job %d: %s", (Object) job.id(), why.code().code());
                jobs.fail(job, why.code().code());
            }
            default -> {
                LOG.warnf(why, "derivative job %d failed", (Object) job.id());
                jobs.retry(job, pause(job), why.code().code());
            }
        }
    }

    /** 5 s, 20 s, 80 s, 320 s. */
    static Duration pause(ClaimedJob job) {
        return FIRST_PAUSE.multipliedBy(1L << 2 * (job.attempts() - 1));
    }
}
