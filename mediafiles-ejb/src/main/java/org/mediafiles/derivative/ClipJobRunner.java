package org.mediafiles.derivative;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.mediafiles.catalog.ClaimedJob;
import org.mediafiles.catalog.DerivativeJobService;
import org.mediafiles.catalog.DerivativeRecord;
import org.mediafiles.config.MediaConfig;
import org.mediafiles.imaging.DerivedPicture;
import org.mediafiles.imaging.ExternalProgram;
import org.mediafiles.imaging.PictureFailure;
import org.mediafiles.imaging.TimeLimit;
import org.mediafiles.imaging.clip.ClipDeriver;
import org.mediafiles.imaging.clip.ClipFacts;
import org.mediafiles.imaging.clip.ClipFailure;
import org.mediafiles.model.ByteSource;
import org.mediafiles.model.StorageKey;
import org.mediafiles.model.Variant;
import org.mediafiles.storage.MediaStore;
import org.mediafiles.storage.Spooled;

/**
 * Runs one claimed job of a clip: the poster, put and recorded; then the playback, put and recorded. Never throws for what a
 * job may meet; the job's row says how it went. What stood there before is served until the new one takes its place.
 */
@ApplicationScoped
class ClipJobRunner {
    /** {@code 1 min}: prolonged about every second while a program runs, so that a dead worker's job is another's soon. */
    static final Duration LEASE = Duration.ofMinutes(1);
    /** While half a gigabyte is copied and made durable nobody prolongs; what stood there before is whole until then. */
    private static final Duration PUT_LEASE = Duration.ofMinutes(10);
    private static final Logger LOG = Logger.getLogger(ClipJobRunner.class);

    @Inject
    private DerivativeJobService jobs;
    @Inject
    private ClipDeriver deriver;
    @Inject
    private MediaStore store;
    @Inject
    private MediaConfig config;

    ClipJobRunner() {}

    ClipJobRunner(DerivativeJobService jobs, ClipDeriver deriver, MediaStore store, MediaConfig config) {
        this.jobs = jobs;
        this.deriver = deriver;
        this.store = store;
        this.config = config;
    }

    /** The job became another worker's. */
    private static final class Lost extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * @param mayEncode {@code false} for whoever has no time to re-encode: then the job waits again, its poster made
     * @return {@code false} where the playback is left to somebody who may
     */
    boolean run(ClaimedJob job, boolean mayEncode) {
        try {
            boolean made = make(job, mayEncode);
            if (!made) {
                jobs.postpone(job, Duration.ZERO);
            }
            return made;
        } catch (ExternalProgram.Stopped | Lost another) {
            LOG.debugf("derivative job %d is another worker's by now", job.id());
        } catch (ClipFailure failure) {
            settle(job, failure);
        } catch (IOException e) {
            JobFailure.settle(jobs, job, PictureFailure.of(e, "video clip"));
        } catch (RuntimeException e) {
            JobFailure.settle(jobs, job, e);
        }
        return true;
    }

    private boolean make(ClaimedJob job, boolean mayEncode) throws IOException {
        if (store.size(job.key()).isEmpty()) {
            LOG.errorf("derivative job %d: the store has no %s", (Object) job.id(), job.key());
            jobs.retry(job, JobFailure.pause(job), "file-missing");
            return true;
        }
        ByteSource source = store.source(job.key());
        TimeLimit limit = TimeLimit.of(config.transcodeLimit());
        JobProgress progress = new JobProgress(jobs, job);
        ClipFacts facts = deriver.probe(source, job.mimeType(), limit);
        putPoster(job, deriver.poster(source, facts, limit, progress.over(0, 10)));
        return deriver.playback(source, facts, mayEncode, limit, progress.over(10, 99),
                (mp4, width, height) -> putPlayback(job, mp4, width, height));
    }

    private void putPoster(ClaimedJob job, DerivedPicture poster) throws Lost {
        requireOurs(jobs.renew(job, LEASE));
        StorageKey key = job.variantKey(Variant.POSTER);
        store.replace(key, poster.jpeg());
        requireOurs(jobs.made(job, new DerivativeRecord(job.storedObjectId(), Variant.POSTER, key, poster.jpeg().length,
                JobRunner.sha256(poster.jpeg()), "image/jpeg", poster.width(), poster.height()), LEASE));
    }

    private void putPlayback(ClaimedJob job, ByteSource mp4, int width, int height) throws Lost {
        requireOurs(jobs.renew(job, PUT_LEASE));
        StorageKey key = job.variantKey(Variant.PLAYBACK);
        // From the moment that the file takes its place until its row is written nobody gets any: should this server die
        // just then, another is to take the job up soon.
        Spooled put = store.replace(key, mp4, () -> jobs.renew(job, LEASE)).orElseThrow(Lost::new);
        requireOurs(jobs.done(job, List.of(new DerivativeRecord(job.storedObjectId(), Variant.PLAYBACK, key,
                put.byteCount(), put.sha256(), "video/mp4", width, height))));
    }

    private static void requireOurs(boolean ours) throws Lost {
        if (!ours) {
            throw new Lost();
        }
    }

    /** What came out wrong once comes out wrong again; a program that failed may have had a bad moment. */
    private void settle(ClaimedJob job, ClipFailure failure) {
        LOG.warnf("derivative job %d: %s: %s", job.id(), failure.reason().code(), failure.getMessage());
        if (failure.reason() == ClipFailure.Reason.OUTPUT_REFUSED) {
            jobs.fail(job, failure.reason().code());
        } else {
            jobs.retry(job, JobFailure.pause(job), failure.reason().code());
        }
    }
}
