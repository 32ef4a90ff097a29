package org.mediafiles.web.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/**
 * A failure as an RFC 9457 document.
 *
 * @param status     HTTP status
 * @param members    {@code type}, {@code title}, {@code status}, {@code detail}, {@code instance}, {@code code}, and
 *                   {@code field} and extensions where there are any; in this order
 * @param retryAfter when trying again makes sense; {@code null} where it does not
 */
public record ProblemDocument(int status, Map<String, Object> members, Duration retryAfter) {
    /** The documents' media type. */
    public static final String MEDIA_TYPE = "application/problem+json";
    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param requestId of the request that failed: stands in the log and in {@code instance} */
    public static ProblemDocument of(MediaFilesException failure, UUID requestId) {
        ProblemCode code = failure.code();
        int status = ProblemStatus.status(code);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "urn:mediafiles:problem:" + code.code());
        members.put("title", ProblemStatus.title(code));
        members.put("status", status);
        if (failure.getMessage() != null) {
            members.put("detail", failure.getMessage());
        }
        members.put("instance", "urn:uuid:" + requestId);
        members.put("code", code.code());
        failure.field().ifPresent(field -> members.put("field", field));
        failure.extensions().forEach((name, value) -> members.putIfAbsent(name, plain(value)));
        Duration wait = failure.retryAfter().orElse(code == ProblemCode.NOT_READY ? DEFAULT_WAIT : null);
        return new ProblemDocument(status, members, wait);
    }

    private static Object plain(Object value) {
        return value instanceof UUID ? value.toString() : value;
    }

    /** @return the document in UTF-8 */
    public byte[] json() {
        try {
            return JSON.writeValueAsBytes(members);
        } catch (JsonProcessingException e) {
            // An extension that has no JSON form is a fault of ours; the caller still gets to know what went wrong.
            return ("{\"status\":" + status + ",\"code\":\"" + members.get("code") + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    /** @return the value of {@code Retry-After} in whole seconds, at least 1; {@code null} where there is none */
    String retryAfterSeconds() {
        return retryAfter == null ? null : Long.toString(Math.max(1, retryAfter.toSeconds()));
    }

    /** Answers with this document, unless the answer is on its way already. */
    public void sendTo(HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        if (retryAfter != null) {
            response.setHeader("Retry-After", retryAfterSeconds());
        }
        byte[] body = json();
        response.setContentType(MEDIA_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.flushBuffer();
    }
}
