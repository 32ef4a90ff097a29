package org.mediafiles.schema.rollback;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.schema.rollback.RepairReport.Drift;
import org.mediafiles.schema.rollback.RollbackReport.Outcome;
import org.mediafiles.schema.version.AppliedVersion;
import org.mediafiles.schema.version.RunLog;
import org.mediafiles.schema.version.SchemaHistory;
import org.mediafiles.schema.version.SchemaLock;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.UnifiedDiff;
import org.mediafiles.schema.version.VersionScript;
import org.mediafiles.schema.version.VersionScripts;

/**
 * By hand only, once a person has seen the difference: takes this program's scripts for the ones that were applied. Sets
 * the history's checksums and the stored texts, up and down, to the program's, and removes rows of versions that broke
 * off. Changes no table of the archive, and leaves versions alone that this program does not know.
 */
public final class Repair {
    private final SchemaSite site;
    private final VersionScripts ours;
    private final BackupFirst backup;

    public Repair(SchemaSite site) {
        this(site, VersionScripts.ours(), BackupFirst.of(site, "repair"));
    }

    /** For tests: another program's versions, another way of saving. */
    Repair(SchemaSite site, VersionScripts ours, BackupFirst backup) {
        this.site = Objects.requireNonNull(site, "site");
        this.ours = ours;
        this.backup = backup;
    }

    /**
     * @param yes the operator has seen the difference; without it nothing is written, and the report shows it
     * @return what it came to; expected failures are reports, too
     */
    public RepairReport run(boolean yes) {
        List<Drift> drifts = new ArrayList<>();
        try (Connection guard = site.owner().getConnection()) {
            return LockedRun.under(guard, site, lock -> repair(lock, yes, drifts));
        } catch (Stopped stopped) {
            return new RepairReport(stopped.outcome(), stopped.getMessage(), drifts, 0);
        } catch (MediaFilesException refused) {
            return new RepairReport(Outcome.FAILED, refused.getMessage() + " Nothing was repaired.", drifts, 0);
        } catch (SQLException failure) {
            return new RepairReport(Outcome.FAILED, Failures.sentence(failure), drifts, 0);
        }
    }

    private RepairReport repair(SchemaLock lock, boolean yes, List<Drift> drifts) throws SQLException, Stopped {
        Connection guard = lock.connection();
        SchemaHistory history = SchemaHistory.read(guard);
        if (!history.begun()) {
            throw Stopped.refused("This database has no history of MediaFiles, so there is nothing to repair.");
        }
        int failed = (int) history.applied().stream().filter(row -> !row.success()).count();
        drifts.addAll(drifts(guard, history));
        if (drifts.isEmpty() && failed == 0) {
            return new RepairReport(Outcome.OK, "History and scripts agree; nothing was done.", drifts, 0);
        }
        if (!yes) {
            return new RepairReport(Outcome.REFUSED, "Look at the differences: where this program's scripts do what was"
                    + " done, --yes takes them for the applied ones.", drifts, failed);
        }
        RunLog.bootstrap(guard);
        RunLog log = new RunLog(guard, site.initiator());
        UUID run = log.begin("repair", null, null);
        RepairReport report = new RepairReport(Outcome.OK,
                "History and stored scripts are this program's; no table was changed.", drifts, failed);
        String place = null;
        try {
            place = backup.before(guard, run).orElse(null);
            apply(drifts, report, run);
        } catch (SQLException | MediaFilesException failure) {
            log.end(run, "failed", null, failure.getMessage(), place, null);
            throw failure;
        }
        log.end(run, "ok", null, report.message(), place, report.json().toString());
        return report;
    }

    private List<Drift> drifts(Connection guard, SchemaHistory history) throws SQLException {
        Map<Integer, VersionScript> stored = stored(guard);
        List<Drift> found = new ArrayList<>();
        for (VersionScript script : ours.all()) {
            Integer applied = history.applied().stream()
                    .filter(row -> row.version() == script.version() && row.success() && !row.baseline())
                    .map(AppliedVersion::checksum).findFirst().orElse(null);
            boolean changed = applied != null && applied != script.checksum();
            VersionScript kept = stored.get(script.version());
            List<String> diff = new ArrayList<>();
            if (kept != null && history.isApplied(script.version())) {
                diff.addAll(UnifiedDiff.between("database/" + kept.name(), kept.sql(), "program/" + script.name(),
                        script.sql()));
                diff.addAll(UnifiedDiff.between("database/" + kept.undoName(), texts(kept),
                        "program/" + script.undoName(), texts(script)));
            }
            if (changed || !diff.isEmpty()) {
                found.add(new Drift(script.version(), script.name(), changed ? applied : null, script.checksum(),
                        diff));
            }
        }
        return found;
    }

    private static String texts(VersionScript script) {
        return script.undoPrepare().orElse("") + script.undo();
    }

    private static Map<Integer, VersionScript> stored(Connection guard) throws SQLException {
        Map<Integer, VersionScript> stored = new HashMap<>();
        if (RunLog.stands(guard)) {
            try (Statement statement = guard.createStatement();
                    ResultSet row = statement.executeQuery("SELECT * FROM mediafiles_ops.schema_undo")) {
                while (row.next()) {
                    stored.put(row.getInt("version"), StoredScripts.read(row));
                }
            }
        }
        return stored;
    }

    private void apply(List<Drift> drifts, RepairReport report, UUID run) throws SQLException {
        try (Connection work = site.owner().getConnection()) {
            work.setAutoCommit(false);
            try {
                Sql.update(work, "DELETE FROM mediafiles_ops.schema_history WHERE NOT success");
                for (Drift drift : drifts) {
                    VersionScript script = ours.find(drift.version()).orElseThrow();
                    if (drift.before() != null) {
                        setChecksum(work, script);
                    }
                    RunLog.remember(work, script);
                }
                putOnRecord(work, report, run);
                work.commit();
            } catch (SQLException failure) {
                work.rollback();
                throw failure;
            } finally {
                work.setAutoCommit(true);
            }
        }
    }

    private static void setChecksum(Connection work, VersionScript script) throws SQLException {
        try (PreparedStatement statement = work.prepareStatement(
                """
                UPDATE mediafiles_ops.schema_history SET checksum = ?, script = ?, description = ?
                WHERE version = ? AND success AND type <> 'BASELINE'""")) {
            statement.setInt(1, script.checksum());
            statement.setString(2, script.name());
            statement.setString(3, script.title());
            statement.setString(4, String.valueOf(script.version()));
            statement.executeUpdate();
        }
    }

    private void putOnRecord(Connection work, RepairReport report, UUID run) throws SQLException {
        if (Sql.flag(work, "SELECT to_regclass('mediafiles_ops.audit_event') IS NULL")) {
            return;
        }
        try (PreparedStatement statement = work.prepareStatement(
                """
                INSERT INTO mediafiles_ops.audit_event (act, outcome, username, details)
                VALUES (?, 'ok', left(?, 150), jsonb_build_object('operation', 'repair', 'run', ?, 'door', ?,
                    'failedRows', ?, 'versions', cast(? AS jsonb)))""")) {
            statement.setString(1, AuditAct.SCHEMA_CHANGE.code());
            statement.setString(2, site.initiator().name());
            statement.setString(3, run.toString());
            statement.setString(4, site.initiator().door().code());
            statement.setInt(5, report.failedRows());
            statement.setString(6, report.json().get("versions").toString());
            statement.executeUpdate();
        }
    }
}
