package org.mediafiles.web.request;

import jakarta.servlet.ServletRequest;
import java.util.UUID;

/** The id of a request: in the answer's header, in problem documents, in the log and in the audit trail. */
public final class RequestId {
    /** The answer's header. What a client sends under this name is not taken over. */
    public static final String HEADER = "X-Request-Id";
    private static final String ATTRIBUTE = RequestId.class.getName();

    private RequestId() {}

    /** @return the request's id, given at the first asking */
    public static UUID of(ServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof UUID id) {
            return id;
        }
        UUID id = UUID.randomUUID();
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }
}
