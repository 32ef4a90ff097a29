package org.mediafiles.schema;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.api.MigrationVersion;
import org.jboss.logging.Logger;
import org.mediafiles.config.SchemaConfig.Backup;
import org.mediafiles.config.SchemaConfig.OnStartup;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.config.Settings;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.schema.migrate.Migrate;
import org.mediafiles.schema.migrate.MigrateReport;
import org.mediafiles.schema.migrate.SchemaGrants;
import org.mediafiles.schema.migrate.SchemaStanding;
import org.mediafiles.schema.migrate.Stop;
import org.mediafiles.schema.validation.Structure;
import org.mediafiles.schema.version.BackupMeans;
import org.mediafiles.schema.version.ClinicalTables;
import org.mediafiles.schema.version.Initiator;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.schema.version.RunLog;
import org.mediafiles.schema.version.SchemaHistory;
import org.mediafiles.schema.version.SchemaLock;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScripts;

/** The start-up's door: looks at the database, decides, migrates where it may, and says what the gate is to be. */
final class SchemaMigration {
    private static final Logger LOG = Logger.getLogger(SchemaMigration.class);
    /** A run that never came to its end, on a database that was empty when it began. */
    private static final String FIRST_RUN_BROKE_OFF = """
                                                      SELECT NOT EXISTS (SELECT FROM mediafiles_ops.schema_run
                                                          WHERE operation <> 'migrate' OR outcome = 'ok' OR from_version IS NOT NULL)
                                                          AND EXISTS (SELECT FROM mediafiles_ops.schema_run)""";

    /** As the owner of what stands, or where nothing stands as who may make it. */
    static final String MAY_CHANGE = """
                                     SELECT CASE WHEN to_regclass('mediafiles_ops.schema_history') IS NULL
                                         THEN has_database_privilege(current_database(), 'CREATE')
                                         ELSE (SELECT pg_has_role(relowner, 'USAGE') FROM pg_class
                                               WHERE oid = to_regclass('mediafiles_ops.schema_history')) END""";

    private final DataSource owner;
    private final DataSource runner;
    private final OptionalInt target;
    private final Function<String, Migrate> migrate;
    /** An empty database that was begun is not empty any more when the connection broke and the next attempt looks. */
    private boolean begun;

    /**
     * @param databases the owner's and the runner's logins; both may be the same
     * @param progress  told what a migration does now
     */
    SchemaMigration(Databases databases, Settings settings, Progress progress) {
        this(databases.owner(), databases.runner(), OptionalInt.empty(), login -> new Migrate(
                site(databases.owner(), settings.schema().runner().orElse(login), settings.schema(),
                        Optional.of(settings.storage().root()), settings.tools(), progress)
                        .with(BackupMeans.ofProcess())));
    }

    /** With neither checks nor backup before: for tests of what does not concern those. */
    SchemaMigration(DataSource owner, DataSource runner) {
        this(owner, runner, MigrationVersion.LATEST);
    }

    /** @param target the last version to apply */
    SchemaMigration(DataSource owner, DataSource runner, MigrationVersion target) {
        this(owner, runner,
                target.equals(MigrationVersion.LATEST)
                        ? OptionalInt.empty()
                        : OptionalInt.of(Integer.parseInt(target.getVersion())),
                login -> Migrate.unguarded(site(owner, login,
                        SchemaConfig.DEFAULTS.withBackup(Backup.OFF, Optional.empty()), Optional.empty(),
                        ToolConfig.DEFAULTS, Progress.NONE)));
    }

    private SchemaMigration(DataSource owner, DataSource runner, OptionalInt target,
            Function<String, Migrate> migrate) {
        this.owner = owner;
        this.runner = runner;
        this.target = target;
        this.migrate = migrate;
    }

    private static SchemaSite site(DataSource owner, String login, SchemaConfig config, Optional<Path> storageRoot,
            ToolConfig tools, Progress progress) {
        return new SchemaSite(owner, Optional.of(login), storageRoot, config, tools, Initiator.SERVER, progress);
    }

    /**
     * @param permission what may be done to a database that is not empty; an empty one is migrated in any case
     * @return what the gate is to be; expected failures come back as a verdict
     */
    Verdict run(OnStartup permission) {
        try (Connection atWork = runner.getConnection(); Connection atSchema = owner.getConnection()) {
            return run(atSchema, Sql.text(atWork, "SELECT current_user"), permission);
        } catch (SQLException away) {
            return Verdict.unavailable(away);
        }
    }

    private Verdict run(Connection connection, String login, OnStartup permission) {
        try {
            Optional<SchemaLock> lock = SchemaLock.tryLock(connection);
            if (lock.isEmpty()) {
                return Verdict.hold(GateReason.MIGRATING, "Another server is looking at the schema or migrating it.");
            }
            try {
                return decide(lock.get(), login, permission);
            } finally {
                lock.get().release();
            }
        } catch (SQLException failure) {
            if (Sql.isConnectionLost(failure)) {
                return Verdict.unavailable(failure);
            }
            LOG.error("The look at the schema broke off", failure);
            return Verdict.fail(GateReason.MIGRATION_FAILED, "The look at the schema broke off; the server's log says"
                    + " where. Nothing was changed: mend the cause and restart.");
        }
    }

    private Verdict decide(SchemaLock lock, String login, OnStartup permission) throws SQLException {
        Connection connection = lock.connection();
        SchemaStanding standing = SchemaStanding.read(connection, VersionScripts.ours());
        Optional<Verdict> halfway = halfwayBetweenOwners(connection);
        if (halfway.isPresent()) {
            return halfway.get();
        }
        boolean fresh = !standing.found().historyBegun() && standing.found().publicEmpty();
        boolean mayChange = Sql.flag(connection, MAY_CHANGE);
        boolean due = standing.stop().isEmpty() && (fresh || !standing.pending().isEmpty());
        boolean wanted = permission == OnStartup.MIGRATE || fresh || begun
                || isOurUnfinishedFirst(connection, standing);
        if (wanted && due && !mayChange) {
            return ownerMissing(connection, fresh, standing);
        }
        if (wanted && (mayChange || !standing.found().historyBegun())) {
            begun = begun || standing.stop().isEmpty();
            MigrateReport report = migrate.apply(login).underLock(lock, target);
            begun = begun && !report.isDone();
            return report.isDone()
                    ? granted(connection, login, report.reached())
                    : failed(report.stop().orElseThrow(), report.sentence(Locale.ENGLISH));
        }
        if (standing.stop().isPresent()) {
            return failed(standing.stop().get(), standing.sentence(Locale.ENGLISH));
        }
        if (!standing.found().historyBegun()) {
            return Verdict.fail(GateReason.MIGRATION_PENDING,
                    "The database holds tables, but none of ours. If it is the right one, run schema.sh migrate, or set"
                            + " mediafiles.schema.on-startup=migrate for one start.");
        }
        if (!standing.pending().isEmpty()) {
            return Verdict.fail(GateReason.MIGRATION_PENDING, "Migration V" + standing.pending().get(0).version()
                    + " is not applied. Run schema.sh migrate, which saves the database first, or set"
                    + " mediafiles.schema.on-startup=migrate for one start.");
        }
        return granted(connection, login, standing.history().current().getAsInt());
    }

    private static Verdict ownerMissing(Connection connection, boolean fresh, SchemaStanding standing)
            throws SQLException {
        return Verdict.fail(GateReason.OWNER_LOGIN_MISSING,
                (fresh ? "The tables have to be made" : "Migration V" + standing.pending().get(0).version() + " is due")
                        + ", and the server has no login that may: " + Sql.text(connection, "SELECT current_user")
                        + " does not own them. Give the server the owner's login (data source"
                        + " java:jboss/datasources/MediaFilesOwnerDS, see configure.sh), or run schema.sh migrate as the"
                        + " owner.");
    }

    /** An adoption, or giving back, that broke off: rows that came now would be told from those that stood wrongly. */
    private static Optional<Verdict> halfwayBetweenOwners(Connection connection) throws SQLException {
        if (!Sql.flag(connection, "SELECT to_regclass('mediafiles_ops.adoption') IS NOT NULL")) {
            return Optional.empty();
        }
        return Sql.texts(connection, """
                                     SELECT CASE state WHEN 'begun' THEN 'adopt' ELSE 'unadopt' END
                                     FROM mediafiles_ops.adoption WHERE state IN ('begun', 'leaving')""").stream()
                .map(command -> Verdict.fail(GateReason.ADOPTION_NEEDED, "A run of schema.sh " + command
                        + " on this database broke off: run schema.sh " + command + " --yes again, it goes on where it"
                        + " was."))
                .findFirst();
    }

    /** A first installation that was killed halfway is ours to finish, though the database is not empty any more. */
    private static boolean isOurUnfinishedFirst(Connection connection, SchemaStanding standing) throws SQLException {
        SchemaHistory history = standing.history();
        return standing.stop().isEmpty() && history.begun() && history.baseline().isEmpty()
                && !standing.pending().isEmpty() && RunLog.stands(connection)
                && Sql.flag(connection, FIRST_RUN_BROKE_OFF) && !ClinicalTables.holdRows(connection);
    }

    private static Verdict granted(Connection connection, String login, int version) throws SQLException {
        Optional<String> fault = Structure.fault(connection);
        if (fault.isPresent()) {
            return Verdict.fail(GateReason.SCHEMA_MISMATCH, fault.get());
        }
        Optional<String> missing = SchemaGrants.missing(connection, login);
        return missing.map(sentence -> Verdict.fail(GateReason.GRANTS_MISSING, sentence))
                .orElseGet(() -> Verdict.open(String.valueOf(version)));
    }

    private static Verdict failed(Stop stop, String sentence) {
        return switch (stop) {
            case DATABASE_TOO_OLD -> Verdict.fail(GateReason.DATABASE_TOO_OLD, sentence);
            case ADOPTION_NEEDED, LEAVING -> Verdict.fail(GateReason.ADOPTION_NEEDED, sentence);
            case SCHEMA_NEWER_THAN_PROGRAM, TARGET_BELOW, TARGET_UNKNOWN ->
                Verdict.fail(GateReason.SCHEMA_NEWER_THAN_PROGRAM, sentence);
            case SCHEMA_MISMATCH, VALIDATION_CLOSES, ROWS_LOST -> Verdict.fail(GateReason.SCHEMA_MISMATCH, sentence);
            case PREFLIGHT_STOPS -> Verdict.fail(GateReason.PREFLIGHT_STOPS, sentence);
            case BACKUP_FAILED -> Verdict.fail(GateReason.BACKUP_FAILED, sentence);
            case DATABASE_GONE, LOCK_LOST -> Verdict.hold(GateReason.DATABASE_UNAVAILABLE, sentence);
            case ANOTHER_RUN -> Verdict.hold(GateReason.MIGRATING, sentence);
            case UNKNOWN_TABLES, TABLES_BUSY, TOO_SLOW, IN_THE_WAY, NO_RIGHT, RUNNER_UNKNOWN, VERSION_FAILED,
                    STOP_ASKED ->
                Verdict.fail(GateReason.MIGRATION_FAILED, sentence);
        };
    }
}
