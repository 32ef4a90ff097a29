package org.mediafiles.schema.rollback;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.schema.rollback.RollbackReport.Outcome;
import org.mediafiles.schema.version.Blockers;
import org.mediafiles.schema.version.LockPatience;
import org.mediafiles.schema.version.RecordedLocks;
import org.mediafiles.schema.version.Refusals;
import org.mediafiles.schema.version.RunLog;
import org.mediafiles.schema.version.SchemaLock;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.UndoPreparation;

/** A rollback that may be done, being done and put on record. */
final class RollbackRun {
    private static final String OUR_BYTES = """
                                            SELECT coalesce(sum(pg_total_relation_size(relation.oid)), 0) FROM pg_class relation
                                            JOIN pg_namespace namespace ON namespace.oid = relation.relnamespace
                                            WHERE relation.relkind = 'r' AND (namespace.nspname = 'mediafiles_ops'
                                                OR namespace.nspname = 'public' AND relation.relname LIKE 'mediafiles\\_%')""";
    private static final String UNIQUE_VIOLATION = "23505";

    private final SchemaSite site;
    private final RollbackPlan plan;
    private final SchemaLock lock;
    private final Connection guard;
    private final Connection work;
    private final BackupFirst backup;
    private final UndoStep.Checkpoint checkpoint;
    private final RollbackDraft draft;
    private final RunLog log;

    private UUID run;
    private Map<String, LostTable> exported;

    /** @param lock its connection writes the record, too, without ever keeping a transaction open */
    RollbackRun(SchemaSite site, RollbackPlan plan, SchemaLock lock, Connection work, BackupFirst backup,
            UndoStep.Checkpoint checkpoint, RollbackDraft draft) {
        this.site = site;
        this.plan = plan;
        this.lock = lock;
        this.guard = lock.connection();
        this.work = work;
        this.backup = backup;
        this.checkpoint = checkpoint;
        this.draft = draft;
        this.log = new RunLog(lock.connection(), site.initiator());
    }

    RollbackReport go() throws SQLException, Stopped {
        if (plan.way().isEmpty()) {
            return draft.report(Outcome.OK, "The schema stands at " + RollbackRequest.spell(draft.reached())
                    + " already; nothing was done.");
        }
        RunLog.bootstrap(guard);
        RunLog.endBrokenOff(guard);
        int floor = plan.request().floor();
        run = log.begin("rollback", version(draft.from()), version(floor));
        try {
            UndoPreparation.clearLeftovers(guard);
            save();
            for (PlannedUndo undo : plan.way()) {
                undo(undo);
            }
        } catch (Stopped stopped) {
            end(draft.report(stopped.outcome(), stopped.getMessage()));
            throw stopped;
        } catch (SQLException failure) {
            String sentence = Failures.sentence(failure);
            end(draft.report(Outcome.FAILED, sentence));
            throw Stopped.failed(sentence, failure);
        }
        RollbackReport report = draft.report(Outcome.OK, "The schema stands at " + RollbackRequest.spell(floor) + ".");
        end(report);
        return report;
    }

    private static Integer version(int version) {
        return version == RollbackRequest.NONE ? null : version;
    }

    private void save() throws SQLException, Stopped {
        if (!plan.request().rehearsal()) {
            site.progress().says("backup");
            try {
                backup.before(guard, run).ifPresent(draft::backedUp);
            } catch (MediaFilesException refused) {
                throw Stopped.failed(Refusals.within(refused) + " Nothing was undone.", refused);
            }
        }
        List<LostTable> seen = plan.lost();
        if (draft.losesRows() && !plan.request().rehearsal()) {
            seen = export(plan.backups().orElseThrow());
        }
        exported = seen.stream().collect(Collectors.toMap(LostTable::table, Function.identity()));
    }

    private List<LostTable> export(Path backups) throws SQLException, Stopped {
        RowExport export = new RowExport(backups, run);
        site.progress().says("exporting the rows that go to " + export.folder());
        long step = log.beginStep(run, "export", null, "other", null);
        try {
            List<LostTable> seen = export.write(work, plan.lost());
            draft.loses(seen);
            draft.exported(export.folder());
            log.endStep(step, "ok", export.folder().toString(), null, null, 1);
            return seen;
        } catch (IOException failure) {
            log.endStep(step, "failed", failure.toString(), null, null, 1);
            throw Stopped.failed("The rows that go could not be exported to " + export.folder() + " (" + failure
                    + "), so nothing was undone, and what was written of it is removed. Make room, or name another folder with"
                    + " --backup-dir, and run it again.", failure);
        }
    }

    private void undo(PlannedUndo undo) throws SQLException, Stopped {
        UndoScript script = undo.script();
        if (site.progress().isStopAsked()) {
            throw Stopped.onTheWay("It was asked to stop before V" + script.version() + "; run it again to go on.");
        }
        if (!lock.isHeld()) {
            throw Stopped.onTheWay("The lock on the schema was lost with its connection, so V" + script.version()
                    + " was not undone; run it again.");
        }
        site.progress().says(script.title() + ": undoing");
        Instant began = Instant.now();
        long step = log.beginStep(run, script.title(), script.version(), "down", ourBytes());
        int attempts;
        try {
            attempts = prepareAndUndo(undo);
        } catch (Stopped | SQLException failure) {
            endStepQuietly(step, failure);
            throw failure;
        }
        log.endStep(step, "ok", null, RecordedLocks.down(script.version()), ourBytes(), attempts);
        draft.undone(new RollbackReport.Step(script.version(), script.title(),
                Duration.between(began, Instant.now()), attempts), undo.standing());
    }

    private int prepareAndUndo(PlannedUndo undo) throws SQLException, Stopped {
        UndoScript script = undo.script();
        UndoStep step = new UndoStep(site, work, run, checkpoint);
        List<LostTable> lost = plan.lost().stream().filter(table -> table.version() == script.version())
                .map(table -> exported.get(table.table())).toList();
        boolean done = false;
        try {
            if (script.prepare().isPresent()) {
                prepare(script);
            }
            int attempts = new LockPatience(site).commit(work, script.title(),
                    connection -> step.attempt(undo, lost));
            done = true;
            return attempts;
        } catch (SQLException failure) {
            if (LockPatience.isBusy(failure)) {
                throw inUse(script);
            }
            throw failure;
        } finally {
            if (!done && script.prepare().isPresent()) {
                clearQuietly(script.prepare().get());
            }
        }
    }

    private Stopped prepareFailed(UndoScript script, SQLException failure) {
        return Stopped
                .onTheWay(script.title() + " could not be prepared, since records with the same hash came meanwhile:"
                        + " stop the server, run unshare, then the rollback again (" + Sql.state(failure) + ").");
    }

    private void prepare(UndoScript script) throws SQLException, Stopped {
        site.progress().says(script.title() + ": preparing");
        try {
            UndoPreparation.run(work, script.prepare().orElseThrow());
        } catch (SQLException failure) {
            if (Sql.state(failure).equals(UNIQUE_VIOLATION)) {
                throw prepareFailed(script, failure);
            }
            throw failure;
        }
        checkpoint.at(script.version(), "prepared");
    }

    private Stopped inUse(UndoScript script) throws SQLException {
        return Stopped.onTheWay(script.title() + ": its tables were in use for " + site.config().lockWait().toSeconds()
                + " s (" + Blockers.describe(guard) + "); nothing of it was undone. Run it again when they are free.");
    }

    private Long ourBytes() throws SQLException {
        return Long.valueOf(Sql.text(guard, OUR_BYTES));
    }

    /** A lost connection leaves the record open; the history says what was undone. */
    private void end(RollbackReport report) {
        try {
            log.end(run, report.outcome().code(), version(report.reached()), report.message(),
                    draft.backup().orElse(null), report.json().toString());
        } catch (SQLException lost) {
            site.progress().says("the end of the run could not be put on record");
        }
    }

    private void endStepQuietly(long step, Exception failure) {
        try {
            log.endStep(step, failure instanceof Stopped ? "stopped" : "failed", failure.getMessage(), null, null, 1);
        } catch (SQLException lost) {
            site.progress().says("the end of the step could not be put on record");
        }
    }

    private void clearQuietly(String prepare) {
        try {
            UndoPreparation.clear(guard, prepare);
        } catch (SQLException lost) {
            site.progress().says("what was prepared stays until the next run clears it");
        }
    }
}
