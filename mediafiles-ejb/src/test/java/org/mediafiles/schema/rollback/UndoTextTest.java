package org.mediafiles.schema.rollback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.schema.rollback.RollbackReport.Outcome;
import org.mediafiles.schema.version.VersionScript;
import org.mediafiles.schema.version.VersionScripts;

/** The text that undoes a version is the one that was stored when it came, or none. */
class UndoTextTest {
    private static final int LATEST = Ladder.LATEST;

    @TempDir
    Path folder;
    private Ladder ladder;

    private static final int BEFORE = Ladder.below(LATEST);

    @BeforeEach
    void newDatabase() {
        ladder = Ladder.at(LATEST);
    }

    private RollbackReport run(VersionScripts program, int target) {
        return new Rollback(Sites.of(ladder.database, folder), program, (connection, run) -> Optional.empty(),
                UndoStep.Checkpoint.NONE).run(RollbackRequest.to(target).agreed());
    }

    private void assertRefused(String sentence, RollbackReport report) {
        assertEquals(Outcome.REFUSED, report.outcome());
        assertTrue(report.message().contains(sentence), report.message());
        assertEquals(LATEST, ladder.current());
        assertEquals(LATEST, report.reached());
    }

    private static VersionScripts olderThan(int version) {
        return new VersionScripts(
                VersionScripts.ours().all().stream().filter(script -> script.version() < version).toList());
    }

    private static VersionScripts with(String undo) {
        List<VersionScript> scripts = new ArrayList<>(olderThan(LATEST).all());
        VersionScript last = VersionScripts.ours().find(LATEST).orElseThrow();
        scripts.add(new VersionScript(LATEST, last.phase(), last.name(), last.transactional(), last.sql(),
                last.checksum(), last.undoName(), undo, last.undoPrepare()));
        return new VersionScripts(scripts);
    }

    @Test
    void olderProgramUndoesWhatItDoesNotKnowByTheStoredText() throws Exception {
        RollbackReport report = run(olderThan(5), 4);
        assertEquals(Outcome.OK, report.outcome(), report.message());
        assertEquals(Ladder.at(4).catalogue(), ladder.catalogue());
    }

    @Test
    void differentFileOfThatNameStopsIt() {
        assertRefused("was stored when V" + LATEST + " was applied", run(with("select 1;"), BEFORE));
    }

    @Test
    void storedTextThatWasChangedStopsIt() {
        ladder.run("update mediafiles_ops.schema_undo set undo = undo || ' ' where version = " + LATEST);
        assertRefused("its SHA-256 differs", run(VersionScripts.ours(), BEFORE));
    }

    @Test
    void storedTextOfAnotherVersionThanTheAppliedStopsIt() {
        ladder.run("update mediafiles_ops.schema_history set checksum = 1 where version = '" + LATEST + "'");
        assertRefused("belongs to another V" + LATEST, run(VersionScripts.ours(), BEFORE));
    }

    @Test
    void everyTextIsLookedAtBeforeTheFirstIsRun() {
        ladder.run("update mediafiles_ops.schema_undo set undo = undo || ' ' where version = 3");
        assertRefused("V3", run(VersionScripts.ours(), 2));
    }

    @Test
    void whereNothingIsStoredTheProgramsIsTakenAndKept() {
        ladder.run("delete from mediafiles_ops.schema_undo");
        RollbackReport report = run(VersionScripts.ours(), Ladder.below(BEFORE));
        assertEquals(Outcome.OK, report.outcome(), report.message());
        assertEquals(List.of(String.valueOf(BEFORE), String.valueOf(LATEST)),
                ladder.texts("select version from mediafiles_ops.schema_undo order by 1"));
    }

    @Test
    void whereNothingIsStoredAndAnotherTextWasAppliedItStops() {
        ladder.run("delete from mediafiles_ops.schema_undo;"
                + " update mediafiles_ops.schema_history set checksum = 1 where version = '" + LATEST + "'");
        assertRefused("applied with another text than this program's", run(VersionScripts.ours(), BEFORE));
    }

    @Test
    void whereNothingIsStoredAndTheProgramDoesNotKnowItItStops() {
        ladder.run("delete from mediafiles_ops.schema_undo");
        assertRefused("this program does not know it", run(olderThan(LATEST), BEFORE));
    }

    @Test
    void historyThatBeganBeforeRunsWereKeptCanBeRolledBack() throws Exception {
        ladder.run("drop table mediafiles_ops.schema_step, mediafiles_ops.schema_run, mediafiles_ops.schema_undo");
        assertEquals(Outcome.OK, run(VersionScripts.ours(), 3).outcome());
        assertEquals(Ladder.at(3).catalogue(), ladder.catalogue());
    }

    @Test
    void itOnlyGoesDown() {
        assertRefused("migrate goes up", run(VersionScripts.ours(), LATEST + 1));
        RollbackReport same = run(VersionScripts.ours(), LATEST);
        assertEquals(Outcome.OK, same.outcome());
        assertTrue(same.message().contains("already; nothing was done"), same.message());
        assertEquals("0", ladder.text("select count(*) from mediafiles_ops.schema_run where operation = 'rollback'"));
    }

    @Test
    void databaseWithoutAHistoryIsLeftAlone() {
        ladder = Ladder.empty();
        RollbackReport report = run(VersionScripts.ours(), 0);
        assertEquals(Outcome.REFUSED, report.outcome());
        assertTrue(report.message().contains("no history of MediaFiles"), report.message());
        assertEquals("f", ladder.text("select exists (select from pg_namespace where nspname = 'mediafiles_ops')"));
    }
}
