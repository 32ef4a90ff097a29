package org.mediafiles.schema.migrate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.schema.version.RunLog;
import org.mediafiles.schema.version.SchemaHistory;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScript;
import org.mediafiles.schema.version.VersionScripts;

/**
 * What every migration ends with; each part may be repeated and then changes nothing.
 *
 * @param oneTry how long one try at a lock takes
 */
record Settlement(SchemaSite site, VersionScripts scripts, WorkConnections work, Duration oneTry) {

    /** @param door the connection that holds the schema's lock */
    void settle(Connection door) throws SQLException {
        rememberMissing(door);
        try (Connection connection = work.getConnection()) {
            int given = TakenHashes.giveBack(connection, oneTry);
            if (given > 0) {
                site.progress().says(given + " records have the hash again that unshare took from them");
            }
            LegacyChecks.validate(connection, oneTry);
        }
        for (String login : runners(door)) {
            SchemaGrants.apply(door, login);
        }
        AuditPartitions.ensure(door);
    }

    /** The login that is named; where none is, those that had their rights before, so that new tables do not shut them out. */
    private List<String> runners(Connection door) throws SQLException {
        return site.runner().isPresent() ? List.of(site.runner().get()) : SchemaGrants.knownRunners(door);
    }

    /** The way back of what was applied before ways back were kept, or by a program that was killed too early. */
    private void rememberMissing(Connection door) throws SQLException {
        SchemaHistory history = SchemaHistory.read(door);
        if (history.current().isEmpty()) {
            return;
        }
        RunLog.bootstrap(door);
        List<String> kept = Sql.texts(door, "SELECT version FROM mediafiles_ops.schema_undo");
        for (VersionScript script : scripts.all()) {
            if (history.isApplied(script.version()) && !kept.contains(String.valueOf(script.version()))) {
                RunLog.remember(door, script);
            }
        }
    }

    /** @param from {@code null} where no version stood */
    void putOnRecord(Connection door, Integer from, Integer reached) throws SQLException {
        if (!Sql.flag(door, "SELECT to_regclass('mediafiles_ops.audit_event') IS NOT NULL")) {
            return;
        }
        try (PreparedStatement statement = door.prepareStatement(
                """
                INSERT INTO mediafiles_ops.audit_event (act, username, outcome, before_values, after_values)
                VALUES (?, ?, 'ok', jsonb_build_object('version', ?), jsonb_build_object('version', ?))""")) {
            statement.setString(1, AuditAct.SCHEMA_CHANGE.code());
            statement.setString(2, site.initiator().name());
            statement.setString(3, from == null ? "none" : from.toString());
            statement.setString(4, reached.toString());
            statement.executeUpdate();
        }
    }
}
