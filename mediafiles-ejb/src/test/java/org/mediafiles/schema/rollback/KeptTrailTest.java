package org.mediafiles.schema.rollback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.schema.migrate.AuditPartitions;
import org.mediafiles.schema.validation.Structure;
import org.mediafiles.schema.version.VersionScripts;

/** What is on record, and its seals, outlive every rollback as they stand: partitioned, guarded, and known to every version. */
class KeptTrailTest {
    @TempDir
    Path folder;

    private static String trail(Ladder ladder, long upTo) {
        return ladder
                .texts("select e.tableoid::regclass || ' ' || e::text from mediafiles_ops.audit_event e where id <= "
                        + upTo + " order by id")
                + "\n" + ladder.texts("select s::text from mediafiles_ops.audit_seal s order by seq");
    }

    private static List<String> guards(Ladder ladder) {
        return ladder.texts("select relname || ' ' || tgname || ' ' || tgenabled::text from pg_trigger"
                + " join pg_class on pg_class.oid = tgrelid where relname ~ '^audit_' order by 1");
    }

    private static List<String> faults(Ladder ladder) throws SQLException {
        try (Connection connection = ladder.database.getConnection()) {
            return Structure.faults(connection).stream().map(fault -> fault.text(Locale.ENGLISH)).toList();
        }
    }

    private static void record(Ladder ladder) {
        ladder.run("insert into mediafiles_ops.audit_event (act, outcome) values ('sign-in', 'ok')");
    }

    @Test
    void itStandsThroughEveryVersionDownAndUp() throws SQLException {
        Ladder ladder = Rows.fullLadder(Ladder.LATEST);
        long last = Long.parseLong(ladder.text("select max(id) from mediafiles_ops.audit_event"));
        String before = trail(ladder, last);
        List<String> guards = guards(ladder);
        assertTrue(before.contains("sign-in"), before);
        assertEquals("t", ladder.text("select count(*) > 0 from mediafiles_ops.audit_seal"));

        for (int at = Ladder.LATEST; at > 0; at = Ladder.below(at)) {
            RollbackReport report = new Rollback(Sites.of(ladder.database, folder), VersionScripts.ours(),
                    (connection, run) -> Optional.of("saved"), UndoStep.Checkpoint.NONE)
                    .run(RollbackRequest.to(Ladder.below(at)).agreed());
            assertEquals(0, report.exitCode(), () -> String.join("\n", report.lines(Locale.ROOT)));
            assertEquals(List.of(), faults(ladder), "at V" + Ladder.below(at));
            assertEquals(before, trail(ladder, last), "at V" + Ladder.below(at));
            record(ladder);
        }
        for (int version : VersionScripts.ours().all().stream().mapToInt(script -> script.version()).toArray()) {
            ladder.up(version);
            assertEquals(List.of(), faults(ladder), "up to V" + version);
            assertEquals(before, trail(ladder, last), "up to V" + version);
        }
        record(ladder);
        assertEquals(guards, guards(ladder));
        assertEquals("0", ladder.text("select count(*) - count(distinct id) from mediafiles_ops.audit_event"));
        try (Connection owner = ladder.database.getConnection()) {
            assertEquals(0, AuditPartitions.ensure(owner), "no partition is missing");
        }
    }

    @Test
    void installationKeepsItsId() {
        Ladder ladder = Ladder.at(Ladder.LATEST);
        String id = ladder.text("select id from mediafiles_ops.installation");
        RollbackReport report = new Rollback(Sites.of(ladder.database, folder), VersionScripts.ours(),
                (connection, run) -> Optional.of("saved"), UndoStep.Checkpoint.NONE)
                .run(RollbackRequest.to(21).agreed());
        assertEquals(0, report.exitCode(), () -> String.join("\n", report.lines(Locale.ROOT)));
        ladder.up(Ladder.LATEST);
        assertEquals(List.of(id), ladder.texts("select id from mediafiles_ops.installation"));
    }
}
