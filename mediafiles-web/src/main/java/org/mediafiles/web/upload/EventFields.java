package org.mediafiles.web.upload;

import org.mediafiles.web.request.Instants;
import org.mediafiles.web.request.Ids;
import java.time.Instant;
import java.util.UUID;
import org.mediafiles.model.Sha256;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/**
 * The text parts of a new event's form that come once, read and checked for their form. Which of them a call takes at all,
 * its form has judged.
 *
 * @param description       {@code null} where absent
 * @param seriesDescription {@code null} where absent
 * @param eventDatetime     {@code null} where absent or empty
 * @param sha256            {@code null} where absent or empty
 */
record EventFields(String description, String seriesDescription, Instant eventDatetime, Sha256 sha256,
        boolean allowDuplicate) {
    /** Nothing was said. */
    static final EventFields NONE = new EventFields(null, null, null, null, false);

    static EventFields of(MultipartForm form) {
        String eventDatetime = blankToNull(form.text("eventDatetime"));
        return new EventFields(form.text("description"), form.text("seriesDescription"),
                eventDatetime == null ? null : Instants.parse("eventDatetime", eventDatetime),
                sha256(form.text("sha256")), flag("allowDuplicate", form.text("allowDuplicate")));
    }

    /** @return the upload that stands for the file; {@code null} where the form brings the file itself */
    static UUID uploadId(MultipartForm form, boolean hasFile) {
        String uploadId = blankToNull(form.text("uploadId"));
        if (uploadId != null && hasFile) {
            throw MediaFilesException.invalid(MultipartForm.FILE, "Send a file or an uploadId, not both.");
        }
        if (uploadId == null && !hasFile) {
            throw MediaFilesException.invalid(MultipartForm.FILE, "A file is required.");
        }
        return uploadId == null ? null : uploadId(uploadId);
    }

    /** @throws MediaFilesException {@code UNKNOWN_UPLOAD}: what is no id names no upload */
    static UUID uploadId(String text) {
        return Ids.find(text.strip()).orElseThrow(
                () -> new MediaFilesException(ProblemCode.UNKNOWN_UPLOAD, "There is no such upload.")
                        .atField("uploadId"));
    }

    /** @return {@code null} where nothing was announced */
    static Sha256 sha256(String text) {
        return blankToNull(text) == null
                ? null
                : Sha256.parse(text).orElseThrow(
                        () -> MediaFilesException.invalid("sha256", "A SHA-256 is 64 hexadecimal digits."));
    }

    /** @throws MediaFilesException {@code INVALID_REQUEST} */
    static boolean flag(String name, String text) {
        String value = text == null ? "" : text.strip();
        if (!value.isEmpty() && !value.equals("true") && !value.equals("false")) {
            throw MediaFilesException.invalid(name, "This is true or false.");
        }
        return value.equals("true");
    }

    private static String blankToNull(String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
