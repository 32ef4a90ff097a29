package org.mediafiles.adoption;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import org.mediafiles.adoption.Adopt.Checkpoint;
import org.mediafiles.adoption.AdoptReport.Outcome;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.schema.backup.BackupFolder;
import org.mediafiles.schema.version.Finding.Level;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.LockPatience;
import org.mediafiles.schema.version.RunLog;
import org.mediafiles.schema.version.SchemaHistory;
import org.mediafiles.schema.version.SchemaLock;
import org.mediafiles.schema.version.SchemaReport;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;

/**
 * The work of {@link Unadopt}: what was added goes in one transaction that also marks the database as leaving; the versions
 * go back to the baseline; the foreign keys lose their rules; and a last transaction puts every value back and takes our
 * history out.
 */
final class GivingBack {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
            .withZone(ZoneOffset.UTC);

    private final SchemaSite site;
    private final SchemaWork schema;
    private final WritersOutside writers;
    private final Checkpoint checkpoint;
    private final AdoptDraft draft;
    private final LockPatience patience;
    private SchemaRun run;
    private int baseline;

    GivingBack(SchemaSite site, SchemaWork schema, WritersOutside writers, Checkpoint checkpoint, AdoptDraft draft) {
        this.site = site;
        this.schema = schema;
        this.writers = writers;
        this.checkpoint = checkpoint;
        this.draft = draft;
        this.patience = new LockPatience(site);
    }

    /** Under the lock: look, save, take out what was added. */
    void begin(SchemaLock lock, Connection work) throws SQLException, AdoptStopped {
        List<Finding> outside = writers.look(work, List.of(Sql.integer(lock.connection(), "SELECT pg_backend_pid()")));
        draft.add(outside);
        if (outside.stream().anyMatch(finding -> finding.level() == Level.STOPS)) {
            throw AdoptStopped.stopped("Nothing was written: stop the server, then run unadopt again.");
        }
        SchemaHistory history = SchemaHistory.read(work);
        AdoptionRecord.Standing adoption = AdoptionRecord.standing(work);
        requirePhase(history, adoption);
        baseline = adoption.phase();
        RunLog log = new RunLog(lock.connection(), site.initiator());
        run = new SchemaRun(log, log.begin("unadopt", history.current().orElse(baseline), baseline));
        try {
            draft.backup(schema.backUp(lock.connection(), "unadopt"));
            checkpoint.reached("saved");
            if (adoption.state() != AdoptionRecord.State.LEAVING) {
                run.step("take out what was added", null, "other", () -> takeOut(work, adoption.id()));
            }
            checkpoint.reached("taken out");
        } catch (SQLException | AdoptStopped | RuntimeException failure) {
            end(lock.connection(), failure);
            throw failure;
        }
    }

    /**
     * Where versions of Django's own went back, too, tables are missing that the rows noted then have to come back to.
     */
    static void requirePhase(SchemaHistory history, AdoptionRecord.Standing adoption) throws AdoptStopped {
        int current = history.current().orElse(-1);
        if (current < adoption.phase()) {
            throw AdoptStopped.refused("This database was adopted at phase " + adoption.phase()
                    + " and then rolled back to V"
                    + current + " --with-django. Run migrate --target " + adoption.phase()
                    + " first, so that its rows have tables to come back to, then unadopt. Nothing was written.");
        }
    }

    private String takeOut(Connection work, UUID adoption) throws SQLException, AdoptStopped {
        CsvFolder folder = folder();
        try {
            patience.commit(work, "the five tables", connection -> {
                for (String table : SeedTables.standing(connection, SeedTables.OWN)) {
                    Sql.run(connection, "LOCK TABLE public." + table + " IN SHARE ROW EXCLUSIVE MODE");
                }
                if (AdoptionRecord.areRowsKept(connection, adoption)) {
                    RowsSince since = new RowsSince(connection);
                    // What an earlier try wrote was undone with its transaction.
                    folder.discard();
                    try {
                        since.export(folder);
                        folder.complete();
                    } catch (SQLException broken) {
                        folder.discard();
                        throw broken;
                    } catch (IOException unwritable) {
                        throw new UncheckedIOException(unwritable);
                    }
                    since.removeAdded();
                }
                AdoptionRecord.move(connection, adoption, AdoptionRecord.State.LEAVING);
            });
        } catch (UncheckedIOException full) {
            throw AdoptStopped.stopped("The export could not be written to " + folder.path() + " (" + full.getMessage()
                    + "), and " + (folder.discard()
                            ? "what was written of it is removed"
                            : "its unfinished part, which"
                                    + " ends in .partial, could not be removed")
                    + ": make room or name another folder with --backup-dir. Nothing was changed.");
        }
        if (folder.isMade()) {
            draft.export(folder.path().toString());
        }
        return folder.isMade() ? "exported to " + folder.path() : null;
    }

    private CsvFolder folder() throws AdoptStopped {
        try {
            BackupFolder.of(site);
        } catch (MediaFilesException unusable) {
            throw AdoptStopped.stopped(unusable.getMessage());
        }
        Path backups = site.config().backupDir()
                .orElseGet(
                        () -> site.storageRoot().orElseThrow().toAbsolutePath().normalize().resolveSibling("backups"));
        return new CsvFolder(backups.resolve("unadopt-" + TIME.format(Instant.now()) + "-" + run.id()));
    }

    /** Under the same lock: nobody migrates in between. */
    AdoptReport finish(SchemaLock lock, Connection work) throws SQLException, AdoptStopped {
        AdoptReport report = draft.report(Outcome.FAILED, "It broke off; run unadopt again, it goes on where it was.");
        try {
            run.step("roll back to V" + baseline, baseline, "other", () -> {
                SchemaReport back = schema.rollBack(lock, baseline);
                draft.inner(back);
                if (back.exitCode() != 0) {
                    throw AdoptStopped
                            .stopped("What was added is taken out, but the versions did not go back: mend what"
                                    + " the rollback says and run unadopt again.");
                }
                return null;
            });
            checkpoint.reached("rolled back");
            leave(lock, work);
            report = draft.report(Outcome.OK,
                    "Given back to Django at phase " + baseline + ": catalogue and rows are as"
                            + " they were when it was adopted.");
            return report;
        } catch (AdoptStopped stopped) {
            report = draft.report(stopped.outcome(), stopped.getMessage());
            return report;
        } catch (SQLException failure) {
            report = draft.report(Outcome.FAILED, Adopt.sentence(failure));
            throw failure;
        } finally {
            run.endQuietly(lock.connection(), report, null);
        }
    }

    private void leave(SchemaLock lock, Connection work) throws SQLException, AdoptStopped {
        run.step("foreign keys", null, "other", () -> new ForeignKeyRules(patience, site.progress()).takeBack(work)
                + " replaced");
        checkpoint.reached("keys put back");
        if (!lock.isHeld()) {
            throw AdoptStopped.stopped("The schema's lock was lost with its connection: run unadopt again.");
        }
        run.step("put rows back", null, "other", () -> {
            patience.commit(work, "the five tables", this::putBack);
            return null;
        });
    }

    private void putBack(Connection connection) throws SQLException {
        AdoptionRecord.Standing adoption = AdoptionRecord.standing(connection);
        if (AdoptionRecord.areRowsKept(connection, adoption.id())) {
            RowsSince since = new RowsSince(connection);
            since.putBack();
            if (!since.changed().isEmpty()) {
                throw new SQLException("rows are not as they were: " + since.changed());
            }
        }
        for (String statement : AdoptionRecord.rightsGivenSince(connection, adoption.id())) {
            Sql.run(connection, statement);
        }
        DjangoRecord.complete(connection, SchemaHistory.read(connection).baseline().orElse(baseline), baseline);
        putOnRecord(connection);
        Sql.run(connection, "DROP TABLE mediafiles_ops.shared_table");
        Sql.update(connection, "DELETE FROM mediafiles_ops.schema_undo");
        AdoptionRecord.leave(connection, adoption.id());
    }

    private void putOnRecord(Connection connection) throws SQLException {
        if (!Sql.flag(connection, "SELECT to_regclass('mediafiles_ops.audit_event') IS NOT NULL")) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                """
                INSERT INTO mediafiles_ops.audit_event (act, username, outcome, before_values, after_values)
                VALUES (?, ?, 'ok', jsonb_build_object('version', ?::text), jsonb_build_object('version', 'none'))""")) {
            statement.setString(1, AuditAct.SCHEMA_CHANGE.code());
            statement.setString(2, site.initiator().name());
            statement.setString(3, String.valueOf(baseline));
            statement.executeUpdate();
        }
    }

    private void end(Connection guard, Exception failure) {
        String sentence = failure instanceof SQLException sql
                ? Adopt.sentence(sql)
                : String.valueOf(failure.getMessage());
        run.endQuietly(guard, draft.report(failure instanceof AdoptStopped stopped ? stopped.outcome() : Outcome.FAILED,
                sentence), null);
    }
}
