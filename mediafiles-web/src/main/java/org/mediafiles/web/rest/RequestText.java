package org.mediafiles.web.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** A body that is text, in UTF-8. */
final class RequestText {
    /** A sheet of twenty thousand people. */
    static final int MAX_BYTES = 1 << 20;

    private RequestText() {}

    /** @throws MediaFilesException {@code UNSUPPORTED_MEDIA_TYPE}, {@code UPLOAD_TOO_LARGE}, {@code INVALID_REQUEST} */
    static String read(HttpServletRequest request, String mediaType) {
        String type = request.getContentType() == null ? "" : request.getContentType();
        if (!type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(mediaType)) {
            throw new MediaFilesException(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "This call takes " + mediaType + '.');
        }
        try {
            byte[] bytes = request.getInputStream().readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new MediaFilesException(ProblemCode.UPLOAD_TOO_LARGE, "This body has at most 1 MiB.")
                        .with("limit", MAX_BYTES);
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new MediaFilesException(ProblemCode.INVALID_REQUEST, "The body is text in UTF-8.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
