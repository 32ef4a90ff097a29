package org.mediafiles.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.mediafiles.model.EventType;
import org.mediafiles.web.request.Ids;
import org.mediafiles.web.signin.CurrentCaller;
import org.mediafiles.web.upload.OneFileIntake;

/** New clips of a patient. */
@Path("/patients/{id}/video-clips")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class PatientVideoClipsResource {
    @Inject
    OneFileIntake intake;
    @Inject
    CurrentCaller caller;
    @Inject
    EventCalls calls;
    @Inject
    HttpServletRequest request;

    @POST
    public Response create(@PathParam("id") String id) {
        return calls.created(intake.receive(caller.get(), EventType.VIDEO_CLIP, Ids.get(id, "patient"), request));
    }
}
