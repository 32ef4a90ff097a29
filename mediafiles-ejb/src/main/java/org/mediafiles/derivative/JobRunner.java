package org.mediafiles.derivative;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.mediafiles.catalog.ClaimedJob;
import org.mediafiles.catalog.DerivativeJobService;
import org.mediafiles.catalog.DerivativeRecord;
import org.mediafiles.imaging.DerivedPicture;
import org.mediafiles.imaging.PictureDeriver;
import org.mediafiles.imaging.TimeLimit;
import org.mediafiles.model.Sha256;
import org.mediafiles.model.StorageKey;
import org.mediafiles.model.Variant;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.storage.MediaStore;

/** Runs one claimed job: derive, put, record. Never throws for what a job may meet; the job's row says how it went. */
@ApplicationScoped
class JobRunner {
    /** {@code 5 min}: longer than any decode may take, so a job that lives is not claimed twice. */
    static final Duration LEASE = Duration.ofMinutes(5);
    /** After the first failure; it grows fourfold. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration PERMIT_PAUSE = Duration.ofSeconds(2);
    private static final Duration FULL_PAUSE = Duration.ofMinutes(1);
    private static final Logger LOG = Logger.getLogger(JobRunner.class);

    @Inject
    private DerivativeJobService jobs;
    @Inject
    private PictureDeriver deriver;
    @Inject
    private MediaStore store;

    JobRunner() {}

    JobRunner(DerivativeJobService jobs, PictureDeriver deriver, MediaStore store) {
        this.jobs = jobs;
        this.deriver = deriver;
        this.store = store;
    }

    void run(ClaimedJob job) {
        try {
            Map<Variant, DerivedPicture> pictures = deriver.derive(store.source(job.key()), job.mimeType());
            if (jobs.renew(job, LEASE)) {
                jobs.done(job, put(job, pictures));
            }
        } catch (MediaFilesException e) {
            // Whoever ends this worker interrupts it; the row is to say so none the less.
            boolean interrupted = Thread.interrupted();
            try {
                settle(job, e);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        } catch (RuntimeException e) {
            LOG.warnf(e, "derivative job %d failed", (Object) job.id());
            jobs.retry(job, pause(job), "failed");
        }
    }

    private List<DerivativeRecord> put(ClaimedJob job, Map<Variant, DerivedPicture> pictures) {
        List<DerivativeRecord> made = new ArrayList<>();
        pictures.forEach((variant, picture) -> {
            StorageKey key = job.variantKey(variant);
            store.replace(key, picture.jpeg());
            made.add(new DerivativeRecord(job.storedObjectId(), variant, key, picture.jpeg().length,
                    sha256(picture.jpeg()), "image/jpeg", picture.width(), picture.height()));
        });
        return made;
    }

    private void settle(ClaimedJob job, MediaFilesException e) {
        if (e.getCause() instanceof TimeLimit.Exceeded) {
            LOG.warnf("derivative job %d: %s", (Object) job.id(), e.getCause().getMessage());
            jobs.retry(job, pause(job), "time-limit");
        } else if (e.code() == ProblemCode.NOT_READY) {
            jobs.postpone(job, PERMIT_PAUSE);
        } else if (e.code() == ProblemCode.STORAGE_FULL) {
            LOG.warnf("derivative job %d: %s", (Object) job.id(), e.code().code());
            jobs.postpone(job, FULL_PAUSE);
        } else if (e.code() == ProblemCode.NOT_A_VALID_MEDIA_FILE || e.code() == ProblemCode.UNSUPPORTED_MEDIA_TYPE) {
            LOG.warnf("derivative job %d: %s", (Object) job.id(), e.code().code());
            jobs.fail(job, e.code().code());
        } else {
            LOG.warnf(e, "derivative job %d failed", (Object) job.id());
            jobs.retry(job, pause(job), e.code().code());
        }
    }

    /** 5 s, 20 s, 80 s, 320 s. */
    private static Duration pause(ClaimedJob job) {
        return FIRST_PAUSE.multipliedBy(1L << 2 * (job.attempts() - 1));
    }

    private static Sha256 sha256(byte[] bytes) {
        try {
            return Sha256.of(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
