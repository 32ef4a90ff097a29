package org.mediafiles.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.util.List;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.PublishCommand;
import org.mediafiles.catalog.UploadRecord;
import org.mediafiles.model.Sha256;
import org.mediafiles.security.Caller;

/**
 * How bytes become a media file. {@link #receive} takes them in and finds out what they are; {@link #publish} puts them
 * on a patient's timeline. An orchestrator: it holds no transaction, the catalog's services do.
 *
 * <p>{@code receive} is {@link #spool} followed by {@link #examine}; the web calls the two apart where form fields that
 * come after the file must be judged before the file's content.
 */
@ApplicationScoped
public class MediaIngest {
    /** {@code spool} and {@code examine} in one. */
    public UploadRecord receive(Caller caller, InputStream bytes, String filename, IntakeKind kind, Sha256 announced) {
        throw new IllegalStateException("to be written");
    }

    /**
     * Streams the bytes to the store's incoming folder, counting and hashing; memory stays flat. A client that goes away
     * leaves nothing but the row.
     *
     * @param filename display text as the client gave it; may be {@code null}
     * @throws org.mediafiles.problem.MediaFilesException {@code STORAGE_FULL}, {@code NOT_READY}
     */
    public SpooledUpload spool(Caller caller, InputStream bytes, String filename, IntakeKind kind) {
        throw new IllegalStateException("to be written");
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
        throw new IllegalStateException("to be written");
    }

    /** Removes spooled bytes that will not be published, because the form around them was refused. */
    public void discard(Caller caller, SpooledUpload upload, String why) {
        throw new IllegalStateException("to be written");
    }

    /**
     * Judges all of a command but its files: role, patient, fields. Called before the files of a one-shot request are
     * examined, so that the order of checks is the contract's.
     *
     * @throws org.mediafiles.problem.MediaFilesException {@code FORBIDDEN}, {@code NOT_FOUND}, {@code INVALID_REQUEST}
     */
    public void check(Caller caller, PublishCommand command) {
        throw new IllegalStateException("to be written");
    }

    /**
     * Puts received uploads on a patient's timeline: store, then one transaction for stored object, media file, event,
     * audit row and job.
     *
     * @throws org.mediafiles.problem.MediaFilesException as {@link #check}, {@code UNKNOWN_UPLOAD},
     *                                                    {@code DUPLICATE_MEDIA}, {@code STORAGE_FULL}, {@code NOT_READY}
     */
    public EventRecord publish(Caller caller, PublishCommand command) {
        throw new IllegalStateException("to be written");
    }

    /** @return the caller's uploads that wait to be published, newest first: for a page that was reloaded */
    public List<UploadRecord> waiting(Caller caller) {
        throw new IllegalStateException("to be written");
    }
}
