package org.mediafiles.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.UUID;
import org.mediafiles.catalog.Page;
import org.mediafiles.security.SessionRecord;
import org.mediafiles.security.UserSessions;
import org.mediafiles.web.request.Ids;
import org.mediafiles.web.signin.CurrentCaller;
import org.mediafiles.web.signin.PageSignIn;

/** The caller's own sessions of the pages: seen, and ended one by one. */
@Path("/account/sessions")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class AccountSessionsResource {
    @Inject
    UserSessions sessions;
    @Inject
    CurrentCaller current;
    @Inject
    PageSignIn signIn;

    /** @param current whether this very call belongs to it */
    record SessionView(UUID id, Instant createdAt, Instant lastSeenAt, String address, String userAgent,
            boolean current) {
        static SessionView of(SessionRecord session, UUID here) {
            return new SessionView(session.id(), session.createdAt(), session.lastSeenAt(), session.address(),
                    session.userAgent(), session.id().equals(here));
        }
    }

    @GET
    public Response list() {
        UUID here = signIn.sessionId().orElse(null);
        return Json.ok(new Page<>(sessions.own(current.get()).stream()
                .map(session -> SessionView.of(session, here)).toList(), null)).build();
    }

    @DELETE
    @Path("/{id}")
    public Response end(@PathParam("id") String id) {
        sessions.endOwn(current.get(), Ids.get(id, "session"));
        return Response.noContent().build();
    }
}
