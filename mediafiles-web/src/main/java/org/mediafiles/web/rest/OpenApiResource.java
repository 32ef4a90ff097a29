package org.mediafiles.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.mediafiles.config.UploadLimits;
import org.mediafiles.web.request.RequestPath;

/** The OpenAPI document; open to everybody, also while the gate is closed. */
@Path("/openapi.json")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class OpenApiResource {
    @Inject
    UploadLimits limits;
    @Inject
    HttpServletRequest request;

    @GET
    public Response get() {
        return Response.ok(OpenApiDocument.write(limits, request.getContextPath() + RequestPath.API),
                MediaType.APPLICATION_JSON_TYPE).build();
    }
}
