package org.mediafiles.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.mediafiles.model.EventType;

/** A photo series; its pictures stand in {@link SeriesFilesResource}. */
@Path("/photo-series/{id}")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class PhotoSeriesResource {
    @Inject
    EventCalls calls;
    @Inject
    SeriesCalls series;

    @GET
    public Response get(@PathParam("id") String id) {
        return calls.get(EventType.PHOTO_SERIES, id);
    }

    @PATCH
    public Response patch(@PathParam("id") String id) {
        return calls.patch(EventType.PHOTO_SERIES, id);
    }

    @DELETE
    public Response delete(@PathParam("id") String id) {
        return calls.delete(EventType.PHOTO_SERIES, id);
    }

    @PUT
    @Path("/order")
    public Response reorder(@PathParam("id") String id) {
        return series.reorder(id);
    }

    @POST
    @Path("/restore")
    public Response restore(@PathParam("id") String id) {
        return calls.restore(EventType.PHOTO_SERIES, id);
    }

    @POST
    @Path("/move")
    public Response move(@PathParam("id") String id) {
        return calls.move(EventType.PHOTO_SERIES, id);
    }
}
