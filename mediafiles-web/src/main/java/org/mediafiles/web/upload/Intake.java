package org.mediafiles.web.upload;

import jakarta.servlet.http.HttpServletRequest;
import java.io.InputStream;
import org.jboss.logging.Logger;
import org.mediafiles.ingest.IntakeKind;
import org.mediafiles.ingest.MediaIngest;
import org.mediafiles.ingest.SpooledUpload;
import org.mediafiles.model.Sha256;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.security.Caller;

/**
 * One request's file on its way in: spooled as it arrives, discarded where anything around it is refused. Closing it is
 * safe at any moment.
 */
final class Intake implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Intake.class);

    private final MediaIngest ingest;
    private final Caller caller;
    private final IntakeKind kind;
    private SpooledUpload spooled;
    private boolean done;
    private String why = "internal-error";

    Intake(MediaIngest ingest, Caller caller, IntakeKind kind) {
        this.ingest = ingest;
        this.caller = caller;
        this.kind = kind;
    }

    /** Reads a form whose file, if it has one, goes to the spool. */
    MultipartForm readForm(HttpServletRequest request, FormParts parts) {
        return MultipartForm.read(request, parts, this::spool);
    }

    /** Spools bytes; a second file in one request is refused. @return whether to read on */
    boolean spool(InputStream bytes, String filename) {
        if (spooled != null) {
            throw MediaFilesException.invalid(MultipartForm.FILE, "This call takes one file.");
        }
        spooled = ingest.spool(caller, new ClientBody(bytes), filename, kind);
        return !spooled.tooLarge();
    }

    /** @return of what came; {@code null} where it was more than is taken */
    Sha256 sha256() {
        return spooled.sha256();
    }

    boolean hasFile() {
        return spooled != null;
    }

    /** @return whether more came than is taken */
    boolean isTooLarge() {
        return spooled.tooLarge();
    }

    /** @throws MediaFilesException as {@link MediaIngest#examine}; the bytes are gone then */
    org.mediafiles.catalog.UploadRecord examine(Sha256 announced) {
        try {
            return ingest.examine(caller, spooled, announced);
        } catch (MediaFilesException refusedAndRemoved) {
            done = true;
            throw refusedAndRemoved;
        }
    }

    /** What was spooled belongs to a publication, or waits for one, from here on. */
    void keep() {
        done = true;
    }

    /** Notes why what was spooled is not wanted, though nothing is wrong with it. */
    void discardAs(String reason) {
        why = reason;
    }

    /** Notes what the request was refused for: it stands in the upload's row. */
    MediaFilesException refusedFor(MediaFilesException refusal) {
        why = refusal.code().code();
        return refusal;
    }

    @Override
    public void close() {
        if (spooled == null || done) {
            return;
        }
        try {
            ingest.discard(caller, spooled, why);
        } catch (RuntimeException e) {
            // The row stands, so the reconciler finds the bytes; the caller is told of the first failure.
            LOG.warnf("Upload %s could not be discarded at once: %s", spooled.uploadId(), e.getClass().getName());
        }
    }
}
