package org.mediafiles.web.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mediafiles.audit.Actor;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.catalog.PatientService;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.AccessGuard;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Caller;
import org.mediafiles.security.Role;
import org.mediafiles.web.signin.CurrentCaller;

class PatientsResourceTest {
    private final List<AuditEntry> onRecord = new ArrayList<>();

    @Test
    void writingWherePatientsAreManagedElsewhereIsRefusedOnRecord() {
        PatientsResource resource = new PatientsResource();
        resource.caller = new CurrentCaller() {
            @Override
            public Caller get() {
                return new Caller(7, "ana", "Ana", Role.CLINICIAN, null, null);
            }
        };
        resource.patients = new PatientService() {
            @Override
            public boolean isManagedHere() {
                return false;
            }
        };
        resource.guard = new AccessGuard(new AccessPolicy(), new AuditTrail() {
            @Override
            public void recordApart(Actor actor, AuditEntry entry) {
                onRecord.add(entry);
            }
        });
        String id = UUID.randomUUID().toString();
        for (MediaFilesException refusal : List.of(assertThrows(MediaFilesException.class, resource::create),
                assertThrows(MediaFilesException.class, () -> resource.patch(id)))) {
            assertEquals(ProblemCode.PATIENTS_ARE_MANAGED_ELSEWHERE, refusal.code());
        }
        assertEquals(List.of("patient-create", "patient-change"),
                onRecord.stream().map(entry -> entry.act().code()).toList());
        assertEquals(Map.of("code", "patients-are-managed-elsewhere"), onRecord.get(0).details());
    }
}
