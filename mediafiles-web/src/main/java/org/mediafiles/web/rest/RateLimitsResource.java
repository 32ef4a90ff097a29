package org.mediafiles.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.security.AccessGuard;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;
import org.mediafiles.security.RateLimitService;
import org.mediafiles.web.signin.CurrentCaller;

/** What a person may have within a minute, and who met a limit lately. An admin's alone. */
@Path("/admin/rate-limits")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class RateLimitsResource {
    @Inject
    RateLimitService rates;
    @Inject
    AccessGuard guard;
    @Inject
    CurrentCaller current;

    @GET
    public Response list() {
        Caller admin = current.get();
        guard.require(admin, Act.ADMINISTER, AuditAct.USER_LIST);
        return Json.ok(RateLimitsView.of(rates.limits(admin), rates.open(admin))).build();
    }
}
