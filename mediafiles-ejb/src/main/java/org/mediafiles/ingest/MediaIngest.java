package org.mediafiles.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.EventService;
import org.mediafiles.catalog.PlannedUpload;
import org.mediafiles.catalog.PublicationService;
import org.mediafiles.catalog.PublishCommand;
import org.mediafiles.catalog.StoredUpload;
import org.mediafiles.catalog.UploadFindings;
import org.mediafiles.catalog.UploadRecord;
import org.mediafiles.catalog.UploadService;
import org.mediafiles.config.HospitalConfig;
import org.mediafiles.config.UploadLimits;
import org.mediafiles.model.Sha256;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.Attempt;
import org.mediafiles.security.Caller;
import org.mediafiles.security.RateKind;
import org.mediafiles.security.RateLimits;
import org.mediafiles.storage.MediaStore;
import org.mediafiles.storage.Spooled;
import org.mediafiles.validation.InspectedMedia;
import org.mediafiles.validation.MediaInspector;

/**
 * How bytes become a media file. {@link #receive} takes them in and finds out what they are; {@link #publish} puts them
 * on a patient's timeline. An orchestrator: it holds no transaction, the catalog's services do.
 *
 * <p>{@code receive} is {@link #spool} followed by {@link #examine}; the web calls the two apart where form fields that
 * come after the file must be judged before the file's content.
 */
@ApplicationScoped
public class MediaIngest {
    private static final Logger LOG = Logger.getLogger(MediaIngest.class);

    @Inject
    private MediaStore store;
    @Inject
    private MediaInspector inspector;
    @Inject
    private UploadService uploads;
    @Inject
    private PublicationService publications;
    @Inject
    private EventService events;
    @Inject
    private UploadLimits limits;
    @Inject
    private HospitalConfig hospital;
    @Inject
    private RateLimits rates;

    public MediaIngest() {}

    /** For tests without a container. */
    MediaIngest(MediaStore store, MediaInspector inspector, UploadService uploads, PublicationService publications,
            EventService events, UploadLimits limits, HospitalConfig hospital, RateLimits rates) {
        this.store = store;
        this.inspector = inspector;
        this.uploads = uploads;
        this.publications = publications;
        this.events = events;
        this.limits = limits;
        this.hospital = hospital;
        this.rates = rates;
    }

    /** {@code spool} and {@code examine} in one. */
    public UploadRecord receive(Caller caller, InputStream bytes, String filename, IntakeKind kind, Sha256 announced) {
        return examine(caller, spool(caller, bytes, filename, kind), announced);
    }

    /**
     * Streams the bytes to the store's incoming folder, counting and hashing; memory stays flat. A client that goes away
     * leaves nothing but the row.
     *
     * @param bytes    may throw a refusal of its own where it knows why no more can be read: it is what the row says then
     * @param filename display text as the client gave it; may be {@code null}
     * @throws org.mediafiles.problem.MediaFilesException {@code RATE_LIMITED}, {@code STORAGE_FULL},
     *                                                    {@code NOT_READY}, {@code INVALID_REQUEST} where the client goes away; what {@code bytes} throws
     */
    public SpooledUpload spool(Caller caller, InputStream bytes, String filename, IntakeKind kind) {
        // Before a byte of it is read and before it is a row.
        rates.take(caller, RateKind.UPLOADS);
        UUID uploadId = uploads.begin(caller, kind.code(), filename);
        try {
            byte[] head = head(bytes);
            long limit = limit(kind, head);
            Spooled spooled = store.spool(uploadId, together(head, bytes), limit);
            if (!spooled.tooLarge()) {
                uploads.counted(uploadId, spooled.byteCount(), spooled.sha256());
            }
            return new SpooledUpload(uploadId, kind, spooled.byteCount(), spooled.sha256(), limit, spooled.tooLarge());
        } catch (RuntimeException e) {
            giveUp(uploadId, e);
            throw e;
        }
    }

    /**
     * Finds out whether the bytes are good: size, announced checksum, type, content, in this order. Refused bytes are
     * removed at once and the row says why.
     *
     * @param announced what the client said the SHA-256 would be; {@code null} for nothing said
     * @throws org.mediafiles.problem.MediaFilesException {@code UPLOAD_TOO_LARGE}, {@code CHECKSUM_MISMATCH},
     *                                                    {@code UNSUPPORTED_MEDIA_TYPE}, {@code NOT_A_VALID_MEDIA_FILE},
     *                                                    {@code TOO_MANY_PIXELS}, {@code NOT_READY}
     */
    public UploadRecord examine(Caller caller, SpooledUpload upload, Sha256 announced) {
        try {
            judgeWhole(upload, announced);
            InspectedMedia found = inspector.inspect(store.spooled(upload.uploadId()), upload.kind().takesPictures(),
                    upload.kind().takesVideos());
            return uploads.received(caller, upload.uploadId(), findings(found));
        } catch (RuntimeException e) {
            giveUp(upload.uploadId(), e);
            throw e;
        }
    }

    /** Removes spooled bytes that will not be published, because the form around them was refused. */
    public void discard(Caller caller, SpooledUpload upload, String why) {
        store.discard(upload.uploadId());
        uploads.discarded(upload.uploadId(), why);
    }

    /**
     * Judges all of a command but its files' content: role, patient, that the uploads it names wait, fields, how many
     * pictures. Called before the files of a one-shot request are examined, so that the order of checks is the contract's.
     *
     * @param filesToCome how many files there are beside the uploads that the command names: they are in, and not examined
     * @throws org.mediafiles.problem.MediaFilesException {@code FORBIDDEN}, {@code NOT_FOUND}, {@code UNKNOWN_UPLOAD},
     *                                                    {@code INVALID_REQUEST}, {@code TOO_MANY_IMAGES}
     */
    public void check(Caller caller, PublishCommand command, int filesToCome) {
        publications.check(caller, command, filesToCome);
    }

    /** As {@link #check(Caller, PublishCommand, int)}, with no file to come. */
    public void check(Caller caller, PublishCommand command) {
        publications.check(caller, command, 0);
    }

    /**
     * Puts received uploads on a patient's timeline: store, then one transaction for stored object, media file, event,
     * audit row and job. Of a series all or nothing.
     *
     * @throws org.mediafiles.problem.MediaFilesException as {@link #check}, {@code CHECKSUM_MISMATCH},
     *                                                    {@code UNSUPPORTED_MEDIA_TYPE}, {@code DUPLICATE_IN_SERIES},
     *                                                    {@code DUPLICATE_MEDIA}, {@code STORAGE_FULL}, {@code NOT_READY}
     */
    @Attempt(AuditAct.EVENT_CREATE)
    public EventRecord publish(Caller caller, PublishCommand command) {
        publications.check(caller, command, 0);
        if (command.uploadIds().isEmpty()) {
            throw MediaFilesException.invalid("uploadId", "Send at least one file.");
        }
        List<StoredUpload> stored = place(uploads.plan(caller, command));
        UUID eventId = publications.publish(caller, command, stored);
        return events.created(caller, command.type(), eventId);
    }

    List<StoredUpload> place(List<PlannedUpload> planned) {
        return new Placing(store).place(planned);
    }

    /** @return the caller's uploads that wait to be published, newest first: for a page that was reloaded */
    public List<UploadRecord> waiting(Caller caller) {
        return uploads.waiting(caller).stream().filter(upload -> store.spooledSize(upload.uploadId()).isPresent())
                .toList();
    }

    private static byte[] head(InputStream bytes) {
        try {
            return bytes.readNBytes(MediaInspector.HEAD_BYTES);
        } catch (IOException e) {
            throw new MediaFilesException(ProblemCode.INVALID_REQUEST, "The upload ended before its last byte.", e);
        }
    }

    /** The stream stays its owner's to close. */
    private static InputStream together(byte[] head, InputStream rest) {
        return new SequenceInputStream(new ByteArrayInputStream(head), new FilterInputStream(rest) {
            @Override
            public void close() {
                // See above.
            }
        });
    }

    private long limit(IntakeKind kind, byte[] head) {
        return switch (kind) {
            case PHOTO -> limits.maxPhotoBytes();
            case VIDEO -> limits.maxVideoBytes();
            case ANY -> inspector.looksLikeVideo(head) ? limits.maxVideoBytes() : limits.maxPhotoBytes();
        };
    }

    private static void judgeWhole(SpooledUpload upload, Sha256 announced) {
        if (upload.tooLarge()) {
            throw new MediaFilesException(ProblemCode.UPLOAD_TOO_LARGE,
                    "The file is larger than " + upload.limit() + " bytes.").with("limit", upload.limit());
        }
        if (announced != null && !announced.equals(upload.sha256())) {
            throw new MediaFilesException(ProblemCode.CHECKSUM_MISMATCH,
                    "The file does not have the SHA-256 that was announced.");
        }
    }

    private UploadFindings findings(InspectedMedia found) {
        Map<String, Object> metadata = new LinkedHashMap<>(found.metadata());
        OffsetDateTime captured = captured(found);
        if (captured != null) {
            // Always with seconds, which toString() leaves out at a full minute.
            metadata.put("captureTime", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(captured));
        }
        return new UploadFindings(found.mimeType(), found.extension(), found.video(), found.width(), found.height(),
                found.duration(), found.hasPosition(), captured == null ? null : captured.toInstant(), metadata);
    }

    /** A camera that wrote no offset stood in the hospital's zone. */
    private OffsetDateTime captured(InspectedMedia found) {
        if (found.captureTime() == null) {
            return null;
        }
        return found.captureOffset() != null
                ? found.captureTime().atOffset(found.captureOffset())
                : found.captureTime().atZone(hospital.timeZone()).toOffsetDateTime();
    }

    /** What speaks of the bytes; anything else speaks of us or of the client's line. */
    private static boolean isVerdict(ProblemCode code) {
        return switch (code) {
            case UPLOAD_TOO_LARGE, CHECKSUM_MISMATCH, UNSUPPORTED_MEDIA_TYPE, NOT_A_VALID_MEDIA_FILE, TOO_MANY_PIXELS,
                    CLIP_TOO_LONG ->
                true;
            default -> false;
        };
    }

    private void giveUp(UUID uploadId, RuntimeException why) {
        if (why instanceof MediaFilesException expected && isVerdict(expected.code())) {
            refuse(uploadId, expected.code());
        } else {
            abandon(uploadId, why);
        }
    }

    private void refuse(UUID uploadId, ProblemCode code) {
        discardQuietly(uploadId);
        try {
            uploads.refused(uploadId, code);
        } catch (RuntimeException e) {
            LOG.warnf(e, "upload %s was refused, which could not be recorded", uploadId);
        }
    }

    /** Before it is published an upload's bytes are nobody's: they go at once, the row follows where it can. */
    private void abandon(UUID uploadId, RuntimeException why) {
        discardQuietly(uploadId);
        try {
            uploads.discarded(uploadId,
                    why instanceof MediaFilesException expected ? expected.code().code() : "failed");
        } catch (RuntimeException e) {
            LOG.warnf(e, "upload %s was abandoned, which could not be recorded", uploadId);
        }
    }

    private void discardQuietly(UUID uploadId) {
        try {
            store.discard(uploadId);
        } catch (RuntimeException e) {
            LOG.warnf(e, "upload %s: its bytes stay until they are reconciled", uploadId);
        }
    }
}
