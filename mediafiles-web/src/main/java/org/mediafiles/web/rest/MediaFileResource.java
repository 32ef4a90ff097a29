package org.mediafiles.web.rest;

import org.mediafiles.web.request.Ids;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.mediafiles.catalog.MediaFileService;
import org.mediafiles.web.signin.CurrentCaller;

/** A media file's record. Its bytes leave by {@code web.content}, in front of JAX-RS. */
@Path("/media-files/{id}")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class MediaFileResource {
    @Inject
    MediaFileService files;
    @Inject
    CurrentCaller caller;
    @Inject
    EventCalls calls;

    @GET
    public Response get(@PathParam("id") String id) {
        return Json.ok(MediaFileView.of(files.get(caller.get(), Ids.get(id, "media file")), calls.apiRoot())).build();
    }
}
