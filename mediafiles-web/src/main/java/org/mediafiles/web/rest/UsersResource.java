package org.mediafiles.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Map;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.catalog.Page;
import org.mediafiles.catalog.PageRequest;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.security.AccessGuard;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;
import org.mediafiles.security.IssuedPassword;
import org.mediafiles.security.NewPerson;
import org.mediafiles.security.PeoplePage;
import org.mediafiles.security.PeopleQuery;
import org.mediafiles.security.PeopleService;
import org.mediafiles.security.PersonPatch;
import org.mediafiles.security.Role;
import org.mediafiles.web.signin.CurrentCaller;

/** Who may sign in, and as what. An admin's alone. */
@Path("/admin/users")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class UsersResource {
    @Inject
    PeopleService people;
    @Inject
    AccessGuard guard;
    @Inject
    CurrentCaller current;
    @Inject
    HttpServletRequest request;

    @GET
    public Response list(@QueryParam("q") String words, @QueryParam("role") String role,
            @QueryParam("active") String active, @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor) {
        Caller admin = admin(AuditAct.USER_LIST);
        PageRequest page = Paging.of(limit, cursor);
        PeoplePage found = people.list(admin,
                new PeopleQuery(words, role == null || role.isEmpty() ? null : role(role), flag(active), page.limit(),
                        page.cursor()));
        return Json.ok(new Page<>(found.items().stream().map(UserView::of).toList(), found.nextCursor())).build();
    }

    @POST
    public Response create() {
        Caller admin = admin(AuditAct.USER_CREATE);
        people.requireManagedHere(admin, AuditAct.USER_CREATE);
        RequestJson json = RequestJson.read(request, RequestJson.JSON, "username", "firstName", "lastName", "role",
                "password");
        IssuedPassword issued = people.create(admin, new NewPerson(json.requiredText("username"),
                json.text("firstName"), json.text("lastName"), role(json.requiredText("role")),
                json.text("password")));
        return Json.body(Response.created(URI.create("admin/users/" + issued.person().id())),
                UserView.withPassword(issued)).build();
    }

    @GET
    @Path("/{id}")
    public Response get(@PathParam("id") String id) {
        Caller admin = admin(AuditAct.USER_LIST);
        return Json.ok(UserView.of(people.get(admin, RowIds.get(id, "user")))).build();
    }

    @PATCH
    @Path("/{id}")
    public Response patch(@PathParam("id") String id) {
        Caller admin = admin(AuditAct.USER_CHANGE);
        long user = RowIds.get(id, "user");
        PersonPatch patch;
        try {
            patch = readPatch();
        } catch (MediaFilesException wrongForm) {
            // Whether there is such a person comes first in the contract's order.
            people.requireThere(admin, user);
            throw wrongForm;
        }
        return Json.ok(UserView.of(people.change(admin, user, patch))).build();
    }

    private PersonPatch readPatch() {
        RequestJson json = RequestJson.read(request, RequestJson.MERGE_PATCH, "firstName", "lastName", "role",
                "active", "locale");
        return new PersonPatch(json.clearableText("firstName"), json.clearableText("lastName"),
                json.has("role") ? role(json.requiredText("role")) : null,
                json.has("active") ? json.requiredFlag("active") : null, json.clearableText("locale"));
    }

    @POST
    @Path("/{id}/password-reset")
    public Response resetPassword(@PathParam("id") String id) {
        Caller admin = admin(AuditAct.PASSWORD_RESET);
        IssuedPassword issued = people.resetPassword(admin, RowIds.get(id, "user"));
        return Json.ok(Map.of("oneTimePassword", issued.oneTimePassword(), "expiresAt", issued.expiresAt())).build();
    }

    @POST
    @Path("/roles")
    public Response importRoles() {
        Caller admin = admin(AuditAct.USER_CHANGE);
        return Json.ok(people.importRoles(admin, RequestText.read(request, "text/csv"))).build();
    }

    /** Who may not is told so before anything that was sent is read. */
    private Caller admin(AuditAct attempted) {
        Caller caller = current.get();
        guard.require(caller, Act.ADMINISTER, attempted);
        return caller;
    }

    private static Role role(String code) {
        return Role.findByCode(code).orElseThrow(
                () -> MediaFilesException.invalid("role", "viewer, clinician, integrator or admin."));
    }

    private static Boolean flag(String active) {
        if (active == null || active.isEmpty()) {
            return null;
        }
        if (!active.equals("true") && !active.equals("false")) {
            throw MediaFilesException.invalid("active", "true or false.");
        }
        return Boolean.valueOf(active);
    }
}
