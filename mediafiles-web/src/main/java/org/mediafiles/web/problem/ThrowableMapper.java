package org.mediafiles.web.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.mediafiles.web.request.RequestId;

/** Every failure of a resource becomes a problem document; resources catch nothing. */
@Provider
public class ThrowableMapper implements ExceptionMapper<Throwable> {
    @Context
    HttpServletRequest request;

    @Override
    public Response toResponse(Throwable failure) {
        if (failure instanceof WebApplicationException answer && answer.getResponse().getStatus() < 400) {
            return answer.getResponse();
        }
        ProblemDocument document = Failures.document(failure, RequestId.of(request));
        Response.ResponseBuilder response = Response.status(document.status())
                .type(ProblemDocument.MEDIA_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(document.json());
        if (document.retryAfter() != null) {
            response.header(HttpHeaders.RETRY_AFTER, document.retryAfterSeconds());
        }
        if (failure instanceof WebApplicationException answer) {
            Object allow = answer.getResponse().getHeaders().getFirst(HttpHeaders.ALLOW);
            if (allow != null) {
                response.header(HttpHeaders.ALLOW, allow);
            }
        }
        return response.build();
    }
}
