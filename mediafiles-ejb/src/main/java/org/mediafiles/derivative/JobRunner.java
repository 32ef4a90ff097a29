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
import org.mediafiles.model.Sha256;
import org.mediafiles.model.StorageKey;
import org.mediafiles.model.Variant;
import org.mediafiles.storage.MediaStore;

/** Runs one claimed job of a picture: derive, put, record. Never throws for what a job may meet; the job's row says how it went. */
@ApplicationScoped
class JobRunner {
    /** {@code 5 min}: longer than any decode may take, so a job that lives is not claimed twice. */
    static final Duration LEASE = Duration.ofMinutes(5);

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
            if (store.size(job.key()).isEmpty()) {
                LOG.errorf("derivative job %d: the store has no %s", (Object) job.id(), job.key());
                jobs.retry(job, JobFailure.pause(job), "file-missing");
                return;
            }
            Map<Variant, DerivedPicture> pictures = deriver.derive(store.source(job.key()), job.mimeType());
            if (jobs.renew(job, LEASE)) {
                jobs.done(job, put(job, pictures));
            }
        } catch (RuntimeException e) {
            JobFailure.settle(jobs, job, e);
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

    static Sha256 sha256(byte[] bytes) {
        try {
            return Sha256.of(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
