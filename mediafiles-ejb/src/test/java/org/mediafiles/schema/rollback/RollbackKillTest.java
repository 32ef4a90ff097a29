package org.mediafiles.schema.rollback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mediafiles.schema.version.VersionScripts;

/** A process that is killed in the middle of a version leaves schema and history in agreement. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RollbackKillTest {
    @TempDir
    Path folder;

    static IntStream versions() {
        return VersionScripts.ours().all().stream().mapToInt(script -> script.version());
    }

    private void killAt(Ladder ladder, int target, int version, String place) throws Exception {
        String url;
        try (Connection connection = ladder.database.getConnection()) {
            url = connection.getMetaData().getURL() + "&user=postgres";
        }
        url = url.contains("?") ? url : url.replace("&user", "?user");
        Process victim = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                RollbackVictim.class.getName(), url, folder.toString(), String.valueOf(target),
                String.valueOf(version), place).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8))) {
            assertEquals(RollbackVictim.HERE, lines.readLine());
        } finally {
            victim.destroyForcibly().waitFor();
        }
        awaitItsSessions(ladder);
    }

    private static void awaitItsSessions(Ladder ladder) throws InterruptedException {
        String sessions = "select count(*) from pg_stat_activity where datname = '" + ladder.name
                + "' and pid <> pg_backend_pid() and backend_type = 'client backend'";
        // Our own last connection may still be on its way out, so one look without any other is enough.
        for (int i = 0; i < 300; i++) {
            if (ladder.text(sessions).equals("0")) {
                return;
            }
            Thread.sleep(100);
        }
        fail("the killed process still has a session");
    }

    private RollbackReport goOn(Ladder ladder, int target) {
        RollbackRequest request = target < 0 ? RollbackRequest.toNone() : RollbackRequest.to(target);
        return AdoptedDatabase.rollback(ladder, folder).run(request.agreed());
    }

    @ParameterizedTest
    @MethodSource("versions")
    void killedBetweenTheScriptAndTheCommitNothingOfItStands(int version) throws Exception {
        Ladder ladder = version == 0 ? Ladder.at(0) : Rows.fullLadder(version);
        String rows = Rows.everything(ladder);

        killAt(ladder, Ladder.below(version), version, "recorded");

        assertEquals(version, ladder.current());
        assertEquals(rows, Rows.everything(ladder));
        if (version != 7) {
            assertEquals(Ladder.at(version).catalogue(), ladder.catalogue());
        }
        AdoptedDatabase.assertOk(goOn(ladder, Ladder.below(version)));
        assertEquals(version == 0 ? "" : Ladder.at(Ladder.below(version)).catalogue(), ladder.catalogue());
        assertEquals(List.of("failed", "ok"), ladder.texts("select outcome from mediafiles_ops.schema_run"
                + " where operation = 'rollback' order by started_at"));
    }

    @Test
    void killedOnTheWayWhatWasUndoneIsUndone() throws Exception {
        Ladder ladder = Rows.fullLadder(Ladder.LATEST);
        killAt(ladder, 0, 4, "undone");
        assertEquals(4, ladder.current());
        assertEquals(Ladder.at(4).catalogue(), ladder.catalogue());
        AdoptedDatabase.assertOk(goOn(ladder, 0));
    }

    @Test
    void preparedIndexOfAKilledRunGoesBeforeAnythingElse() throws Exception {
        Ladder ladder = Rows.fullLadder(7);
        killAt(ladder, 6, 7, "prepared");
        assertTrue(ladder.catalogue().contains("UNIQUE INDEX mediafiles_mediafile_file_hash_key"));

        ladder.up(Ladder.LATEST);

        assertEquals(Ladder.at(Ladder.LATEST).catalogue(), ladder.catalogue());
    }

    @Test
    void preparedIndexGoesWhereTheWayBackIsStopped() throws SQLException {
        Ladder ladder = Rows.fullLadder(7);
        RollbackReport report = new Rollback(Sites.of(ladder.database, folder), VersionScripts.ours(),
                (connection, run) -> Optional.of("saved"), (version, place) -> {
                    if (place.equals("prepared")) {
                        ladder.run("update mediafiles_ops.stored_object set mime_type = 'image/png'");
                    }
                }).run(RollbackRequest.to(6).agreed());
        assertEquals(RollbackReport.Outcome.STOPPED, report.outcome());
        assertEquals(Ladder.at(7).catalogue(), ladder.catalogue());
    }

    @Test
    void versionThatCameInPartIsTakenBackWhole() throws SQLException, IOException {
        Ladder ladder = Rows.fullLadder(5);
        String before = ladder.catalogue();
        // What a killed migration leaves of V6: no row of its own, a step without an end.
        ladder.run("create index mediafile_mime_idx on public.mediafiles_mediafile (mime_type);"
                + " insert into mediafiles_ops.schema_run (id, operation, door, initiator, host)"
                + " values ('00000000-0000-0000-0000-000000000001', 'migrate', 'command', 'x', 'x');"
                + " insert into mediafiles_ops.schema_step (run_id, name, version, direction)"
                + " values ('00000000-0000-0000-0000-000000000001', 'V6 indexes', 6, 'up')");
        AdoptedDatabase.assertOk(goOn(ladder, 5));
        assertEquals(before, ladder.catalogue());
        assertEquals(5, ladder.current());

        // What a failed one leaves: a row that says so.
        ladder.run("create index mediafile_mime_idx on public.mediafiles_mediafile (mime_type);"
                + " insert into mediafiles_ops.schema_history (installed_rank, version, description, type, script, checksum,"
                + " installed_by, execution_time, success) values (100, '6', 'indexes', 'SQL', 'V6__indexes.sql', 1, 'x',"
                + " 1, false)");
        AdoptedDatabase.assertOk(goOn(ladder, 4));
        assertEquals(Ladder.at(4).catalogue(), ladder.catalogue());
        assertEquals("0", ladder.text("select count(*) from mediafiles_ops.schema_history where not success"));
    }
}
