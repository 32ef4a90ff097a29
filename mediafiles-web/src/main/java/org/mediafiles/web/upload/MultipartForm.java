package org.mediafiles.web.upload;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
 * files' parts go on as streams.
 */
final class MultipartForm {
    static final String FILE = "file";
    private static final String MEDIA_TYPE = "multipart/form-data";
    private static final int MAX_TEXT_BYTES = 64 * 1024;
    /** Room for a file name of 1,000 emoji, percent-encoded. */
    private static final int MAX_PART_HEADER_BYTES = 32 * 1024;

    private final Map<String, List<String>> texts = new LinkedHashMap<>();

    private MultipartForm() {}

    static boolean isMultipart(HttpServletRequest request) {
        return HeaderParameters.parse(request.getContentType()).value().equals(MEDIA_TYPE);
    }

    /**
     * Reads the body to its end, or to where the taker has enough.
     *
     * @param parts the text parts that this call takes
     * @throws MediaFilesException {@code UNSUPPORTED_MEDIA_TYPE} for another type of request; {@code INVALID_REQUEST} for a
     *                             broken form, an unknown or repeated part, a text that is not in its charset;
     *                             {@code UPLOAD_TOO_LARGE} for a body that the server does not take at all
     */
    static MultipartForm read(HttpServletRequest request, FormParts parts, PartTaker taker) {
        if (!isMultipart(request)) {
            throw new MediaFilesException(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "This call takes multipart/form-data.");
        }
        MultipartForm form = new MultipartForm();
        try {
            FormBody body = new FormBody(request);
            FileItemInputIterator items = parser().getItemIterator(body);
            int count = 0;
            while (items.hasNext()) {
                FileItemInput part = items.next();
                if (++count > parts.most()) {
                    throw new MediaFilesException(ProblemCode.INVALID_REQUEST, "The form has too many parts.");
                }
                if (!form.take(part, parts, taker)) {
                    return form;
                }
            }
            if (count > 0) {
                body.requireLastBoundary();
            }
            return form;
        } catch (IOException e) {
            throw BodyFailure.refusal(e);
        }
    }

    /** @return the first text of that name; {@code null} where there is no such part */
    String text(String name) {
        List<String> values = texts(name);
        return values.isEmpty() ? null : values.get(0);
    }

    /** @return all texts of that name in the order of the parts */
    List<String> texts(String name) {
        return texts.getOrDefault(name, List.of());
    }

    private boolean take(FileItemInput part, FormParts parts, PartTaker taker) throws IOException {
        HeaderParameters disposition = HeaderParameters
                .parse(part.getHeaders().getHeader(AbstractFileUpload.CONTENT_DISPOSITION));
        String name = disposition.get("name");
        if (FILE.equals(name)) {
            return taker.takeFile(part.getInputStream(), disposition.filename());
        }
        if ("_charset_".equals(name)) {
            return true;
        }
        if (name == null || !parts.knows(name)) {
            throw MediaFilesException.invalid(name != null && name.matches("[A-Za-z0-9_.-]{1,60}") ? name : "?",
                    "There is no such part here.");
        }
        String text = readText(part, name);
        List<String> values = texts.computeIfAbsent(name, unused -> new ArrayList<>());
        if (!values.isEmpty() && parts.once().contains(name)) {
            throw MediaFilesException.invalid(name, "This part comes once.");
        }
        values.add(text);
        return taker.takeText(name, text);
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
