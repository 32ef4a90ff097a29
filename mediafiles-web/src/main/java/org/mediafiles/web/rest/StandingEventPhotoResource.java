package org.mediafiles.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.UUID;
import org.mediafiles.web.request.Ids;
import org.mediafiles.web.signin.CurrentCaller;
import org.mediafiles.web.upload.StandingPhotoIntake;
import org.mediafiles.web.upload.StandingPhotoIntake.Outcome;

/** The photo of an event that another system made without one: what {@code schema.sh import} drives. */
@Path("/admin/events/{id}/photo")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class StandingEventPhotoResource {
    @Inject
    StandingPhotoIntake intake;
    @Inject
    CurrentCaller caller;
    @Inject
    EventCalls calls;
    @Inject
    HttpServletRequest request;

    @POST
    public Response attach(@PathParam("id") String id, @QueryParam("dryRun") String dryRun) {
        UUID eventId = Ids.get(id, "event");
        Outcome outcome = intake.receive(caller.get(), eventId, dryRun, request);
        if (outcome.event() == null) {
            return Json.ok(new PhotoCheckView(eventId, outcome.state().name().toLowerCase(Locale.ROOT))).build();
        }
        return outcome.state() == StandingPhotoIntake.State.PUBLISHED
                ? calls.created(outcome.event())
                : calls.answer(outcome.event());
    }

    /** @param state {@code ready} or {@code there} */
    record PhotoCheckView(UUID eventId, String state) {}
}
