package org.mediafiles.adoption;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.mediafiles.catalog.ClaimedStandingFile;
import org.mediafiles.catalog.StandingFileJobService;
import org.mediafiles.imaging.TimeLimit;
import org.mediafiles.model.ByteSource;
import org.mediafiles.model.Sha256;
import org.mediafiles.model.StorageKey;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.storage.MediaStore;
import org.mediafiles.storage.OutsideStoreException;
import org.mediafiles.validation.MediaInspector;

/**
 * Looks at one file that stood before us: where it is, how long, its SHA-256, what it is. The file itself is only read.
 * Never throws for what a file may be; its row says how it went.
 */
@ApplicationScoped
class StandingFileRunner {
    /** {@code 5 min}: longer than any picture takes; a long clip prolongs it while it is read. */
    static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration RENEW_AFTER = Duration.ofMinutes(1);
    /** After the first failure; it grows fourfold. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration PERMIT_PAUSE = Duration.ofSeconds(2);
    private static final Duration FULL_PAUSE = Duration.ofMinutes(1);
    private static final int BUFFER_BYTES = 256 * 1024;
    private static final Logger LOG = Logger.getLogger(StandingFileRunner.class);

    private StandingFileJobService jobs;
    private MediaStore store;
    private StandingFileInspection inspection;

    protected StandingFileRunner() {}

    @Inject
    StandingFileRunner(StandingFileJobService jobs, MediaStore store, MediaInspector inspector) {
        this.jobs = jobs;
        this.store = store;
        this.inspection = new StandingFileInspection(inspector);
    }

    /** The file became another worker's while it was read. */
    private static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private record Counted(long bytes, Sha256 sha256) {}

    void run(ClaimedStandingFile file) {
        Optional<StorageKey> key = StorageKey.findStanding(file.path());
        if (key.isEmpty()) {
            jobs.fail(file, "path-outside-root");
            return;
        }
        try {
            look(file, key.get());
        } catch (Lost another) {
            LOG.debugf("standing file %s is another worker's by now", file.mediaFileId());
        } catch (NoSuchFileException gone) {
            jobs.missing(file);
        } catch (IOException unreadable) {
            LOG.warnf(unreadable, "standing file %s could not be read", file.mediaFileId());
            jobs.retry(file, pause(file), "storage-failed");
        } catch (MediaFilesException failure) {
            // Whoever ends this worker interrupts it; the row is to say so none the less.
            boolean interrupted = Thread.interrupted();
            try {
                settle(file, failure);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        } catch (RuntimeException e) {
            LOG.warnf(e, "standing file %s failed", file.mediaFileId());
            jobs.retry(file, pause(file), "failed");
        }
    }

    private void look(ClaimedStandingFile file, StorageKey key) throws IOException {
        if (store.size(key).isEmpty()) {
            jobs.missing(file);
            return;
        }
        ByteSource bytes = store.source(key);
        Counted counted = count(file, bytes);
        if (counted.bytes() == 0) {
            jobs.fail(file, "empty-file");
            return;
        }
        jobs.register(file, inspection.inspect(file, key, bytes, counted.bytes(), counted.sha256()));
    }

    private Counted count(ClaimedStandingFile file, ByteSource source) throws IOException {
        MessageDigest digest = sha256();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        long count = 0;
        long renewAt = System.nanoTime() + RENEW_AFTER.toNanos();
        try (SeekableByteChannel channel = source.open()) {
            while (channel.read(buffer.clear()) >= 0) {
                count += buffer.flip().remaining();
                digest.update(buffer);
                if (System.nanoTime() >= renewAt) {
                    if (!jobs.renew(file, LEASE)) {
                        throw new Lost();
                    }
                    renewAt = System.nanoTime() + RENEW_AFTER.toNanos();
                }
            }
        }
        return new Counted(count, Sha256.of(digest.digest()));
    }

    private void settle(ClaimedStandingFile file, MediaFilesException failure) {
        if (OutsideStoreException.isCauseOf(failure)) {
            jobs.fail(file, "path-outside-root");
        } else if (failure.getCause() instanceof TimeLimit.Exceeded) {
            LOG.warnf("standing file %s: %s", file.mediaFileId(), failure.getCause().getMessage());
            jobs.retry(file, pause(file), "time-limit");
        } else if (failure.code() == ProblemCode.NOT_READY) {
            jobs.postpone(file, PERMIT_PAUSE);
        } else if (failure.code() == ProblemCode.STORAGE_FULL) {
            jobs.postpone(file, FULL_PAUSE);
        } else {
            LOG.warnf(failure, "standing file %s failed", file.mediaFileId());
            jobs.retry(file, pause(file), failure.code().code());
        }
    }

    /** 5 s, 20 s, 80 s, 320 s. */
    private static Duration pause(ClaimedStandingFile file) {
        return FIRST_PAUSE.multipliedBy(1L << 2 * (file.attempts() - 1));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
