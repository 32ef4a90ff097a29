package org.mediafiles.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.catalog.EventService;
import org.mediafiles.security.AccessGuard;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;
import org.mediafiles.web.signin.CurrentCaller;

/** What was deleted and can come back. */
@Path("/trash")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class TrashResource {
    @Inject
    EventService events;
    @Inject
    AccessGuard guard;
    @Inject
    CurrentCaller caller;
    @Inject
    EventCalls calls;

    @GET
    public Response list(@QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        Caller admin = caller.get();
        guard.require(admin, Act.ADMINISTER, AuditAct.TRASH_OPEN);
        return Json.ok(Paging.map(events.trash(admin, Paging.of(limit, cursor)),
                event -> TrashedView.of(event, calls.apiRoot()))).build();
    }
}
