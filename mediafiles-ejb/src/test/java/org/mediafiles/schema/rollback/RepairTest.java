package org.mediafiles.schema.rollback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.schema.migrate.Migrate;
import org.mediafiles.schema.migrate.MigrateOptions;
import org.mediafiles.schema.rollback.RollbackReport.Outcome;
import org.mediafiles.schema.version.VersionScripts;

/** Only a person makes history and scripts agree again. */
class RepairTest {
    @TempDir
    Path folder;
    private Ladder ladder;

    @BeforeEach
    void newDatabase() {
        ladder = Ladder.at(Ladder.LATEST);
    }

    private RepairReport repair(boolean yes) {
        return new Repair(Sites.of(ladder.database, folder), VersionScripts.ours(),
                (connection, run) -> Optional.of("saved")).run(yes);
    }

    private String standing() {
        return String.join("\n", ladder.texts("select h::text from mediafiles_ops.schema_history h order by 1"))
                + String.join("\n", ladder.texts("select u::text from mediafiles_ops.schema_undo u order by 1"))
                + ladder.text("select count(*) from mediafiles_ops.schema_run");
    }

    /** Another text was applied as V5, and kept. */
    private void drift() {
        ladder.run(
                "update mediafiles_ops.schema_undo set script = replace(script, 'The seed''s phase 4', 'Phase four'),"
                        + " checksum = 17 where version = 5;"
                        + " update mediafiles_ops.schema_history set checksum = 17 where version = '5'");
    }

    @Test
    void differenceIsShownAndNothingIsWrittenWithoutYes() {
        drift();
        String before = standing();
        RepairReport report = repair(false);
        assertEquals(Outcome.REFUSED, report.outcome());
        assertEquals(1, report.exitCode());
        String lines = String.join("\n", report.lines(Locale.ROOT));
        assertTrue(lines.contains("V5 V5__video_clip.sql: checksum 17 -> "), lines);
        assertTrue(lines.contains("    --- Phase four") && lines.contains("    +-- The seed's phase 4"), lines);
        assertEquals(before, standing());
    }

    @Test
    void withYesTheProgramsScriptsAreTakenAndItStandsOnRecord() throws Exception {
        drift();
        String catalogue = ladder.catalogue();
        assertEquals(1, Migrate.unguarded(Sites.of(ladder.database, folder))
                .run(OptionalInt.empty(), MigrateOptions.DEFAULTS).exitCode());

        RepairReport report = repair(true);

        assertEquals(Outcome.OK, report.outcome(), report.message());
        assertEquals(0, Migrate.unguarded(Sites.of(ladder.database, folder))
                .run(OptionalInt.empty(), MigrateOptions.DEFAULTS).exitCode());
        assertEquals(catalogue, ladder.catalogue());
        assertEquals(List.of("repair ok"),
                ladder.texts(
                        "select operation || ' ' || outcome from mediafiles_ops.schema_run where operation = 'repair'"));
        assertEquals(List.of("tester 5 17"), ladder.texts("select username || ' ' || (details -> 'versions' -> 0 ->>"
                + " 'version') || ' ' || (details -> 'versions' -> 0 ->> 'before') from mediafiles_ops.audit_event"
                + " where details ->> 'operation' = 'repair'"));
        assertEquals("History and scripts agree; nothing was done.", repair(true).message());
        assertEquals(Outcome.OK, AdoptedDatabase.rollback(ladder, folder).run(RollbackRequest.to(4)).outcome());
    }

    @Test
    void changedWayBackIsTakenToo() {
        ladder.run("update mediafiles_ops.schema_undo set undo = 'select 1;', undo_sha256 ="
                + " encode(sha256('select 1;'), 'hex') where version = 5");
        assertEquals(Outcome.REFUSED,
                AdoptedDatabase.rollback(ladder, folder).run(RollbackRequest.to(4)).outcome());
        assertEquals(Outcome.OK, repair(true).outcome());
        assertEquals(Outcome.OK, AdoptedDatabase.rollback(ladder, folder).run(RollbackRequest.to(4)).outcome());
    }

    @Test
    void rowsOfBrokenOffVersionsGo() {
        ladder.run(
                "insert into mediafiles_ops.schema_history (installed_rank, version, description, type, script, checksum,"
                        + " installed_by, execution_time, success) values (100, '98', 'x', 'SQL', 'V98__x.sql', 1, 'x', 1, false)");
        assertEquals(1, repair(false).failedRows());
        assertEquals(Outcome.OK, repair(true).outcome());
        assertEquals("0", ladder.text("select count(*) from mediafiles_ops.schema_history where not success"));
    }

    @Test
    void versionsThatThisProgramDoesNotKnowAreLeftAlone() {
        ladder.run(
                "insert into mediafiles_ops.schema_history (installed_rank, version, description, type, script, checksum,"
                        + " installed_by, execution_time, success) values (100, '99', 'x', 'SQL', 'V99__x.sql', 1, 'x', 1, true)");
        assertEquals("History and scripts agree; nothing was done.", repair(true).message());
        assertEquals("1", ladder.text("select count(*) from mediafiles_ops.schema_history where version = '99'"));
    }

    @Test
    void backupThatFailsStopsIt() {
        drift();
        RepairReport report = new Repair(Sites.of(ladder.database, folder), VersionScripts.ours(),
                (connection, run) -> {
                    throw new MediaFilesException(ProblemCode.NOT_READY,
                            "No pg_dump.");
                }).run(true);
        assertEquals(Outcome.FAILED, report.outcome());
        assertEquals("17", ladder.text("select checksum from mediafiles_ops.schema_history where version = '5'"));
    }
}
