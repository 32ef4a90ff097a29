package org.mediafiles.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.mediafiles.web.signin.CurrentCaller;
import org.mediafiles.web.upload.UploadIntake;

/** Files sent ahead of the form that will use them. */
@Path("/uploads")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class UploadsResource {
    @Inject
    UploadIntake intake;
    @Inject
    CurrentCaller caller;
    @Inject
    HttpServletRequest request;

    @POST
    public Response receive(@QueryParam("filename") String filename, @QueryParam("sha256") String sha256) {
        return Json.body(Response.status(Response.Status.CREATED),
                UploadView.of(intake.receive(caller.get(), request, filename, sha256))).build();
    }
}
