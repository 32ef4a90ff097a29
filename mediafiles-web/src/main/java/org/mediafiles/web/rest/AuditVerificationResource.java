package org.mediafiles.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.chain.VerificationDesk;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.security.AccessGuard;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;
import org.mediafiles.web.signin.CurrentCaller;

/** The trail compared with its chain of seals. An admin's alone. */
@Path("/admin/audit/verify")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class AuditVerificationResource {
    @Inject
    VerificationDesk desk;
    @Inject
    AccessGuard guard;
    @Inject
    CurrentCaller current;

    /** Answers when it is done: half a minute for a million rows. */
    @POST
    public Response verify() {
        return Json.ok(AuditVerificationView.of(desk.verify(admin().actor()))).build();
    }

    /** How far the page's one is: asked again and again, so no look of its own on record. */
    @GET
    public Response latest() {
        admin();
        return Json.ok(AuditVerificationTaskView.of(
                desk.current().orElseThrow(() -> MediaFilesException.notFound("verification")))).build();
    }

    private Caller admin() {
        Caller caller = current.get();
        guard.require(caller, Act.ADMINISTER, AuditAct.AUDIT_VERIFY);
        return caller;
    }
}
