package org.mediafiles.schema;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mediafiles.config.Settings;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.schema.backup.Backup;
import org.mediafiles.schema.backup.BackupRequest;
import org.mediafiles.schema.migrate.Info;
import org.mediafiles.schema.migrate.InfoReport;
import org.mediafiles.schema.migrate.Migrate;
import org.mediafiles.schema.migrate.MigrateOptions;
import org.mediafiles.schema.plan.Impact;
import org.mediafiles.schema.plan.ImpactReport;
import org.mediafiles.schema.plan.Plan;
import org.mediafiles.schema.plan.PlanReport;
import org.mediafiles.schema.preflight.Preflight;
import org.mediafiles.schema.preflight.PreflightReport;
import org.mediafiles.schema.preflight.Purpose;
import org.mediafiles.schema.rollback.Rollback;
import org.mediafiles.schema.rollback.RollbackRequest;
import org.mediafiles.schema.validation.Validation;
import org.mediafiles.schema.validation.ValidationOptions;
import org.mediafiles.schema.validation.ValidationReport;
import org.mediafiles.schema.version.BackupMeans;
import org.mediafiles.schema.version.Initiator;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.schema.version.RunHistory;
import org.mediafiles.schema.version.RecordedRun;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;

/**
 * The server's door to the operations on the schema, for pages and REST. It works also while the gate is closed, and it is
 * the caller that decides who may: this room knows no users. What only looks answers at once; what changes something runs
 * beside the requests, one operation at a time.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SchemaService {
    private static final Duration COME_AGAIN = Duration.ofSeconds(5);

    @Inject
    private Settings settings;
    @Inject
    private OperationDesk desk;
    @Inject
    private MappedObjects mappedObjects;
    @EJB
    private SchemaStartup startup;

    /** @return where the schema stands, version by version */
    public InfoReport info(Initiator initiator) {
        return new Info(site(initiator, Progress.NONE)).run();
    }

    /** @param target empty: what the program needs */
    public PlanReport plan(Initiator initiator, OptionalInt target) {
        return looked(() -> new Plan(site(initiator, Progress.NONE)).run(target, Optional.empty()));
    }

    public PreflightReport preflight(Initiator initiator, Purpose purpose) {
        return new Preflight(site(initiator, Progress.NONE)).run(purpose);
    }

    /** @param files whether the store is compared with the rows, which takes its time */
    public ValidationReport validate(Initiator initiator, boolean files) {
        ValidationOptions options = ValidationOptions.ALL.withMapping(mappedObjects::mismatch);
        return new Validation(site(initiator, Progress.NONE)).run(files ? options : options.withoutFiles());
    }

    public ImpactReport impact(Initiator initiator) {
        return looked(() -> new Impact(site(initiator, Progress.NONE)).run());
    }

    /** @return what was run on this database, newest first; empty before the first run */
    public List<RecordedRun> runs(int limit) {
        return looked(() -> {
            try (Connection connection = Databases.lookUp().runner().getConnection()) {
                return RunHistory.read(connection, limit);
            }
        });
    }

    /** @return what this server runs or ran last */
    public Optional<SchemaTask> task() {
        return desk.current();
    }

    /** Asks what runs to stop at the next place where it can be resumed. */
    public void askToStop() {
        desk.askToStop();
    }

    /** @return whether the server has a login that may change the schema; without it, {@code schema.sh} does */
    public boolean mayChange() {
        return looked(() -> {
            try (Connection connection = Databases.lookUp().owner().getConnection()) {
                return Sql.flag(connection, SchemaMigration.MAY_CHANGE);
            }
        });
    }

    /** @return whether a rollback is offered here, {@code mediafiles.schema.web-rollback} */
    public boolean isRollbackOffered() {
        return settings.schema().webRollback();
    }

    /**
     * @param label what the site calls its own backup that reaches up to now; needed where that is the way of saving
     * @return the operation, begun
     * @throws MediaFilesException {@code CONFLICT} while another one runs here; {@code FORBIDDEN} without an owner's login
     */
    public SchemaTask backup(Initiator initiator, Optional<String> label) {
        return desk.start("backup", initiator.name(), progress -> new Backup(site(initiator, progress, label))
                .run(BackupRequest.of(settings.schema().backup())));
    }

    /** As {@link #backup}. @param target empty: what the program needs */
    public SchemaTask migrate(Initiator initiator, OptionalInt target, Optional<String> label) {
        requireOwner();
        return desk.start("migrate", initiator.name(), progress -> {
            try {
                return new Migrate(site(initiator, progress, label)).run(target, MigrateOptions.DEFAULTS);
            } finally {
                startup.lookNow();
            }
        });
    }

    /**
     * As {@link #backup}; everybody is sent away first.
     *
     * @param database the database's name, as the person typed it
     * @throws MediaFilesException {@code FORBIDDEN} where it is not offered; {@code INVALID_REQUEST} where the name is not
     *                             this database's
     */
    public SchemaTask rollback(Initiator initiator, RollbackRequest request, String database,
            Optional<String> label) {
        if (!isRollbackOffered()) {
            throw new MediaFilesException(ProblemCode.FORBIDDEN,
                    "Rolling back is not offered here: set mediafiles.schema.web-rollback=true, or run schema.sh rollback.");
        }
        requireOwner();
        if (!info(initiator).place().database().equals(database)) {
            throw MediaFilesException.invalid("database", "This is not the name of the database.");
        }
        return desk.start("rollback", initiator.name(), progress -> {
            startup.shut("The schema is being rolled back.");
            try {
                return new Rollback(site(initiator, progress, label)).run(request);
            } finally {
                startup.lookNow();
            }
        });
    }

    private void requireOwner() {
        if (!mayChange()) {
            throw new MediaFilesException(ProblemCode.FORBIDDEN,
                    "This server's login may not change the schema. Run schema.sh as the tables' owner.");
        }
    }

    private SchemaSite site(Initiator initiator, Progress progress) {
        return site(initiator, progress, Optional.empty());
    }

    private SchemaSite site(Initiator initiator, Progress progress, Optional<String> label) {
        BackupMeans means = BackupMeans.ofProcess();
        Databases databases = Databases.lookUp();
        return new SchemaSite(databases.owner(), settings.schema().runner().or(() -> runner(databases)),
                Optional.of(settings.storage().root()), settings.schema(), settings.tools(), initiator, progress,
                label.map(means::labelled).orElse(means));
    }

    private static Optional<String> runner(Databases databases) {
        try (Connection connection = databases.runner().getConnection()) {
            return Optional.of(Sql.text(connection, "SELECT current_user"));
        } catch (SQLException away) {
            throw notReady(away);
        }
    }

    /** What is read from the database. */
    @FunctionalInterface
    private interface Question<T> {
        T ask() throws SQLException;
    }

    private static <T> T looked(Question<T> question) {
        try {
            return question.ask();
        } catch (SQLException away) {
            throw notReady(away);
        }
    }

    private static MediaFilesException notReady(SQLException away) {
        return new MediaFilesException(ProblemCode.NOT_READY, "The database does not answer.", away)
                .retryAfter(COME_AGAIN);
    }
}
