package org.mediafiles.catalog;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Assertions;
import org.mediafiles.TestArchive;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.audit.Actor;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.config.HospitalConfig;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Caller;
import org.mediafiles.security.Role;

/** The catalog's services over a database of their own, each call in a transaction as the container would have it. */
final class CatalogFixture implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-23T15:00:00Z");
    static final HospitalConfig HOSPITAL = new HospitalConfig(ZoneId.of("America/Sao_Paulo"),
            HospitalConfig.PORTUGUESE);
    static final Caller VIEWER = caller(1, "vera", Role.VIEWER);
    static final Caller CLINICIAN = caller(2, "clara", Role.CLINICIAN);
    static final Caller OTHER_CLINICIAN = caller(3, "caio", Role.CLINICIAN);
    static final Caller INTEGRATOR = caller(4, "ines", Role.INTEGRATOR);
    static final Caller ADMIN = caller(5, "ada", Role.ADMIN);

    final TestArchive archive = TestArchive.open();

    CatalogFixture() {
        for (Caller person : List.of(VIEWER, CLINICIAN, OTHER_CLINICIAN, INTEGRATOR, ADMIN)) {
            archive.execute("insert into accounts_eqmduser values (" + person.userId() + ",'!',null,false,'"
                    + person.username() + "','" + person.username() + "','Silva','',false,true,now())");
        }
    }

    static Caller caller(long id, String name, Role role) {
        return new Caller(id, name, name, role, "127.0.0.1", "request-" + id);
    }

    <T> T patients(Function<PatientService, T> call) {
        return archive.inTransaction(em -> call.apply(patientService(em)));
    }

    PatientService patientService(EntityManager em) {
        return new PatientService(new PatientRepository(em), new PatientSearchService(em), trail(em),
                new AccessPolicy(), HOSPITAL, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    PatientRecord patient(String name, String birthday, PatientIdentifier... identifiers) {
        return patients(service -> service.create(CLINICIAN,
                new NewPatient(name, LocalDate.parse(birthday), List.of(identifiers), false)));
    }

    /** A trail whose rows of their own stand although the rest is rolled back, as REQUIRES_NEW has it. */
    AuditTrail trail(EntityManager em) {
        return new AuditTrail(em) {
            @Override
            public void recordApart(Actor actor, AuditEntry entry) {
                archive.doInTransaction(other -> new AuditTrail(other).record(actor, entry));
            }
        };
    }

    long audited(String act, String outcome, UUID patientId) {
        return Long.parseLong(archive.query("select count(*) from mediafiles_ops.audit_event where act = '" + act
                + "' and outcome = '" + outcome + "'"
                + (patientId == null ? "" : " and patient_id = '" + patientId + "'")));
    }

    static MediaFilesException refused(ProblemCode code, Runnable call) {
        MediaFilesException refusal = Assertions.assertThrows(MediaFilesException.class, call::run);
        Assertions.assertEquals(code, refusal.code(), refusal.getMessage());
        return refusal;
    }

    static MediaFilesException invalid(String field, Runnable call) {
        MediaFilesException refusal = refused(ProblemCode.INVALID_REQUEST, call);
        Assertions.assertEquals(field, refusal.field().orElse(null));
        return refusal;
    }

    void inTransaction(Consumer<EntityManager> work) {
        archive.doInTransaction(work);
    }

    @Override
    public void close() {
        archive.close();
    }
}
