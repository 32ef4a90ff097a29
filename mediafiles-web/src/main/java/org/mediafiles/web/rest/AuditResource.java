package org.mediafiles.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.read.AuditFilter;
import org.mediafiles.audit.read.AuditRow;
import org.mediafiles.catalog.AuditReadService;
import org.mediafiles.config.HospitalConfig;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.security.AccessGuard;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;
import org.mediafiles.web.request.Ids;
import org.mediafiles.web.request.Instants;
import org.mediafiles.web.signin.CurrentCaller;

/** The trail: who did or saw what. An admin's alone; reading it is on record itself. */
@Path("/admin")
@RequestScoped
public class AuditResource {
    static final String CSV = "text/csv;charset=UTF-8";
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("uuuu-MM-dd_HHmm", Locale.ROOT);

    @Inject
    AuditReadService trail;
    @Inject
    AccessGuard guard;
    @Inject
    CurrentCaller current;
    @Inject
    HospitalConfig hospital;
    @Context
    UriInfo address;

    @GET
    @Path("/audit")
    @Produces(MediaType.APPLICATION_JSON)
    public Response list(@QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        Caller admin = admin(AuditAct.AUDIT_OPEN);
        return Json.ok(Paging.map(trail.list(admin, filter(), Paging.of(limit, cursor)), AuditView::of)).build();
    }

    @GET
    @Path("/audit.csv")
    @Produces(CSV)
    public Response export() {
        Caller admin = admin(AuditAct.AUDIT_EXPORT);
        AuditFilter filter = filter();
        trail.beginExport(admin, filter, "csv");
        // Read before the first byte leaves: what fails by now is told as any other failure.
        List<AuditRow> first = trail.exportNext(admin, filter, null);
        AuditCsv csv = AuditCsv.in(hospital);
        StreamingOutput rows = out -> csv.write(out, first, behind -> trail.exportNext(admin, filter, behind));
        return Response.ok(rows, CSV)
                .header("Content-Disposition", "attachment; filename=\"" + filename(Instant.now()) + '"').build();
    }

    private String filename(Instant now) {
        boolean english = hospital.locale().equals(Locale.ENGLISH);
        return (english ? "trail_" : "trilha_") + WHEN.format(now.atZone(hospital.timeZone())) + ".csv";
    }

    /** Who may not is told so before anything that was sent is read. */
    private Caller admin(AuditAct attempted) {
        Caller caller = current.get();
        guard.require(caller, Act.ADMINISTER,
                AuditEntry.refused(attempted, "").patient(Ids.find(parameter("patientId")).orElse(null)));
        return caller;
    }

    private AuditFilter filter() {
        return new AuditFilter(id("patientId"), id("eventId"), username(parameter("username")),
                act(parameter("act")), outcome(parameter("outcome")),
                Instants.parseQuery("from", parameter("from")), Instants.parseQuery("to", parameter("to")));
    }

    /** @return {@code null} where it is not there, or empty */
    private String parameter(String name) {
        String value = address.getQueryParameters().getFirst(name);
        return value == null || value.isEmpty() ? null : value;
    }

    private UUID id(String name) {
        String text = parameter(name);
        return text == null
                ? null
                : Ids.find(text).orElseThrow(() -> MediaFilesException.invalid(name, "This is a UUID."));
    }

    private static AuditAct act(String code) {
        return code == null
                ? null
                : AuditAct.find(code).orElseThrow(() -> MediaFilesException.invalid("act", "There is no such act."));
    }

    private static String outcome(String code) {
        if (code != null && !List.of("ok", "refused", "failed").contains(code)) {
            throw MediaFilesException.invalid("outcome", "ok, refused or failed.");
        }
        return code;
    }

    private static String username(String name) {
        if (name != null && name.indexOf(0) >= 0) {
            throw MediaFilesException.invalid("username", "This is no user name.");
        }
        return name;
    }
}
