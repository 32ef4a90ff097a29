package org.mediafiles.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.mediafiles.model.EventType;

/** A video clip. */
@Path("/video-clips/{id}")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class VideoClipResource {
    @Inject
    EventCalls calls;

    @GET
    public Response get(@PathParam("id") String id) {
        return calls.get(EventType.VIDEO_CLIP, id);
    }
}
