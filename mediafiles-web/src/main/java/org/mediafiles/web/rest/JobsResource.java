package org.mediafiles.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.catalog.JobKind;
import org.mediafiles.catalog.JobQuery;
import org.mediafiles.catalog.JobState;
import org.mediafiles.catalog.JobsService;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.security.AccessGuard;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;
import org.mediafiles.web.signin.CurrentCaller;

/** The work in the background: what waits, runs or has failed, and another try. An admin's alone. */
@Path("/admin/jobs")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class JobsResource {
    @Inject
    JobsService jobs;
    @Inject
    AccessGuard guard;
    @Inject
    CurrentCaller current;

    @GET
    public Response list(@QueryParam("state") String state, @QueryParam("kind") String kind,
            @QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        Caller admin = admin(AuditAct.JOBS_OPEN);
        JobQuery query = new JobQuery(state(state), kind(kind), Paging.of(limit, cursor));
        return Json.ok(Paging.map(jobs.list(admin, query), JobView::of)).build();
    }

    @GET
    @Path("/summary")
    public Response summary() {
        return Json.ok(jobs.summary(current.get())).build();
    }

    @POST
    @Path("/{id}/retry")
    public Response retry(@PathParam("id") String id) {
        Caller admin = admin(AuditAct.JOBS_CHANGE);
        jobs.retry(admin, RowIds.get(id, "job"));
        return Response.noContent().build();
    }

    @POST
    @Path("/retry-failed")
    public Response retryFailed(@QueryParam("kind") String kind) {
        Caller admin = admin(AuditAct.JOBS_CHANGE);
        return Json.ok(Map.of("retried", jobs.retryAllFailed(admin, kind(kind)))).build();
    }

    /** Who may not is told so before anything that was sent is read. */
    private Caller admin(AuditAct attempted) {
        Caller caller = current.get();
        guard.require(caller, Act.ADMINISTER, attempted);
        return caller;
    }

    private static JobState state(String code) {
        return code == null || code.isEmpty()
                ? null
                : JobState.findByCode(code).orElseThrow(
                        () -> MediaFilesException.invalid("state", "waiting, running, failed or done."));
    }

    private static JobKind kind(String code) {
        return code == null || code.isEmpty()
                ? null
                : JobKind.findByCode(code)
                        .orElseThrow(() -> MediaFilesException.invalid("kind", "picture or clip."));
    }
}
