package org.mediafiles.schema.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mediafiles.schema.preflight.Scene.assertFine;
import static org.mediafiles.schema.preflight.Scene.assertFound;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.mediafiles.TestServer;
import org.mediafiles.schema.version.Door;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Finding.Level;
import org.mediafiles.schema.version.Initiator;
import org.mediafiles.schema.version.RunLog;
import org.mediafiles.schema.version.SchemaLock;
import org.mediafiles.schema.version.VersionScript;
import org.mediafiles.schema.version.VersionScripts;

class SchemaChecksTest {
    private static final int LATEST = VersionScripts.ours().latest();

    /** A database whose versions were remembered beside their runs. */
    private static Scene remembered() throws SQLException {
        Scene scene = Scene.migrated();
        try (Connection connection = TestServer.dataSource(scene.name()).getConnection()) {
            RunLog.bootstrap(connection);
            for (VersionScript script : VersionScripts.ours().all()) {
                RunLog.remember(connection, script);
            }
        }
        return scene;
    }

    /** The program's scripts with one of them edited; its checksum follows as it does when the file is read. */
    private static VersionScripts edited(int version, UnaryOperator<String> sql, UnaryOperator<String> undo) {
        return new VersionScripts(VersionScripts.ours().all().stream()
                .map(script -> script.version() == version ? edited(script, sql, undo) : script)
                .collect(Collectors.toList()));
    }

    private static VersionScript edited(VersionScript script, UnaryOperator<String> sql, UnaryOperator<String> undo) {
        String text = sql.apply(script.sql());
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        text.lines().forEach(line -> crc.update(line.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        return new VersionScript(script.version(), script.phase(), script.name(), script.transactional(), text,
                (int) crc.getValue(), script.undoName(), undo.apply(script.undo()), script.undoPrepare());
    }

    @Test
    void scriptOfWhichACommentWasEditedStopsAndShowsTheDifference() throws SQLException {
        Scene scene = remembered();
        assertFine(scene.check("scripts"));
        scene.scripts(edited(2, sql -> sql.replace("Django keeps CASCADE", "Django holds CASCADE"),
                UnaryOperator.identity()));
        List<Finding> found = scene.check("scripts");
        assertEquals(1, found.size(), found::toString);
        Finding changed = assertFound(Level.STOPS, "script-changed", found);
        assertEquals(List.of("--- database/V2__photo.sql", "+++ program/V2__photo.sql"),
                changed.examples().subList(0, 2));
        assertTrue(changed.examples().stream().anyMatch(line -> line.startsWith("-") && line.contains("Django keeps")));
        assertTrue(changed.examples().stream().anyMatch(line -> line.startsWith("+") && line.contains("Django holds")));
    }

    @Test
    void checksumThatSomebodyChangedInTheHistoryStops() throws SQLException {
        Scene scene = remembered();
        scene.execute("update mediafiles_ops.schema_history set checksum = 1 where version = '7'");
        assertEquals("V7__stored_objects.sql",
                assertFound(Level.STOPS, "script-changed-unseen", scene.check("scripts")).arguments().get(0));
        Scene before = Scene.migrated();
        before.execute("update mediafiles_ops.schema_history set checksum = 1 where version = '7'");
        assertFound(Level.STOPS, "script-changed-unseen", before.check("scripts"));
    }

    @Test
    void otherWayBackThanTheStoredOneStopsARollback() throws SQLException {
        Scene scene = remembered();
        scene.scripts(edited(8, UnaryOperator.identity(), undo -> undo + "-- one line more\n"));
        assertTrue(assertFound(Level.STOPS, "undo-changed", scene.check("scripts", Purpose.ROLLBACK)).examples()
                .contains("+-- one line more"));
        assertFound(Level.WARNING, "undo-changed", scene.check("scripts"));
    }

    @Test
    void scriptThatWasNeverRunHereIsAWarning() throws SQLException {
        Scene scene = remembered();
        scene.execute("delete from mediafiles_ops.schema_history where version::int < 6;"
                + " update mediafiles_ops.schema_history set type = 'BASELINE', checksum = null where version = '6'");
        scene.scripts(edited(4, sql -> sql + "-- one line more\n", UnaryOperator.identity()));
        assertFound(Level.WARNING, "adopted-script-changed", scene.check("scripts"));
    }

    @Test
    void newerSchemaStopsAllButTheWayBack() {
        Scene scene = Scene.migrated();
        assertFine(scene.check("schema-newer"));
        scene.execute("insert into mediafiles_ops.schema_history (installed_rank, version, description, type, script,"
                + " checksum, installed_by, execution_time, success) values (100, '99', 'later', 'SQL', 'V99__later.sql',"
                + " 1, 'x', 1, true)");
        assertEquals(List.of("V99 (V99__later.sql)"),
                assertFound(Level.STOPS, "schema-newer", scene.check("schema-newer")).examples());
        assertFound(Level.WARNING, "schema-newer", scene.check("schema-newer", Purpose.ROLLBACK));
    }

    @Test
    void versionThatIsMissingInBetweenStops() {
        Scene scene = Scene.migrated();
        assertFine(scene.check("history-gaps"));
        scene.execute("delete from mediafiles_ops.schema_history where version = '3'");
        assertEquals(List.of("V3", String.valueOf(LATEST)),
                assertFound(Level.STOPS, "history-gap", scene.check("history-gaps")).arguments());
    }

    @Test
    void versionThatBrokeOffIsAWarning() {
        Scene scene = Scene.migrated();
        assertFine(scene.check("history-failed"));
        scene.execute("update mediafiles_ops.schema_history set success = false where version::int = " + LATEST);
        assertFound(Level.WARNING, "history-failed", scene.check("history-failed"));
    }

    @Test
    void columnThatSomebodyDroppedStops() {
        Scene scene = Scene.migrated();
        assertFine(scene.check("structure"));
        scene.execute("alter table public.mediafiles_mediafile drop column mime_type");
        assertFound(Level.STOPS, "missing-column", scene.check("structure"));
        assertFound(Level.WARNING, "missing-column", scene.check("structure", Purpose.ROLLBACK));
    }

    @Test
    void tableThatSomebodyAddedIsAWarning() {
        Scene scene = Scene.migrated();
        scene.execute("create table mediafiles_ops.mine (id int)");
        assertEquals(List.of("mediafiles_ops.mine"),
                assertFound(Level.WARNING, "other-tables", scene.check("structure")).examples());
    }

    @Test
    void invalidIndexStopsUnlessTheMigrationBuildsItAgain() {
        Scene scene = Scene.migrated();
        assertFine(scene.check("invalid-indexes"));
        invalidate(scene, "public.mediafile_mime_idx");
        assertEquals(List.of("public.mediafile_mime_idx"),
                assertFound(Level.STOPS, "invalid-indexes", scene.check("invalid-indexes")).examples());
        assertFound(Level.WARNING, "invalid-indexes", scene.check("invalid-indexes", Purpose.ROLLBACK));

        scene.execute("delete from mediafiles_ops.schema_history where version::int >= 6");
        List<Finding> found = scene.check("invalid-indexes");
        assertEquals(1, found.size(), found::toString);
        assertFound(Level.WARNING, "invalid-indexes-mended", found);
    }

    @Test
    void invalidIndexOnASharedTableIsTheHospitals() {
        Scene scene = Scene.migrated();
        scene.execute("create index by_birthday on public.patients_patient (birthday)");
        invalidate(scene, "public.by_birthday");
        assertFound(Level.WARNING, "invalid-shared-indexes", scene.check("invalid-indexes"));
    }

    private static void invalidate(Scene scene, String index) {
        scene.execute("update pg_index set indisvalid = false where indexrelid = '" + index + "'::regclass");
    }

    @Test
    void trailThatRunsOutOfPartitionsOrIsUnguardedIsAWarning() throws SQLException {
        assertFine(Scene.django(6).check("trail"));
        Scene scene = Scene.migrated();
        assertFine(scene.check("trail"));

        scene.execute(
                "set session_replication_role = replica; insert into mediafiles_ops.audit_event (id, at, act, outcome)"
                        + " values (77, '2050-01-01', 'sign-in', 'ok'); set session_replication_role = origin");
        assertFound(Level.WARNING, "trail-in-default", scene.check("trail"));
        scene.execute("alter table mediafiles_ops.audit_event_before disable trigger audit_event_stays;"
                + " grant select on mediafiles_ops.audit_event_default to public");
        assertEquals(List.of("mediafiles_ops.audit_event_before", "mediafiles_ops.audit_event_default"),
                assertFound(Level.WARNING, "trail-unguarded", scene.check("trail")).examples());

        scene.execute("do $$ declare part text; begin for part in select inhrelid::regclass::text from pg_inherits"
                + " where inhparent = 'mediafiles_ops.audit_event'::regclass and inhrelid::regclass::text"
                + " ~ '_[0-9]{4}_[0-9]{2}$' and to_date(right(inhrelid::regclass::text, 7), 'YYYY_MM')"
                + " > now() + interval '2 months' loop execute 'drop table ' || part; end loop; end $$");
        Finding few = assertFound(Level.WARNING, "trail-few-ahead", scene.check("trail"));
        assertEquals("2", String.valueOf(few.arguments().get(0)));
    }

    @Test
    void runThatNeverEndedIsAWarningButNotTheOneAtWork() throws SQLException {
        Scene scene = remembered();
        assertFine(scene.check("runs"));
        try (Connection connection = TestServer.dataSource(scene.name()).getConnection()) {
            RunLog log = new RunLog(connection, new Initiator("ana", Door.COMMAND));
            UUID ended = log.begin("migrate", 5, 6);
            log.end(ended, "ok", 6, null, null, null);
            log.begin("migrate", 6, 7);
            Finding broken = assertFound(Level.WARNING, "runs-broken-off", scene.check("runs"));
            assertEquals(1, broken.count());
            assertTrue(broken.examples().get(0).startsWith("migrate, "), broken::toString);

            SchemaLock lock = SchemaLock.tryLock(connection).orElseThrow();
            try {
                assertFine(scene.check("runs"));
                List<Finding> found = scene.check("runs", Purpose.DEPLOY);
                assertFound(Level.WARNING, "schema-busy", found);
                log.begin("rollback", 7, 6);
                assertEquals(1, assertFound(Level.WARNING, "runs-broken-off", scene.check("runs")).count());
            } finally {
                lock.release();
            }
        }
    }
}
