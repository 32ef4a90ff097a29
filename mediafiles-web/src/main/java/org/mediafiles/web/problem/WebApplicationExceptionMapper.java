package org.mediafiles.web.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * JAX-RS's own refusals (404, 405, 406, 415). A mapper of its own because the JAX-RS implementation brings none for this type
 * but prefers the exception's response to a mapper for {@link Throwable}.
 */
@Provider
public class WebApplicationExceptionMapper implements ExceptionMapper<WebApplicationException> {
    @Context
    HttpServletRequest request;

    @Override
    public Response toResponse(WebApplicationException failure) {
        ThrowableMapper mapper = new ThrowableMapper();
        mapper.request = request;
        return mapper.toResponse(failure);
    }
}
