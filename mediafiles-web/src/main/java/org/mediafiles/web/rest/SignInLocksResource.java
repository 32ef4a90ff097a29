package org.mediafiles.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.catalog.Page;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.security.AccessGuard;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;
import org.mediafiles.security.SignInLock;
import org.mediafiles.security.SignInLockService;
import org.mediafiles.web.signin.CurrentCaller;

/** Who may not try to sign in for a while, and an earlier end of that. An admin's alone. */
@Path("/admin/sign-in-locks")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class SignInLocksResource {
    @Inject
    SignInLockService locks;
    @Inject
    AccessGuard guard;
    @Inject
    CurrentCaller current;

    @GET
    public Response list(@QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        Caller admin = admin(AuditAct.USER_LIST);
        int most = Paging.of(limit, cursor).limit();
        List<SignInLock> found = locks.list(admin, before(cursor), most + 1);
        String next = found.size() > most ? Long.toString(found.get(most - 1).id(), Character.MAX_RADIX) : null;
        return Json.ok(new Page<>(found.stream().limit(most).toList(), next)).build();
    }

    @DELETE
    @Path("/{id}")
    public Response end(@PathParam("id") String id) {
        Caller admin = admin(AuditAct.SIGN_IN_UNLOCK);
        locks.end(admin, RowIds.get(id, "locked sign-in"));
        return Response.noContent().build();
    }

    /** Who may not is told so before anything that was sent is read. */
    private Caller admin(AuditAct attempted) {
        Caller caller = current.get();
        guard.require(caller, Act.ADMINISTER, attempted);
        return caller;
    }

    private static long before(String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return Long.MAX_VALUE;
        }
        if (!cursor.matches("[0-9a-z]{1,11}")) {
            throw MediaFilesException.invalid("cursor", "This is not a cursor that was given out here.");
        }
        return Long.parseLong(cursor, Character.MAX_RADIX);
    }
}
