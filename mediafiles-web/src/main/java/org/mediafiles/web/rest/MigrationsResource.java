package org.mediafiles.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.schema.SchemaTask;
import org.mediafiles.schema.preflight.Purpose;
import org.mediafiles.schema.rollback.RollbackRequest;
import org.mediafiles.schema.version.Door;
import org.mediafiles.schema.version.SchemaReport;
import org.mediafiles.security.Caller;
import org.mediafiles.web.migration.MigrationDoor;
import org.mediafiles.web.signin.CurrentCaller;

/**
 * The schema: what stands, what would be done, what is the matter, and doing it. Also while the gate is closed. What takes
 * long is begun (202) and looked after under {@code /task}.
 */
@Path("/admin/migrations")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class MigrationsResource {
    /** Somebody who mends a schema reads no further back at once. */
    private static final int RUNS = 50;

    @Inject
    MigrationDoor door;
    @Inject
    CurrentCaller current;
    @Inject
    EventCalls calls;
    @Context
    HttpServletRequest request;

    @GET
    public Response info() {
        return answer(door.info(caller(), Door.REST));
    }

    @GET
    @Path("/plan")
    public Response plan(@QueryParam("target") String target) {
        return answer(door.plan(caller(), Door.REST, version(target)));
    }

    @GET
    @Path("/preflight")
    public Response preflight(@QueryParam("purpose") String code) {
        Purpose purpose = Purpose.findByCode(code == null ? Purpose.MIGRATE.code() : code)
                .orElseThrow(() -> MediaFilesException.invalid("purpose", "migrate, adopt, rollback or deploy."));
        return answer(door.preflight(caller(), Door.REST, purpose));
    }

    @GET
    @Path("/validate")
    public Response validate() {
        return answer(door.validate(caller(), Door.REST, true));
    }

    @GET
    @Path("/impact")
    public Response impact() {
        return answer(door.impact(caller(), Door.REST));
    }

    @GET
    @Path("/runs")
    public Response runs() {
        return Json.ok(new Items(door.runs(caller(), Door.REST, RUNS).stream().map(MigrationRunView::of).toList()))
                .build();
    }

    @GET
    @Path("/task")
    public Response task() {
        SchemaTask task = door.task(caller())
                .orElseThrow(() -> MediaFilesException.notFound("operation on the schema"));
        return Json.ok(view(task)).build();
    }

    @POST
    @Path("/backup")
    public Response backup() {
        Caller admin = caller();
        door.requireAdmin(admin);
        RequestJson body = RequestJson.readIfAny(request, RequestJson.JSON, "label");
        return begun(door.backup(admin, Door.REST, label(body)));
    }

    @POST
    @Path("/migrate")
    public Response migrate() {
        Caller admin = caller();
        door.requireAdmin(admin);
        RequestJson body = RequestJson.readIfAny(request, RequestJson.JSON, "target", "label");
        return begun(door.migrate(admin, Door.REST, version(body.text("target")), label(body)));
    }

    @POST
    @Path("/rollback")
    public Response rollback() {
        Caller admin = caller();
        door.requireAdmin(admin);
        RequestJson body = RequestJson.read(request, RequestJson.JSON, "target", "withDjango", "yes", "password",
                "database", "label");
        RollbackRequest wanted = wanted(body);
        return begun(door.rollback(admin, Door.REST, wanted, body.requiredText("password"),
                body.requiredText("database"), label(body)));
    }

    @POST
    @Path("/stop")
    public Response stop() {
        door.stop(caller(), Door.REST);
        return Response.noContent().build();
    }

    /** A list that is never turned over: it holds what a person looks at. */
    record Items(List<MigrationRunView> items) {}

    private Caller caller() {
        return current.get();
    }

    private static RollbackRequest wanted(RequestJson body) {
        RollbackRequest wanted;
        try {
            wanted = RollbackRequest.parse(body.requiredText("target"));
        } catch (IllegalArgumentException none) {
            throw MediaFilesException.invalid("target", "A version, for example \"6\", or \"none\".");
        }
        if (body.flag("withDjango")) {
            wanted = wanted.alongWithDjango();
        }
        return body.flag("yes") ? wanted.agreed() : wanted;
    }

    private static Optional<String> label(RequestJson body) {
        return Optional.ofNullable(body.text("label")).filter(text -> !text.isBlank());
    }

    private static OptionalInt version(String text) {
        if (text == null || text.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!text.matches("[0-9]{1,6}")) {
            throw MediaFilesException.invalid("target", "A version, for example 6.");
        }
        return OptionalInt.of(Integer.parseInt(text));
    }

    private static Response answer(SchemaReport report) {
        return Response.ok(report.json().toString().getBytes(StandardCharsets.UTF_8), MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    private Response begun(SchemaTask task) {
        return Json.body(Response.accepted().location(URI.create(calls.apiRoot() + "/admin/migrations/task")),
                view(task)).build();
    }

    private static Map<String, Object> view(SchemaTask task) {
        return MigrationRunView.ofTask(task, task.report().map(SchemaReport::json));
    }
}
