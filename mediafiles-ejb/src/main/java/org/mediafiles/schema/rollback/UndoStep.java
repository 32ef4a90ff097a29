package org.mediafiles.schema.rollback;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.schema.version.RunLog;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;

/**
 * Undoes one version in the transaction of its caller: looks under the lock that no row was written since it was exported, runs the
 * script, changes the history, Django's record and the audit, and commits all of it or nothing.
 */
final class UndoStep {
    private final SchemaSite site;
    private final Connection work;
    private final UUID run;
    private final Checkpoint checkpoint;

    /** Told on the way, for tests that break it off there. */
    interface Checkpoint {
        Checkpoint NONE = (version, place) -> {};

        /** @param place {@code prepared}, {@code undone} or {@code recorded}; the last two within the transaction */
        void at(int version, String place);
    }

    /** @param work a direct connection, not the one that holds the lock */
    UndoStep(SchemaSite site, Connection work, UUID run, Checkpoint checkpoint) {
        this.site = site;
        this.work = work;
        this.run = run;
        this.checkpoint = checkpoint;
    }

    /**
     * One try, in the transaction that is open: what fails is undone with it.
     *
     * @param lost what goes with this version, as it was exported
     * @throws SQLException where it failed
     * @throws Stopped      where a row was written since it was exported
     */
    void attempt(PlannedUndo undo, List<LostTable> lost) throws SQLException, Stopped {
        UndoScript script = undo.script();
        for (LostTable table : lost) {
            requireUnchanged(table);
        }
        runScript(script.undo());
        checkpoint.at(script.version(), "undone");
        if (undo.brokeOff()) {
            forgetFailed(script.version());
        } else {
            changeHistory(script);
            putOnRecord(script.version(), undo.standing());
        }
        checkpoint.at(script.version(), "recorded");
    }

    private void requireUnchanged(LostTable table) throws SQLException, Stopped {
        Sql.run(work, "LOCK TABLE " + table.table() + " IN ACCESS EXCLUSIVE MODE");
        LostTable now = LostTable.look(work, table.version(), table.table());
        if (!now.imprint().equals(table.imprint())) {
            throw Stopped.onTheWay("Rows of " + table.table() + " were written since they were exported, so it stays:"
                    + " stop what writes them and run the rollback again.");
        }
    }

    /** As it stands: braces in it are no escapes of JDBC's. */
    private void runScript(String sql) throws SQLException {
        try (Statement statement = work.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    private void changeHistory(UndoScript script) throws SQLException, Stopped {
        int version = script.version();
        if (script.toKeep().isPresent()) {
            RunLog.remember(work, script.toKeep().get());
        }
        int rows;
        if (!script.baselined()) {
            rows = update("DELETE FROM mediafiles_ops.schema_history WHERE version = ?", String.valueOf(version));
        } else if (version == 0) {
            rows = update("DELETE FROM mediafiles_ops.schema_history WHERE type = 'BASELINE' AND version = ?", "0");
        } else {
            // A row above which everything is to be applied again: without one, V0 would meet its tables standing.
            rows = update(
                    "UPDATE mediafiles_ops.schema_history SET version = ? WHERE type = 'BASELINE' AND version = ?",
                    String.valueOf(version - 1), String.valueOf(version));
            DjangoMigrations.forget(work, version);
        }
        if (rows != 1) {
            throw Stopped.onTheWay("The history no longer says that V" + version + " stands: look at it with info.");
        }
    }

    private void forgetFailed(int version) throws SQLException {
        update("DELETE FROM mediafiles_ops.schema_history WHERE version = ? AND NOT success", String.valueOf(version));
    }

    private int update(String sql, String... texts) throws SQLException {
        try (PreparedStatement statement = work.prepareStatement(sql)) {
            for (int i = 0; i < texts.length; i++) {
                statement.setString(i + 1, texts[i]);
            }
            return statement.executeUpdate();
        }
    }

    private void putOnRecord(int version, int standing) throws SQLException {
        if (Sql.flag(work, "SELECT to_regclass('mediafiles_ops.audit_event') IS NULL")) {
            return;
        }
        try (PreparedStatement statement = work.prepareStatement(
                """
                INSERT INTO mediafiles_ops.audit_event (act, outcome, username, details, before_values, after_values)
                VALUES (?, 'ok', left(?, 150), jsonb_build_object('operation', 'rollback', 'run', ?, 'door', ?),
                    jsonb_build_object('version', ?), jsonb_build_object('version', ?))""")) {
            statement.setString(1, AuditAct.SCHEMA_CHANGE.code());
            statement.setString(2, site.initiator().name());
            statement.setString(3, run.toString());
            statement.setString(4, site.initiator().door().code());
            statement.setString(5, String.valueOf(version));
            statement.setString(6, RollbackRequest.spell(standing));
            statement.executeUpdate();
        }
    }
}
