package org.mediafiles.adoption;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.mediafiles.adoption.Adopt.Checkpoint;
import org.mediafiles.adoption.AdoptReport.Outcome;
import org.mediafiles.schema.version.Finding.Area;
import org.mediafiles.schema.version.Finding.Level;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.LockPatience;
import org.mediafiles.schema.version.RunLog;
import org.mediafiles.schema.version.SchemaLock;
import org.mediafiles.schema.version.SchemaReport;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScripts;

/**
 * The part of an adoption that is done under the schema's lock: look, save, begin our history at the phase, note the rows
 * that stand, give the foreign keys their rules. The history, the record and the ways back come in one transaction; what
 * follows it can be repeated.
 */
final class Takeover {
    private final SchemaSite site;
    private final SchemaWork schema;
    private final WritersOutside writers;
    private final Checkpoint checkpoint;
    private final AdoptDraft draft;
    private final LockPatience patience;

    Takeover(SchemaSite site, SchemaWork schema, WritersOutside writers, Checkpoint checkpoint, AdoptDraft draft) {
        this.site = site;
        this.schema = schema;
        this.writers = writers;
        this.checkpoint = checkpoint;
        this.draft = draft;
        this.patience = new LockPatience(site);
    }

    AdoptReport run(SchemaLock lock, Connection work) throws SQLException, AdoptStopped {
        Recognition found = draft.found();
        SchemaRun run = found.kind() == Recognition.Kind.DJANGO ? begin(lock, work) : goOn(lock);
        AdoptReport report = draft.report(Outcome.FAILED, "It broke off; run adopt again, it goes on where it was.");
        try {
            complete(lock, work, run);
            report = draft.report(Outcome.OK, "Adopted at phase " + found.phase().orElseThrow() + " and at V"
                    + VersionScripts.ours().latest()
                    + " now; the server looks after hashes, sizes and types once it runs.");
        } catch (AdoptStopped stopped) {
            report = draft.report(stopped.outcome(), stopped.getMessage());
        } catch (SQLException failure) {
            report = draft.report(Outcome.FAILED, Adopt.sentence(failure));
            throw failure;
        } finally {
            run.endQuietly(lock.connection(), report,
                    report.outcome() == Outcome.OK ? VersionScripts.ours().latest() : null);
        }
        return report;
    }

    /** Each part may be repeated, and then does what is left of it. */
    private void complete(SchemaLock lock, Connection work, SchemaRun run) throws SQLException, AdoptStopped {
        UUID adoption = AdoptionRecord.standing(work).id();
        if (!AdoptionRecord.areRowsKept(work, adoption)) {
            run.step("note rows", null, "other", () -> noteRows(work, adoption));
        }
        checkpoint.reached("rows noted");
        run.step("foreign keys", null, "other",
                () -> new ForeignKeyRules(patience, site.progress()).give(work) + " replaced");
        checkpoint.reached("keys ruled");
        run.step("migrate", null, "other", () -> {
            SchemaReport migrated = schema.migrate(lock);
            draft.inner(migrated);
            if (migrated.exitCode() != 0) {
                throw AdoptStopped.stopped("The database is taken over, but not migrated to the newest version: mend"
                        + " what the migration says and run adopt again.");
            }
            return null;
        });
        checkpoint.reached("migrated");
        run.step("queue files", null, "other", () -> AdoptedFiles.queue(work) + " files");
        AdoptionRecord.move(work, adoption, AdoptionRecord.State.ADOPTED);
    }

    private SchemaRun begin(SchemaLock lock, Connection work) throws SQLException, AdoptStopped {
        int phase = draft.found().phase().orElseThrow();
        draft.add(ofDjangosHistory(draft.found()));
        String counters = WritersOutside.counters(work);
        List<Finding> outside = writers.look(work, List.of(processId(lock.connection())));
        draft.add(outside);
        requireNoStop(outside);
        List<Finding> checks = schema.preflight();
        draft.add(checks);
        requireNoStop(checks);
        draft.backup(schema.backUp(lock.connection(), "adopt"));
        checkpoint.reached("saved");
        if (!lock.isHeld()) {
            throw AdoptStopped.stopped("The schema's lock was lost with its connection: run adopt again.");
        }
        UUID[] id = new UUID[1];
        patience.commit(work, "the five tables", connection -> id[0] = takeOver(connection, phase, counters));
        if (id[0] == null) {
            throw AdoptStopped.stopped("Rows of the five tables were written while the database was saved: stop the"
                    + " Django application and its workers, then run adopt again. Nothing was written.");
        }
        checkpoint.reached("taken over");
        return new SchemaRun(new RunLog(lock.connection(), site.initiator()), id[0]);
    }

    /** @return the run's id; {@code null} where somebody wrote meanwhile, nothing was written then */
    private UUID takeOver(Connection connection, int phase, String counters) throws SQLException {
        for (String table : SeedTables.standing(connection, SeedTables.OWN)) {
            // Waits for whoever writes; readers go on.
            Sql.run(connection, "LOCK TABLE public." + table + " IN SHARE MODE");
        }
        Recognition now = Recognition.of(connection);
        if (!WritersOutside.counters(connection).equals(counters) || now.kind() != Recognition.Kind.DJANGO
                || now.phase().orElse(-1) != phase) {
            return null;
        }
        Sql.run(connection, "CREATE SCHEMA IF NOT EXISTS mediafiles_ops");
        BaselineHistory.write(connection, phase);
        RunLog.bootstrap(connection);
        for (int version = 0; version <= phase; version++) {
            RunLog.remember(connection, VersionScripts.ours().find(version).orElseThrow());
        }
        AdoptionRecord.begin(connection, phase, site.initiator().name(), countsAsJson());
        RunLog log = new RunLog(connection, site.initiator());
        UUID run = log.begin("adopt", null, phase);
        long step = log.beginStep(run, "take over at phase " + phase, phase, "baseline", null);
        log.endStep(step, "ok", null, null, null, 1);
        return run;
    }

    private SchemaRun goOn(SchemaLock lock) throws SQLException, AdoptStopped {
        draft.backup(schema.backUp(lock.connection(), "adopt"));
        site.progress().says("The adoption was begun before; going on");
        RunLog log = new RunLog(lock.connection(), site.initiator());
        return new SchemaRun(log, log.begin("adopt", draft.found().phase().orElseThrow(), null));
    }

    private String noteRows(Connection work, UUID adoption) throws SQLException {
        long noted = new StandingRows(site.progress()).note(work);
        AdoptionRecord.rowsKept(work, adoption);
        return noted + " rows";
    }

    private static List<Finding> ofDjangosHistory(Recognition found) {
        int phase = found.phase().orElseThrow();
        List<String> expected = Recognition.MIGRATIONS.subList(0, phase);
        List<String> named = new ArrayList<>(found.djangoHistory());
        return named.equals(expected)
                ? List.of()
                : List.of(Finding.of(Area.ADOPTION, "django-history-differs", Level.WARNING,
                        named.isEmpty() ? "nothing" : String.join(", ", named), phase));
    }

    private static void requireNoStop(List<Finding> findings) throws AdoptStopped {
        if (findings.stream().anyMatch(finding -> finding.level() == Level.STOPS)) {
            throw AdoptStopped.stopped("Nothing was written: mend what stops it and run adopt again.");
        }
    }

    private String countsAsJson() {
        JsonObjectBuilder json = Json.createObjectBuilder();
        draft.counts().forEach(json::add);
        return json.build().toString();
    }

    private static int processId(Connection connection) throws SQLException {
        return Sql.integer(connection, "SELECT pg_backend_pid()");
    }
}
