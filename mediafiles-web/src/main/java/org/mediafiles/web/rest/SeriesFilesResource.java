package org.mediafiles.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The pictures of a series. */
@Path("/photo-series/{id}/files")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class SeriesFilesResource {
    @Inject
    SeriesCalls calls;

    @POST
    public Response add(@PathParam("id") String id) {
        return calls.add(id);
    }

    @PATCH
    @Path("/{fileId}")
    public Response patch(@PathParam("id") String id, @PathParam("fileId") String fileId) {
        return calls.patch(id, fileId);
    }

    @DELETE
    @Path("/{fileId}")
    public Response delete(@PathParam("id") String id, @PathParam("fileId") String fileId) {
        return calls.delete(id, fileId);
    }

    @POST
    @Path("/{fileId}/restore")
    public Response restore(@PathParam("id") String id, @PathParam("fileId") String fileId) {
        return calls.restore(id, fileId);
    }
}
