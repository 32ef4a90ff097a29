package org.mediafiles.schema.rollback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mediafiles.schema.version.VersionScripts;

/** Every version goes up, down and up again: the structure is the same each time, and rows of lower versions stay. */
class UpDownUpTest {
    @TempDir
    Path folder;

    static IntStream versions() {
        return VersionScripts.ours().all().stream().mapToInt(script -> script.version());
    }

    private RollbackReport down(Ladder ladder, RollbackRequest request) {
        RollbackReport report = new Rollback(Sites.of(ladder.database, folder), VersionScripts.ours(),
                (connection, run) -> Optional.of("saved"), UndoStep.Checkpoint.NONE).run(request.agreed());
        assertEquals(0, report.exitCode(), () -> String.join("\n", report.lines(Locale.ROOT)));
        return report;
    }

    private static String withoutTables(String rows, String kept) {
        return rows.lines().filter(row -> kept.contains("\n" + row.substring(0, row.indexOf(' ')) + " table "))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void everyVersionGoesDownAndUpAgainStepByStep() throws SQLException {
        Ladder ladder = Ladder.empty();
        TreeMap<Integer, String> up = new TreeMap<>();
        for (int version : versions().toArray()) {
            ladder.up(version);
            up.put(version, ladder.catalogue());
            Rows.into(ladder, version);
        }
        for (int version : up.descendingKeySet()) {
            if (version == 0) {
                continue;
            }
            int below = up.lowerKey(version);
            String before = Rows.everything(ladder);
            RollbackReport report = down(ladder, RollbackRequest.to(below));

            assertEquals(up.get(below), ladder.catalogue(), "down from " + version);
            assertEquals(below, ladder.current());
            assertEquals(below, report.reached());
            assertEquals(withoutTables(before, "\n" + ladder.catalogue()), Rows.everything(ladder).strip());

            ladder.up(version);
            assertEquals(up.get(version), ladder.catalogue(), "up again to " + version);
            down(ladder, RollbackRequest.to(below));
        }
        assertEquals(List.of("sign-in"),
                ladder.texts("select act from mediafiles_ops.audit_event where act <> 'schema-change'"));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void fromTheLatestDownToAnyVersionInOneRunAndUpAgain(int target) throws SQLException {
        String latest = Ladder.at(Ladder.LATEST).catalogue();
        String expected = Ladder.at(target).catalogue();
        Ladder ladder = Rows.fullLadder(Ladder.LATEST);

        RollbackReport report = down(ladder, RollbackRequest.to(target));

        assertEquals(expected, ladder.catalogue());
        assertEquals(target, ladder.current());
        assertEquals(Ladder.LATEST, report.from());
        assertEquals(VersionScripts.ours().all().size() - 1 - (int) versions().filter(v -> v < target).count(),
                report.steps().size());
        ladder.up(Ladder.LATEST);
        assertEquals(latest, ladder.catalogue());
    }

    @Test
    void noneTakesTheTablesOfV0WithItAndV0ComesAgain() throws SQLException {
        Ladder ladder = Ladder.at(Ladder.LATEST);
        String latest = ladder.catalogue();
        ladder.run("insert into mediafiles_ops.audit_event (act, outcome) values ('sign-in', 'ok')");
        String kept = String.join("\n", ladder.texts("select * from mediafiles_ops.audit_event order by id"));

        down(ladder, RollbackRequest.toNone());

        assertEquals("", ladder.catalogue());
        assertEquals(-1, ladder.current());
        assertTrue(String.join("\n", ladder.texts("select * from mediafiles_ops.audit_event order by id"))
                .startsWith(kept), "the audit stays");
        assertEquals(
                List.of("audit_event", "audit_seal", "installation", "schema_history", "schema_run", "schema_step",
                        "schema_undo"),
                ladder.texts("select relname from pg_class where relkind in ('r', 'p') and not relispartition"
                        + " and relnamespace = 'mediafiles_ops'::regnamespace order by 1"));

        ladder.up(Ladder.LATEST);
        assertEquals(latest, ladder.catalogue());
    }

    @Test
    void eachStepStandsOnRecord() {
        Ladder ladder = Ladder.at(Ladder.LATEST);
        down(ladder, RollbackRequest.to(5));
        assertEquals(List.of("rollback command tester ok " + Ladder.LATEST + " 5"), ladder.texts("select operation"
                + " || ' ' || door || ' ' || initiator || ' ' || outcome || ' ' || from_version || ' ' || to_version"
                + " from mediafiles_ops.schema_run where operation = 'rollback'"));
        assertEquals(IntStream.iterate(Ladder.LATEST, v -> v > 5, Ladder::below).mapToObj(v -> v + " down ok").toList(),
                ladder.texts("select version || ' ' || direction || ' ' || outcome from mediafiles_ops.schema_step"
                        + " where direction = 'down' and ended_at is not null and locks is not null"
                        + " and bytes_before >= bytes_after order by id"));
        assertEquals(
                IntStream.iterate(Ladder.LATEST, v -> v > 5, Ladder::below)
                        .mapToObj(v -> v + " " + Ladder.below(v) + " tester")
                        .toList(),
                ladder.texts(
                        "select (before_values ->> 'version') || ' ' || (after_values ->> 'version') || ' ' || username"
                                + " from mediafiles_ops.audit_event where details ->> 'operation' = 'rollback' order by id"));
    }
}
