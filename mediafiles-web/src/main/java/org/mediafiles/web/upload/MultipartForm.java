package org.mediafiles.web.upload;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.fileupload2.core.AbstractFileUpload;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.DiskFileItemFactory;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletFileUpload;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/**
 * A {@code multipart/form-data} body, read part by part as it arrives. Parts may come in any order; text parts are kept,
 * the file's part goes on as a stream.
 */
final class MultipartForm {
    static final String FILE = "file";
    private static final String MEDIA_TYPE = "multipart/form-data";
    /** A form of ours has six parts; the rest is for clients that send empty ones. */
    private static final int MAX_PARTS = 64;
    private static final int MAX_TEXT_BYTES = 64 * 1024;
    /** Room for a file name of 1,000 emoji, percent-encoded. */
    private static final int MAX_PART_HEADER_BYTES = 32 * 1024;

    private final Map<String, String> texts = new LinkedHashMap<>();

    /** Takes the bytes of the part {@code file}. */
    interface FileTaker {
        /**
         * @param filename as the client wrote it; may be {@code null}
         * @return whether to read on: {@code false} past the size limit
         */
        boolean take(InputStream bytes, String filename);
    }

    private MultipartForm() {}

    static boolean isMultipart(HttpServletRequest request) {
        return HeaderParameters.parse(request.getContentType()).value().equals(MEDIA_TYPE);
    }

    /**
     * Reads the body to its end, or to where the taker has enough.
     *
     * @param known names of the text parts that this call takes
     * @throws MediaFilesException {@code UNSUPPORTED_MEDIA_TYPE} for another type of request; {@code INVALID_REQUEST} for a
     *                             broken form, an unknown or repeated part, a text that is not in its charset;
     *                             {@code UPLOAD_TOO_LARGE} for a body that the server does not take at all
     */
    static MultipartForm read(HttpServletRequest request, java.util.Set<String> known, FileTaker taker) {
        if (!isMultipart(request)) {
            throw new MediaFilesException(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "This call takes multipart/form-data.");
        }
        MultipartForm form = new MultipartForm();
        try {
            FileItemInputIterator parts = parser().getItemIterator(request);
            int count = 0;
            while (parts.hasNext()) {
                FileItemInput part = parts.next();
                if (++count > MAX_PARTS) {
                    throw new MediaFilesException(ProblemCode.INVALID_REQUEST, "The form has too many parts.");
                }
                if (!form.take(part, known, taker)) {
                    break;
                }
            }
            return form;
        } catch (IOException e) {
            throw BodyFailure.refusal(e);
        }
    }

    /** @return the text; {@code null} where there is no such part */
    String text(String name) {
        return texts.get(name);
    }

    private boolean take(FileItemInput part, java.util.Set<String> known, FileTaker taker) throws IOException {
        HeaderParameters disposition = HeaderParameters
                .parse(part.getHeaders().getHeader(AbstractFileUpload.CONTENT_DISPOSITION));
        String name = disposition.get("name");
        if (FILE.equals(name)) {
            return taker.take(part.getInputStream(), disposition.filename());
        }
        if ("_charset_".equals(name)) {
            return true;
        }
        if (name == null || !known.contains(name)) {
            throw MediaFilesException.invalid(name != null && name.matches("[A-Za-z0-9_.-]{1,60}") ? name : "?",
                    "There is no such part here.");
        }
        if (texts.putIfAbsent(name, readText(part, name)) != null) {
            throw MediaFilesException.invalid(name, "This part comes once.");
        }
        return true;
    }

    private static String readText(FileItemInput part, String name) throws IOException {
        byte[] bytes = part.getInputStream().readNBytes(MAX_TEXT_BYTES + 1);
        if (bytes.length > MAX_TEXT_BYTES) {
            throw MediaFilesException.invalid(name, "This text is too long.");
        }
        String charset = HeaderParameters.parse(part.getContentType()).get("charset");
        try {
            Charset named = charset == null ? StandardCharsets.UTF_8 : Charset.forName(charset);
            return named.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException | IllegalArgumentException e) {
            throw MediaFilesException.invalid(name, "This text is not in its charset; without one it is UTF-8.");
        }
    }

    private static JakartaServletFileUpload<?, ?> parser() {
        // The factory only makes items for parsing at once, which never happens here: nothing touches a disk.
        JakartaServletFileUpload<?, ?> parser = new JakartaServletFileUpload<>(DiskFileItemFactory.builder().get());
        parser.setHeaderCharset(StandardCharsets.UTF_8);
        parser.setMaxPartHeaderSize(MAX_PART_HEADER_BYTES);
        return parser;
    }
}
