package org.mediafiles.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.catalog.DerivativeRecord;
import org.mediafiles.catalog.MediaBytesRecord;
import org.mediafiles.catalog.MediaBytesService;
import org.mediafiles.catalog.StandingMedia;
import org.mediafiles.config.HospitalConfig;
import org.mediafiles.derivative.Derivatives;
import org.mediafiles.model.Variant;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.About;
import org.mediafiles.security.Attempt;
import org.mediafiles.security.Caller;
import org.mediafiles.security.RateKind;
import org.mediafiles.security.RateLimits;
import org.mediafiles.storage.MediaStore;
import org.mediafiles.storage.StoredBytes;

/**
 * The one way out for bytes: authorise, find or make the variant, put the look on record, hand out the bytes. An
 * orchestrator: it holds no transaction.
 */
@ApplicationScoped
public class MediaDelivery {
    private static final Logger LOG = Logger.getLogger(MediaDelivery.class);
    private static final Duration RETRY_SOON = Duration.ofSeconds(2);
    /** Bytes that nobody shows in place need no type of their own. */
    private static final String ANY_BYTES = "application/octet-stream";

    @Inject
    private MediaBytesService media;
    @Inject
    private Derivatives derivatives;
    @Inject
    private MediaStore store;
    @Inject
    private HospitalConfig hospital;
    @Inject
    private StandingMedia standing;
    @Inject
    private RateLimits rates;

    public MediaDelivery() {}

    /** For tests without a container. */
    MediaDelivery(MediaBytesService media, Derivatives derivatives, MediaStore store, HospitalConfig hospital,
            StandingMedia standing, RateLimits rates) {
        this.media = media;
        this.derivatives = derivatives;
        this.store = store;
        this.hospital = hospital;
        this.standing = standing;
        this.rates = rates;
    }

    /**
     * Finds a variant without putting a look on record yet: enough for {@code HEAD}, {@code 304} and {@code 416}.
     * Where a photo's derivative is not made yet, or the file of an adopted record not taken in, that is done now, waiting
     * at most 10 s for both together.
     *
     * @throws org.mediafiles.problem.MediaFilesException {@code NOT_FOUND} (also for a variant that this kind does not
     *                                                    have), {@code FORBIDDEN} (a viewer's original),
     *                                                    {@code FILE_MISSING} (the record stands, its file does not),
     *                                                    {@code NOT_READY} with a time to wait
     */
    @Attempt(AuditAct.MEDIA_LOOK)
    public Deliverable find(Caller caller, @About(About.Kind.MEDIA_FILE) UUID mediaFileId, Variant variant) {
        long deadline = System.nanoTime() + Derivatives.LONGEST_WAIT.toNanos();
        MediaBytesRecord found = media.get(caller, mediaFileId, variant);
        requireVariant(found, variant);
        if (found.storedObjectId() == null) {
            found = takenIn(caller, found, variant);
            requireVariant(found, variant);
        }
        if (variant == Variant.CONTENT) {
            String type = found.attachmentOnly() && !DownloadName.knows(found.mimeType())
                    ? ANY_BYTES
                    : found.mimeType();
            return new Deliverable(mediaFileId, found.patientId(), found.eventId(), variant, found.key(), type,
                    found.byteCount(), found.sha256(), found.attachmentOnly(),
                    DownloadName.of(found, type, hospital));
        }
        Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        DerivativeRecord made = derivatives.ensure(found.storedObjectId(), variant, left);
        return new Deliverable(mediaFileId, found.patientId(), found.eventId(), variant, made.key(), made.mimeType(),
                made.byteCount(), made.sha256(), false, DownloadName.of(found, made.mimeType(), hospital));
    }

    /** An adopted record's file, looked at while the caller waits. */
    private MediaBytesRecord takenIn(Caller caller, MediaBytesRecord found, Variant variant) {
        if (!found.unusable()) {
            standing.takeIn(found.mediaFileId(), Derivatives.LONGEST_WAIT);
        }
        MediaBytesRecord now = found.unusable() ? found : media.get(caller, found.mediaFileId(), variant);
        if (now.storedObjectId() != null) {
            return now;
        }
        if (now.unusable()) {
            throw new MediaFilesException(ProblemCode.FILE_MISSING,
                    "The file of this record is missing or cannot be used.");
        }
        throw new MediaFilesException(ProblemCode.NOT_READY, "The file of this record is being taken in.")
                .retryAfter(RETRY_SOON);
    }

    private static void requireVariant(MediaBytesRecord found, Variant variant) {
        if (!exists(found, variant)) {
            throw MediaFilesException.notFound("variant of this media file");
        }
    }

    /**
     * Puts the look on record (once per person, file, variant and five minutes) and opens the bytes. If it can't be put
     * on record, no bytes leave.
     *
     * @throws org.mediafiles.problem.MediaFilesException {@code RATE_LIMITED} (of originals)
     */
    @Attempt(AuditAct.MEDIA_LOOK)
    public DeliveredBytes open(Caller caller, Deliverable deliverable) {
        return open(caller, List.of(deliverable)).get(0);
    }

    /**
     * As {@link #open(Caller, Deliverable)} for several: all of them, or none and no look. Of originals each counts, and all
     * of them are counted before the first is opened.
     *
     * @return in the same order
     */
    List<DeliveredBytes> open(Caller caller, List<Deliverable> deliverables) {
        int originals = (int) deliverables.stream().filter(one -> one.variant() == Variant.CONTENT).count();
        if (originals > 0) {
            rates.take(caller, RateKind.ORIGINALS, originals);
        }
        List<DeliveredBytes> opened = new ArrayList<>();
        try {
            for (Deliverable deliverable : deliverables) {
                StoredBytes bytes = store.open(deliverable.key()).orElseThrow(() -> gone(deliverable));
                opened.add(new Opened(bytes));
                if (bytes.byteCount() != deliverable.byteCount()) {
                    throw deliverable.variant() == Variant.CONTENT ? gone(deliverable) : replaced();
                }
            }
            media.look(caller, deliverables.stream().map(one -> new MediaBytesService.Look(one.patientId(),
                    one.eventId(), one.mediaFileId(), one.variant())).toList());
            return opened;
        } catch (RuntimeException e) {
            opened.forEach(MediaDelivery::close);
            throw e;
        }
    }

    /** Pictures neither play nor have a poster; clips have no smaller pictures but the poster. */
    private static boolean exists(MediaBytesRecord media, Variant variant) {
        return switch (variant) {
            case CONTENT -> true;
            case LARGE, MEDIUM, THUMBNAIL -> media.derivable() && !media.video();
            case PLAYBACK, POSTER -> media.derivable() && media.video();
        };
    }

    /** A derivative that took another's place just now: whoever asks again gets it whole. */
    private static MediaFilesException replaced() {
        return new MediaFilesException(ProblemCode.NOT_READY, "This derivative is being replaced.")
                .retryAfter(RETRY_SOON);
    }

    private static MediaFilesException gone(Deliverable deliverable) {
        LOG.errorf("media file %s, %s: the store has no whole file under %s", deliverable.mediaFileId(),
                deliverable.variant().apiName(), deliverable.key());
        return new MediaFilesException(ProblemCode.INTERNAL_ERROR, "The stored file is missing or damaged.");
    }

    private static void close(DeliveredBytes bytes) {
        try {
            bytes.close();
        } catch (IOException e) {
            LOG.debug("closing a stored object", e);
        }
    }

    /** What leaves this package knows nothing of the store. */
    private record Opened(StoredBytes bytes) implements DeliveredBytes {
        @Override
        public long byteCount() {
            return bytes.byteCount();
        }

        @Override
        public void transferTo(long position, long count, WritableByteChannel target) throws IOException {
            bytes.transferTo(position, count, target);
        }

        @Override
        public FileChannel fileChannel() {
            return bytes.fileChannel();
        }

        @Override
        public void close() throws IOException {
            bytes.close();
        }
    }
}
