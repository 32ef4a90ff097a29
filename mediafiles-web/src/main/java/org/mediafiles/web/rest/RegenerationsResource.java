package org.mediafiles.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.catalog.RegenerationRecord;
import org.mediafiles.catalog.RegenerationScope;
import org.mediafiles.catalog.RegenerationService;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.security.AccessGuard;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;
import org.mediafiles.web.signin.CurrentCaller;

/** Derivatives made anew: begun (202), looked after, stopped. An admin's alone. */
@Path("/admin/regenerations")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class RegenerationsResource {
    @Inject
    RegenerationService regenerations;
    @Inject
    AccessGuard guard;
    @Inject
    CurrentCaller current;
    @Inject
    EventCalls calls;
    @Context
    HttpServletRequest request;

    @POST
    public Response begin() {
        Caller admin = admin();
        RequestJson body = RequestJson.read(request, RequestJson.JSON, "scope", "mediaFileId");
        RegenerationScope scope = RegenerationScope.findByCode(body.requiredText("scope"))
                .orElseThrow(() -> MediaFilesException.invalid("scope", "all, photos, clips, failed or one."));
        UUID mediaFileId = body.text("mediaFileId") == null ? null : body.requiredId("mediaFileId");
        RegenerationRecord begun = regenerations.begin(admin, scope, mediaFileId);
        URI place = URI.create(calls.apiRoot() + "/admin/regenerations/" + begun.id());
        return Json.body(Response.accepted().location(place), RegenerationView.of(begun)).build();
    }

    @GET
    @Path("/latest")
    public Response latest() {
        return Json.ok(RegenerationView.of(regenerations.latest(current.get())
                .orElseThrow(() -> MediaFilesException.notFound("regeneration")))).build();
    }

    @GET
    @Path("/{id}")
    public Response get(@PathParam("id") String id) {
        return Json.ok(RegenerationView.of(regenerations.get(admin(), RowIds.get(id, "regeneration")))).build();
    }

    @POST
    @Path("/{id}/stop")
    public Response stop(@PathParam("id") String id) {
        return Json.ok(RegenerationView.of(regenerations.stop(admin(), RowIds.get(id, "regeneration")))).build();
    }

    /** Who may not is told so before anything that was sent is read. */
    private Caller admin() {
        Caller caller = current.get();
        guard.require(caller, Act.ADMINISTER,
                request.getMethod().equals("GET") ? AuditAct.JOBS_OPEN : AuditAct.JOBS_CHANGE);
        return caller;
    }
}
