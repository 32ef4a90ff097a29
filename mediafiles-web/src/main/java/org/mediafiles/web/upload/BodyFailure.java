package org.mediafiles.web.upload;

import io.undertow.server.RequestTooBigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** Why a request's body could not be read, as the client is told. */
final class BodyFailure {
    private BodyFailure() {}

    /** @param failure of reading the body, not of storing it */
    static MediaFilesException refusal(IOException failure) {
        if (isCausedBy(failure, RequestTooBigException.class)) {
            return new MediaFilesException(ProblemCode.UPLOAD_TOO_LARGE,
                    "The request's body is larger than the server takes.", failure);
        }
        if (isCausedBy(failure, FileUploadException.class)) {
            return new MediaFilesException(ProblemCode.INVALID_REQUEST,
                    "The multipart body is broken or ends too early.", failure);
        }
        return new MediaFilesException(ProblemCode.INVALID_REQUEST, "The request's body could not be read to its end.",
                new UncheckedIOException(failure));
    }

    private static boolean isCausedBy(Throwable failure, Class<? extends IOException> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
