package org.mediafiles.web.rest;

import org.mediafiles.web.request.Instants;
import org.mediafiles.web.request.Ids;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.mediafiles.catalog.EventService;
import org.mediafiles.catalog.PatientService;
import org.mediafiles.catalog.TimelineQuery;
import org.mediafiles.model.EventType;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.security.Caller;
import org.mediafiles.web.signin.CurrentCaller;

/** A patient's events, newest first. */
@Path("/patients/{id}/timeline")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class TimelineResource {
    @Inject
    EventService events;
    @Inject
    PatientService patients;
    @Inject
    CurrentCaller caller;
    @Inject
    EventCalls calls;

    @GET
    public Response list(@PathParam("id") String id, @QueryParam("type") List<String> types,
            @QueryParam("from") String from, @QueryParam("to") String to, @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor) {
        Caller who = caller.get();
        UUID patientId = Ids.get(id, "patient");
        TimelineQuery query;
        try {
            Instant first = Instants.parseQuery("from", from);
            Instant end = Instants.parseQuery("to", to);
            query = new TimelineQuery(patientId, types(types), first, end, Paging.of(limit, cursor));
        } catch (MediaFilesException wrongForm) {
            // Whether the patient is there comes first in the contract's order.
            patients.requireThere(who, patientId);
            throw wrongForm;
        }
        return Json.ok(Paging.map(events.timeline(who, query), event -> EventView.of(event, calls.apiRoot()))).build();
    }

    /** @param values {@code type=photo,photoSeries}, or the parameter several times; none for all */
    static Set<EventType> types(List<String> values) {
        Set<EventType> types = EnumSet.noneOf(EventType.class);
        for (String value : values) {
            for (String name : value.split(",")) {
                if (!name.isBlank()) {
                    types.add(
                            EventType.findByApiName(name.strip()).orElseThrow(() -> MediaFilesException.invalid("type",
                                    "type is a list of photo, photoSeries, videoClip.")));
                }
            }
        }
        return types;
    }
}
