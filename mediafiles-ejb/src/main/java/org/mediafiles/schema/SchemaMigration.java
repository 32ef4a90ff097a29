package org.mediafiles.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.jboss.logging.Logger;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.config.SchemaConfig.OnStartup;
import org.mediafiles.schema.version.SchemaLock;
import org.mediafiles.schema.version.Sql;

/**
 * Looks at the database, decides, migrates where it may, and says what the gate is to be. Plain JDBC: the startup
 * singleton and the command line both wrap it.
 */
final class SchemaMigration {
    private static final Logger LOG = Logger.getLogger(SchemaMigration.class);
    /** PostgreSQL 15: the oldest that the product is tested with. */
    private static final int OLDEST_SERVER = 150_000;

    private final DataSource owner;
    private final DataSource runner;
    private final MigrationVersion target;
    /** An empty database that was begun is not empty any more when the connection broke and the next attempt looks. */
    private boolean begun;

    /**
     * @param owner  logs in as who owns the tables; both may be the same
     * @param runner logs in as the server does at work
     */
    SchemaMigration(DataSource owner, DataSource runner) {
        this(owner, runner, MigrationVersion.LATEST);
    }

    /** @param target the last version to apply */
    SchemaMigration(DataSource owner, DataSource runner, MigrationVersion target) {
        this.owner = owner;
        this.runner = runner;
        this.target = target;
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
                return decide(connection, login, permission);
            } finally {
                lock.get().release();
            }
        } catch (SQLException | FlywayException failure) {
            if (Sql.isConnectionLost(failure)) {
                return Verdict.unavailable(failure);
            }
            LOG.error("The look at the schema or its migration broke off", failure);
            return Verdict.fail(GateReason.MIGRATION_FAILED,
                    "The look at the schema or its migration broke off; the server's log says where. What it had done is"
                            + " undone or can be repeated: mend the cause and restart.");
        }
    }

    private Verdict decide(Connection connection, String login, OnStartup permission) throws SQLException {
        FoundSchema found = FoundSchema.read(connection);
        if (found.serverVersion() < OLDEST_SERVER) {
            return Verdict.fail(GateReason.DATABASE_TOO_OLD, "PostgreSQL 15 is the oldest that will do.");
        }
        if (!found.historyBegun() && !found.ownTables().isEmpty()) {
            return Verdict.fail(GateReason.ADOPTION_NEEDED, "These tables stand without a history of ours: "
                    + String.join(", ", found.ownTables()) + ". The database has to be adopted first.");
        }
        Migrations migrations = new Migrations(owner, target);
        boolean fresh = !found.historyBegun() && found.publicEmpty();
        if (permission == OnStartup.MIGRATE || fresh || begun) {
            return migrate(connection, login, migrations);
        }
        if (!found.historyBegun()) {
            return Verdict.fail(GateReason.MIGRATION_PENDING,
                    "The database holds tables, but none of ours. If it is the"
                            + " right one, set mediafiles.schema.on-startup=migrate for one start.");
        }
        Optional<Verdict> obstacle = newer(migrations).or(() -> pending(migrations));
        return obstacle.isPresent() ? obstacle.get() : validated(connection, login, migrations);
    }

    private Verdict migrate(Connection connection, String login, Migrations migrations) throws SQLException {
        begun = true;
        forgetBrokenOff(connection);
        Optional<Verdict> obstacle = newer(migrations).or(() -> mismatch(migrations));
        if (obstacle.isPresent()) {
            return obstacle.get();
        }
        String before = migrations.currentVersion();
        migrations.apply();
        putOnRecord(connection, before, migrations.currentVersion());
        LegacyChecks.validate(connection);
        SchemaGrants.apply(connection, login);
        return validated(connection, login, migrations);
    }

    /**
     * A migration that runs outside a transaction leaves a row when it breaks off. Such migrations are written to be run
     * again, so the row only stands in the way.
     */
    private static void forgetBrokenOff(Connection connection) throws SQLException {
        if (Sql.flag(connection, "SELECT to_regclass('mediafiles_ops.schema_history') IS NOT NULL")) {
            int rows = Sql.update(connection, "DELETE FROM mediafiles_ops.schema_history WHERE NOT success");
            if (rows > 0) {
                LOG.infof("%d migration(s) had broken off and are run again", rows);
            }
        }
    }

    private static void putOnRecord(Connection connection, String before, String after) throws SQLException {
        if (before.equals(after)
                || !Sql.flag(connection, "SELECT to_regclass('mediafiles_ops.audit_event') IS NOT NULL")) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                """
                INSERT INTO mediafiles_ops.audit_event (act, outcome, before_values, after_values)
                VALUES (?, 'ok', jsonb_build_object('version', ?), jsonb_build_object('version', ?))""")) {
            statement.setString(1, AuditAct.SCHEMA_CHANGE.code());
            statement.setString(2, before);
            statement.setString(3, after);
            statement.executeUpdate();
        }
    }

    private static Optional<Verdict> newer(Migrations migrations) {
        return migrations.newerVersion().map(version -> Verdict.fail(GateReason.SCHEMA_NEWER_THAN_PROGRAM,
                "The schema is at version " + version
                        + ", which this program does not know: deploy the newer program."));
    }

    private static Optional<Verdict> pending(Migrations migrations) {
        return migrations.pendingVersion()
                .map(version -> Verdict.fail(GateReason.MIGRATION_PENDING,
                        "Migration V" + version + " is not applied. Back the database up, then set"
                                + " mediafiles.schema.on-startup=migrate for one start."));
    }

    private static Optional<Verdict> mismatch(Migrations migrations) {
        return migrations.mismatch().map(sentence -> Verdict.fail(GateReason.SCHEMA_MISMATCH, sentence));
    }

    private static Verdict validated(Connection connection, String login, Migrations migrations) throws SQLException {
        Optional<Verdict> mismatch = mismatch(migrations);
        if (mismatch.isPresent()) {
            return mismatch.get();
        }
        Optional<String> missing = SchemaGrants.missing(connection, login);
        return missing.map(sentence -> Verdict.fail(GateReason.GRANTS_MISSING, sentence))
                .orElseGet(() -> Verdict.open(migrations.currentVersion()));
    }
}
