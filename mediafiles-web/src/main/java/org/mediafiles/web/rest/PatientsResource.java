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
import java.util.UUID;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.catalog.NewPatient;
import org.mediafiles.catalog.PatientPatch;
import org.mediafiles.catalog.PatientQuery;
import org.mediafiles.catalog.PatientRecord;
import org.mediafiles.catalog.PatientService;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.AccessGuard;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;
import org.mediafiles.web.request.Ids;
import org.mediafiles.web.signin.CurrentCaller;

/** Patients: find, add, read, change. */
@Path("/patients")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class PatientsResource {
    @Inject
    PatientService patients;
    @Inject
    AccessGuard guard;
    @Inject
    CurrentCaller caller;
    @Inject
    HttpServletRequest request;

    @GET
    public Response search(@QueryParam("q") String words, @QueryParam("identifier") String identifier,
            @QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        return Json.ok(patients.search(caller.get(), new PatientQuery(words, identifier, Paging.of(limit, cursor))))
                .build();
    }

    @POST
    public Response create() {
        Caller who = requireWriter(AuditEntry.refused(AuditAct.PATIENT_CREATE, ""));
        RequestJson json = RequestJson.read(request, RequestJson.JSON, "name", "birthday", "identifiers",
                "allowDuplicate");
        PatientRecord patient = patients.create(who, new NewPatient(json.requiredText("name"),
                json.requiredDate("birthday"), json.identifiers("identifiers"), json.flag("allowDuplicate")));
        return Json.body(Response.created(URI.create("patients/" + patient.id())), patient).build();
    }

    @GET
    @Path("/{id}")
    public Response get(@PathParam("id") String id) {
        return Json.ok(patients.get(caller.get(), Ids.get(id, "patient"))).build();
    }

    @PATCH
    @Path("/{id}")
    public Response patch(@PathParam("id") String id) {
        Caller who = requireWriter(
                AuditEntry.refused(AuditAct.PATIENT_CHANGE, "").patient(Ids.find(id).orElse(null)));
        UUID patientId = Ids.get(id, "patient");
        PatientPatch patch;
        try {
            patch = readPatch();
        } catch (MediaFilesException wrongForm) {
            // Whether the patient is there comes first in the contract's order.
            patients.requireThere(who, patientId);
            throw wrongForm;
        }
        return Json.ok(patients.change(who, patientId, patch)).build();
    }

    private PatientPatch readPatch() {
        RequestJson json = RequestJson.read(request, RequestJson.MERGE_PATCH, "name", "birthday", "identifiers",
                "allowDuplicate");
        return new PatientPatch(json.has("name") ? json.requiredText("name") : null,
                json.has("birthday") ? json.requiredDate("birthday") : null,
                json.has("identifiers") ? json.identifiers("identifiers") : null, json.flag("allowDuplicate"));
    }

    private Caller requireWriter(AuditEntry attempt) {
        Caller who = caller.get();
        guard.require(who, Act.WRITE_PATIENT, attempt);
        if (!patients.isManagedHere()) {
            throw guard.refused(who, attempt,
                    new MediaFilesException(ProblemCode.PATIENTS_ARE_MANAGED_ELSEWHERE,
                            "Patients of this database are managed by another system."));
        }
        return who;
    }
}
