package org.mediafiles.web.migration;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.schema.SchemaService;
import org.mediafiles.schema.SchemaTask;
import org.mediafiles.schema.migrate.InfoReport;
import org.mediafiles.schema.plan.ImpactReport;
import org.mediafiles.schema.plan.PlanReport;
import org.mediafiles.schema.preflight.PreflightReport;
import org.mediafiles.schema.preflight.Purpose;
import org.mediafiles.schema.rollback.RollbackRequest;
import org.mediafiles.schema.validation.ValidationReport;
import org.mediafiles.schema.version.Door;
import org.mediafiles.schema.version.Initiator;
import org.mediafiles.schema.version.RecordedRun;
import org.mediafiles.security.AccessGuard;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;
import org.mediafiles.security.SignInAttempt;
import org.mediafiles.security.SignInGuard;

/** What an admin may ask of the schema and have done to it. Works while the gate is closed. */
@RequestScoped
public class MigrationDoor {
    @EJB
    private SchemaService schema;
    @Inject
    private SignInGuard signIn;
    @EJB
    private AuditTrail trail;
    @Inject
    private AccessGuard guard;

    public InfoReport info(Caller admin, Door door) {
        return schema.info(looking(admin, door, "info"));
    }

    /** @param target empty: what the program needs */
    public PlanReport plan(Caller admin, Door door, OptionalInt target) {
        return schema.plan(looking(admin, door, "plan"), target);
    }

    public PreflightReport preflight(Caller admin, Door door, Purpose purpose) {
        return schema.preflight(looking(admin, door, "preflight"), purpose);
    }

    /** @param files whether the store is compared with the rows, which takes its time */
    public ValidationReport validate(Caller admin, Door door, boolean files) {
        return schema.validate(looking(admin, door, "validate"), files);
    }

    public ImpactReport impact(Caller admin, Door door) {
        return schema.impact(looking(admin, door, "impact"));
    }

    public List<RecordedRun> runs(Caller admin, Door door, int limit) {
        looking(admin, door, "runs");
        return schema.runs(limit);
    }

    /** @return what this server runs or ran last; asked again and again by a page, so it is no look of its own on record */
    public Optional<SchemaTask> task(Caller admin) {
        guard.require(admin, Act.ADMINISTER, AuditAct.SCHEMA_LOOK);
        return schema.task();
    }

    /** Asks before a request is read any further. @throws MediaFilesException {@code FORBIDDEN} */
    public void requireAdmin(Caller admin) {
        guard.require(admin, Act.ADMINISTER, AuditAct.SCHEMA_CHANGE);
    }

    /** @return whether the server has a login that may change the schema */
    public boolean mayChange(Caller admin) {
        guard.require(admin, Act.ADMINISTER, AuditAct.SCHEMA_LOOK);
        return schema.mayChange();
    }

    public boolean isRollbackOffered() {
        return schema.isRollbackOffered();
    }

    /**
     * @param label what the site calls its own backup, where that is the way of saving
     * @throws MediaFilesException {@code CONFLICT} while another operation runs here
     */
    public SchemaTask backup(Caller admin, Door door, Optional<String> label) {
        return changed(admin, Map.of("operation", "backup"), () -> schema.backup(by(admin, door), label));
    }

    /**
     * @param target empty: what the program needs
     * @throws MediaFilesException {@code CONFLICT} while another operation runs here; {@code FORBIDDEN} where the server's
     *                             login may not change the schema
     */
    public SchemaTask migrate(Caller admin, Door door, OptionalInt target, Optional<String> label) {
        return changed(admin, Map.of("operation", "migrate"), () -> schema.migrate(by(admin, door), target, label));
    }

    /** Asks what runs to stop where it can be resumed. */
    public void stop(Caller admin, Door door) {
        changed(admin, Map.of("operation", "stop", "door", door.code()), () -> {
            schema.askToStop();
            return null;
        });
    }

    /**
     * @param password the admin's own, once more
     * @param database the database's name, as typed
     * @throws MediaFilesException {@code FORBIDDEN} where it is not offered here or the password is wrong;
     *                             {@code INVALID_REQUEST} at {@code database}; {@code CONFLICT}
     */
    public SchemaTask rollback(Caller admin, Door door, RollbackRequest request, String password, String database,
            Optional<String> label) {
        String target = request.target().isPresent() ? String.valueOf(request.target().getAsInt()) : "none";
        guard.require(admin, Act.ADMINISTER, AuditAct.SCHEMA_CHANGE);
        if (schema.isRollbackOffered() && !isOwnPassword(admin, password)) {
            throw guard.refused(admin, AuditEntry.refused(AuditAct.SCHEMA_CHANGE, ProblemCode.FORBIDDEN.code()),
                    new MediaFilesException(ProblemCode.FORBIDDEN, "The password is wrong.").atField("password"));
        }
        return changed(admin, Map.of("operation", "rollback", "target", target),
                () -> schema.rollback(by(admin, door), request, database, label));
    }

    private boolean isOwnPassword(Caller admin, String password) {
        return password != null && signIn
                .verify(new SignInAttempt(admin.username(), admin.address(), admin.requestId()), password)
                .filter(same -> same.userId() == admin.userId()).isPresent();
    }

    private Initiator looking(Caller admin, Door door, String what) {
        guard.require(admin, Act.ADMINISTER, AuditAct.SCHEMA_LOOK);
        trail.recordApart(admin.actor(), AuditEntry.ok(AuditAct.SCHEMA_LOOK).details(Map.of("what", what)));
        return by(admin, door);
    }

    /** What was begun stands on record as begun, and what was not as refused: each once. */
    private SchemaTask changed(Caller admin, Map<String, Object> what, Supplier<SchemaTask> operation) {
        guard.require(admin, Act.ADMINISTER, AuditAct.SCHEMA_CHANGE);
        SchemaTask begun;
        try {
            begun = operation.get();
        } catch (MediaFilesException refusal) {
            Map<String, Object> refused = new LinkedHashMap<>(what);
            refused.put("code", refusal.code().code());
            trail.recordApart(admin.actor(),
                    AuditEntry.refused(AuditAct.SCHEMA_CHANGE, refusal.code().code()).details(refused));
            throw refusal;
        }
        trail.recordApart(admin.actor(), AuditEntry.ok(AuditAct.SCHEMA_CHANGE).details(what));
        return begun;
    }

    private static Initiator by(Caller admin, Door door) {
        return new Initiator(admin.username(), door);
    }
}
