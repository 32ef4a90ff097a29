package org.mediafiles.schema.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.mediafiles.OldServer;
import org.mediafiles.TestServer;
import org.mediafiles.schema.version.ClinicalTables;
import org.mediafiles.schema.version.Door;
import org.mediafiles.schema.version.Initiator;
import org.mediafiles.schema.version.RunLog;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScripts;

class ImpactTest {
    private static final int LATEST = VersionScripts.ours().latest();

    private static ImpactReport impact(DataSource database) throws SQLException {
        return new Impact(Planned.site(database)).run();
    }

    private static TableImpact table(ImpactReport impact, String name) {
        return impact.tables().stream().filter(table -> table.name().equals(name)).findFirst().orElseThrow();
    }

    private static IndexImpact index(ImpactReport impact, String table, String name) {
        return table(impact, table).indexes().stream().filter(index -> index.name().equals(name)).findFirst()
                .orElseThrow();
    }

    private static Map<String, String> repeated(ImpactReport impact) {
        Map<String, String> repeated = new TreeMap<>();
        impact.tables().forEach(table -> table.indexes()
                .forEach(index -> index.repeats().ifPresent(other -> repeated.put(index.name(), other))));
        return repeated;
    }

    private static void assertReadable(ImpactReport impact) {
        for (Locale locale : List.of(Locale.ENGLISH, Locale.forLanguageTag("pt-BR"))) {
            assertTrue(impact.lines(locale).stream().noneMatch(line -> line.contains("\n") || line.contains("{")),
                    () -> String.join("\n", impact.lines(locale)));
        }
        assertEquals(0, impact.exitCode());
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection()) {
            Sql.run(connection, sql);
        }
    }

    @Test
    void sizesAreTheServersOwnForOurTablesByOid() throws SQLException {
        DataSource database = Planned.migrated(LATEST);
        Planned.fill(database);
        execute(database, "CREATE SCHEMA other; CREATE TABLE other.mediafiles_photo AS SELECT 1; CREATE TABLE"
                + " public.mediafiles_of_somebody (id int)");
        ImpactReport impact = impact(database);
        try (Connection connection = database.getConnection()) {
            for (TableImpact table : impact.tables()) {
                assertEquals(Sql.text(connection, "SELECT '" + table.name() + "'::regclass::oid || ' ' ||"
                        + " pg_total_relation_size('" + table.name() + "')"), table.oid() + " " + table.size().total());
                assertTrue(table.size().exact());
                assertEquals(table.size().total(),
                        table.size().table() + table.size().indexes() + table.size().toast());
            }
            int ours = Sql.integer(connection, "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p')"
                    + " AND relnamespace = 'mediafiles_ops'::regnamespace AND (NOT relispartition OR relname ="
                    + " 'audit_event_before')") + 5 + 3;
            assertEquals(ours, impact.tables().size(), "the three that V0 made here are ours, too");
        }
        assertTrue(impact.totalBytes() > 0);
        assertTrue(table(impact, "public.mediafiles_photo").lastKept("analyze").isPresent());
        assertReadable(impact);
    }

    @Test
    void sharedTablesThatStoodBeforeAreNotOurs() throws SQLException {
        DataSource database = Planned.migrated(LATEST);
        execute(database, "UPDATE mediafiles_ops.shared_table SET created_here = false");
        assertTrue(impact(database).tables().stream().noneMatch(table -> table.name().equals("public.events_event")));
    }

    @Test
    void bothIndexesThatThePlanRepeatsAreRedundantAndKept() throws SQLException {
        DataSource database = Planned.migrated(6);
        Map<String, String> repeated = repeated(impact(database));
        assertEquals("mediafiles_mediafile_file_hash_key", repeated.get("mediafile_hash_idx"));
        assertEquals("unique_series_order", repeated.get("series_file_order_idx"));
        assertEquals("unique_series_file", repeated.get("mediafiles_photoseriesfile_photo_series_id_599eef21"));
        assertTrue(index(impact(database), "public.mediafiles_mediafile", "mediafile_hash_idx").isNamedByPlan());
        assertFalse(repeated.containsKey("mediafiles_mediafile_file_hash_315f6414_like"), "another way to compare");
        assertFalse(repeated.containsKey("mediafile_type_created_idx"));
        assertTrue(impact(database).lines(Locale.ENGLISH).stream().anyMatch(
                line -> line.contains("mediafile_hash_idx repeats mediafiles_mediafile_file_hash_key; it is kept")));
        assertFalse(repeated(impact(Planned.migrated(database, 7))).containsKey("mediafile_hash_idx"),
                "V7 drops the constraint that it repeated");
    }

    @Test
    void indexThatSomebodyMadeTwiceIsACandidate() throws SQLException {
        DataSource database = Planned.migrated(LATEST);
        execute(database, "CREATE INDEX again ON mediafiles_ops.upload (owner_id, state); CREATE INDEX fewer ON"
                + " mediafiles_ops.upload (owner_id); CREATE INDEX only_x ON mediafiles_ops.upload (owner_id) WHERE state = 'x';"
                + " CREATE INDEX turned ON mediafiles_ops.upload (owner_id DESC)");
        ImpactReport impact = impact(database);
        assertEquals("upload_owner_id_state_idx", repeated(impact).get("again"));
        assertTrue(repeated(impact).containsKey("fewer"));
        assertFalse(repeated(impact).containsKey("only_x"));
        assertFalse(repeated(impact).containsKey("turned"));
        assertFalse(repeated(impact).containsKey("upload_owner_id_state_idx"), "the older of two alike stays");
        assertTrue(impact.lines(Locale.ENGLISH).stream()
                .anyMatch(line -> line.contains("again repeats upload_owner_id_state_idx: a candidate")));
    }

    @Test
    void useIsCountedSinceTheStatisticsWereReset() throws SQLException {
        DataSource database = Planned.migrated(LATEST);
        Planned.fill(database);
        assertTrue(index(impact(database), "public.mediafiles_mediafile", "mediafile_mime_idx").isUnused());
        assertEquals(Optional.empty(), impact(database).since());
        execute(database, "SELECT pg_stat_reset()");
        try (Connection connection = database.getConnection()) {
            Sql.run(connection, "SET enable_seqscan = off");
            Sql.texts(connection, "SELECT id FROM public.mediafiles_mediafile WHERE mime_type = 'image/jpeg'");
            Sql.run(connection, "SELECT pg_stat_force_next_flush()");
            Sql.run(connection, "SELECT 1");
        }
        ImpactReport impact = impact(database);
        IndexImpact used = index(impact, "public.mediafiles_mediafile", "mediafile_mime_idx");
        assertEquals(1, used.uses());
        assertFalse(used.isUnused());
        assertTrue(Duration.between(impact.since().orElseThrow(), Instant.now()).abs().toMinutes() < 5);
        assertFalse(index(impact, "public.mediafiles_mediafile", "mediafiles_mediafile_pkey").isUnused(),
                "what enforces a key is needed");
        assertReadable(impact);
    }

    @Test
    void tableThatSomebodyHoldsIsEstimatedNotWaitedFor() throws SQLException {
        DataSource database = Planned.migrated(LATEST);
        Planned.fill(database);
        execute(database, "VACUUM");
        try (Connection holder = database.getConnection()) {
            holder.setAutoCommit(false);
            Sql.run(holder, "LOCK TABLE public.mediafiles_mediafile IN ACCESS EXCLUSIVE MODE");
            ImpactReport impact = impact(database);
            TableImpact held = table(impact, "public.mediafiles_mediafile");
            assertFalse(held.size().exact());
            assertTrue(held.size().total() > 0);
            assertTrue(table(impact, "public.mediafiles_photo").size().exact());
            assertReadable(impact);
            holder.rollback();
        }
        assertTrue(table(impact(database), "public.mediafiles_mediafile").size().exact());
    }

    @Test
    void brokenIndexIsNamed() throws SQLException {
        DataSource database = Planned.migrated(LATEST);
        execute(database,
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'public.mediafile_mime_idx'::regclass");
        assertTrue(impact(database).lines(Locale.ENGLISH).stream()
                .anyMatch(line -> line.contains("mediafile_mime_idx is INVALID")));
    }

    @Test
    void lastRunsStandWithTheirSteps() throws SQLException {
        DataSource database = Planned.migrated(LATEST);
        try (Connection connection = database.getConnection()) {
            RunLog.bootstrap(connection);
            RunLog log = new RunLog(connection, new Initiator("maria", Door.COMMAND));
            UUID run = log.begin("migrate", 5, 6);
            long step = log.beginStep(run, "V6 indexes", 6, "up", 1000L);
            log.endStep(step, "ok", null, "{\"script\": \"V6\"}", 9000L, 3);
            log.end(run, "ok", 6, null, null, null);
            log.begin("rollback", 6, 5);
        }
        ImpactReport impact = impact(database);
        assertEquals(List.of("rollback", "migrate"), impact.runs().stream().map(RunImpact::operation).toList());
        assertEquals(Optional.empty(), impact.runs().get(0).took());
        JsonObject run = impact.json().getJsonArray("runs").getJsonObject(1);
        assertEquals("maria", run.getString("initiator"));
        JsonObject step = run.getJsonArray("steps").getJsonObject(0);
        assertEquals(9000, step.getInt("bytesAfter"));
        assertEquals("V6", step.getJsonObject("locks").getString("script"));
        assertEquals(3, step.getInt("attempts"));
        assertReadable(impact);
    }

    @Test
    void emptyDatabaseHasNoImpact() throws SQLException {
        ImpactReport impact = impact(TestServer.dataSource(TestServer.newDatabase(null)));
        assertEquals(List.of(), impact.tables());
        assertTrue(impact.lines(Locale.ENGLISH).contains("tables: 0"));
        assertReadable(impact);
    }

    @Test
    void oldestServerTellsBothPlanAndImpact() throws SQLException, IOException {
        try (OldServer server = OldServer.start()) {
            DataSource database = Planned.migrated(server.newDatabase("ours"), 6);
            Planned.fill(database);
            ImpactReport impact = impact(database);
            assertEquals("unique_series_order", repeated(impact).get("series_file_order_idx"));
            assertReadable(impact);
            PlanReport plan = new Plan(Planned.site(database)).run(OptionalInt.empty(),
                    Optional.of(server.newDatabase("scratch")));
            assertEquals(VersionScripts.ours().all().stream().filter(script -> script.version() > 6).count(),
                    plan.versions().size());
            assertTrue(plan.isFromScratch());
        }
    }
}
