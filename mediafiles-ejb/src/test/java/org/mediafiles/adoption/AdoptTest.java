package org.mediafiles.adoption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mediafiles.TestServer;
import org.mediafiles.adoption.AdoptReport.Outcome;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.config.SchemaConfig.Backup;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.schema.PublicCatalogue;
import org.mediafiles.schema.version.Door;
import org.mediafiles.schema.version.Initiator;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.schema.version.SchemaHistory;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScripts;

class AdoptTest {
    private static final Duration SHORT_LOOK = Duration.ofMillis(50);

    private String name;
    private DataSource database;
    private SchemaSite site;
    private PlainSchemaWork schema;

    @BeforeEach
    void newDatabase() {
        name = TestServer.newDatabase(null);
        database = TestServer.dataSource(name);
        SchemaConfig config = new SchemaConfig(SchemaConfig.OnStartup.VALIDATE, false, Backup.OFF, Optional.empty(), 1,
                Optional.empty(), Optional.empty(), false, Duration.ofSeconds(3), Duration.ofMinutes(1));
        site = new SchemaSite(database, Optional.empty(), Optional.empty(), config, ToolConfig.DEFAULTS,
                new Initiator("tester", Door.COMMAND), Progress.NONE);
        schema = new PlainSchemaWork(site);
    }

    private AdoptReport adopt() {
        return adopt(Adopt.Checkpoint.NONE);
    }

    private AdoptReport adopt(Adopt.Checkpoint checkpoint) {
        return new Adopt(site, schema, SHORT_LOOK, checkpoint).run(true);
    }

    private List<String> query(String sql) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.texts(connection, sql);
        }
    }

    private Recognition recognised() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Recognition.of(connection);
        }
    }

    private static void assertOk(AdoptReport report) {
        assertEquals(Outcome.OK, report.outcome(), () -> String.join("\n", report.lines(java.util.Locale.ENGLISH)));
    }

    /** What our versions make of a database on which they begin at that phase: standalone, but for whose tables they are. */
    private static List<String> newest() throws SQLException {
        return PublicCatalogue.read(TestServer.dataSource(TestServer.newMigratedDatabase())).stream()
                .filter(line -> !line.contains("events_event_timeline_idx")).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void databaseOfEachPhaseIsTakenOverWithEveryRow(int phase) throws Exception {
        DjangoDatabase.make(database, phase, false);
        takenOverWithEveryRow(phase);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void databaseThatDjangoItselfMadeIsTakenOverWithEveryRow(int phase) throws Exception {
        boolean there = DjangoDatabase.dump("after-phase-" + phase + ".sql").isPresent();
        if (!there) {
            System.out.println(
                    "NOT RUN: Django's own dumps are not at hand; -Dmediafiles.reference-schema names their place");
        }
        assumeTrue(there, "Django's own dumps are not at hand");
        DjangoDatabase.make(database, phase, true);
        takenOverWithEveryRow(phase);
    }

    private void takenOverWithEveryRow(int phase) throws Exception {
        Map<String, List<String>> before = DjangoDatabase.rows(database);

        AdoptReport report = adopt();

        assertOk(report);
        assertEquals(phase, report.found().phase().orElseThrow());
        Map<String, List<String>> after = DjangoDatabase.rows(database);
        after.keySet().retainAll(before.keySet());
        assertEquals(before, after);
        // Flyway keeps its history in another schema, and the checks that dirty rows break stay unvalidated.
        assertEquals(String.join("\n", newest()).replace(" NOT VALID", ""),
                String.join("\n", PublicCatalogue.read(database)).replace(" NOT VALID", ""));
        assertEquals(List.of(String.valueOf(phase)),
                query("select version from mediafiles_ops.schema_history where type = 'BASELINE'"));
        assertEquals(before.getOrDefault("mediafiles_mediafile", List.of()).size(), Integer.parseInt(
                query("select count(*) from mediafiles_ops.adopted_file where state = 'waiting'").get(0)));
        assertEquals(List.of("accounts_eqmduser f", "events_event f", "patients_patient f"),
                query("select table_name || ' ' || created_here::text::char from mediafiles_ops.shared_table order by 1"));
        assertEquals(List.of("adopt ok " + VersionScripts.ours().latest()),
                query("select operation || ' ' || outcome || ' '"
                        + " || to_version from mediafiles_ops.schema_run where operation = 'adopt'"));
        assertEquals(VersionScripts.ours().all().size(),
                Integer.parseInt(query("select count(*) from mediafiles_ops.schema_undo").get(0)));
        assertEquals(Recognition.Kind.ADOPTED, recognised().kind());
    }

    @Test
    void withoutAYesNothingIsWritten() throws Exception {
        DjangoDatabase.make(database, 6, false);
        List<String> before = DjangoDatabase.everything(database);

        AdoptReport report = new Adopt(site, schema, SHORT_LOOK, Adopt.Checkpoint.NONE).run(false);

        assertEquals(Outcome.NEEDS_YES, report.outcome());
        assertEquals(1, report.exitCode());
        List<String> lines = report.lines(java.util.Locale.ENGLISH);
        assertTrue(lines.contains("database: " + name) && lines.contains("role: postgres")
                && lines.contains("phase: 6") && lines.contains("rows of mediafiles_mediafile: 30"), lines::toString);
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("host: 127.0.0.1:")), lines::toString);
        assertEquals(before, DjangoDatabase.everything(database));
        assertEquals(List.of("f"), query("select to_regnamespace('mediafiles_ops') is not null"));
        assertEquals(List.of(), schema.asked);
    }

    @Test
    void historyIsTheOneThatFlywayItselfWouldBegin() throws Exception {
        DjangoDatabase.make(database, 4, false);
        adopt();
        DataSource flyways = TestServer.dataSource(TestServer.newDatabase(null));
        org.flywaydb.core.Flyway.configure().dataSource(flyways).schemas("mediafiles_ops").table("schema_history")
                .baselineVersion("4").load().baseline();
        String row = "select version || description || type || script || coalesce(checksum, -1) || success"
                + " from mediafiles_ops.schema_history where type = 'BASELINE'";
        try (Connection connection = flyways.getConnection()) {
            assertEquals(Sql.texts(connection, row), query(row));
            String catalogue = """
                               select attname || format_type(atttypid, atttypmod) || attnotnull || coalesce(pg_get_expr(adbin, adrelid), '')
                               from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
                               where attrelid = 'mediafiles_ops.schema_history'::regclass and attnum > 0
                               union all select indexdef from pg_indexes where tablename = 'schema_history'
                               union all select conname || pg_get_constraintdef(oid) from pg_constraint
                               where conrelid = 'mediafiles_ops.schema_history'::regclass and contype <> 'n' order by 1""";
            assertEquals(Sql.texts(connection, catalogue), query(catalogue));
        }
    }

    @Test
    void sharedTablesAreNotedAsV0WouldNoteThem() throws Exception {
        DjangoDatabase.make(database, 1, false);
        adopt();
        DataSource other = TestServer.dataSource(TestServer.newMigratedDatabase());
        String catalogue = """
                           select attnum || attname || format_type(atttypid, atttypmod) || attnotnull
                               || coalesce(pg_get_expr(adbin, adrelid), '') || obj_description(attrelid)
                           from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
                           where attrelid = 'mediafiles_ops.shared_table'::regclass and attnum > 0
                           union all select indexdef from pg_indexes where tablename = 'shared_table' order by 1""";
        try (Connection connection = other.getConnection()) {
            assertEquals(Sql.texts(connection, catalogue), query(catalogue));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"saved", "taken over", "rows noted", "keys ruled", "migrated"})
    void adoptionThatBrokeOffGoesOn(String place) throws Exception {
        DjangoDatabase.make(database, 5, false);
        Map<String, List<String>> before = DjangoDatabase.rows(database);
        AdoptReport broken = adopt(reached -> {
            if (reached.equals(place)) {
                throw new SQLException("pulled the plug", "08006");
            }
        });
        assertEquals(Outcome.FAILED, broken.outcome());
        assertEquals(place.equals("saved") ? Recognition.Kind.DJANGO : Recognition.Kind.ADOPTION_BEGUN,
                recognised().kind());
        assertEquals(5, recognised().phase().orElseThrow());

        assertOk(adopt());

        assertEquals(before, DjangoDatabase.rows(database));
        assertEquals(String.join("\n", newest()).replace(" NOT VALID", ""),
                String.join("\n", PublicCatalogue.read(database)).replace(" NOT VALID", ""));
        assertEquals(List.of("30"), query("select count(*) from mediafiles_ops.adopted_file"));
        assertEquals(List.of("1"), query("select count(*) from mediafiles_ops.adoption where state = 'adopted'"));
    }

    @Test
    void keyThatWasReplacedInPartIsFinished() throws Exception {
        DjangoDatabase.make(database, 6, false);
        adopt(reached -> {
            if (reached.equals("rows noted")) {
                throw new SQLException("pulled the plug", "08006");
            }
        });
        TestServer.execute(name,
                """
                ALTER TABLE mediafiles_photo ADD CONSTRAINT adopting_photo_event_ptr_id FOREIGN KEY (event_ptr_id)
                    REFERENCES events_event (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED NOT VALID;
                ALTER TABLE mediafiles_videoclip ADD CONSTRAINT adopting_videoclip_media_file_id FOREIGN KEY (media_file_id)
                    REFERENCES mediafiles_mediafile (id) DEFERRABLE INITIALLY DEFERRED NOT VALID""");
        assertOk(adopt());
        assertEquals(String.join("\n", newest()).replace(" NOT VALID", ""),
                String.join("\n", PublicCatalogue.read(database)).replace(" NOT VALID", ""));
    }

    @Test
    void adoptingAgainChangesNothing() throws Exception {
        DjangoDatabase.make(database, 3, false);
        assertOk(adopt());
        TestServer.execute(name, "update mediafiles_ops.adopted_file set state = 'done'");
        List<String> before = DjangoDatabase.everything(database);
        assertOk(adopt());
        assertEquals(before, DjangoDatabase.everything(database));
        assertEquals(List.of("30"), query("select count(*) from mediafiles_ops.adopted_file where state = 'done'"));
    }

    @Test
    void openTransactionThatWritesStopsIt() throws Exception {
        DjangoDatabase.make(database, 6, false);
        List<String> before = DjangoDatabase.everything(database);
        try (Connection django = database.getConnection()) {
            django.setAutoCommit(false);
            Sql.run(django, "SET application_name TO 'gunicorn'");
            Sql.update(django, "UPDATE mediafiles_mediafile SET width = 1 WHERE width = 2");
            AdoptReport report = adopt();
            assertEquals(Outcome.STOPPED, report.outcome());
            assertTrue(report.findings().stream().anyMatch(finding -> finding.code().equals("others-write")
                    && finding.examples().toString().contains("gunicorn")), report::toString);
            django.rollback();
        }
        assertEquals(before, DjangoDatabase.everything(database));
        assertEquals(List.of("f"), query("select to_regnamespace('mediafiles_ops') is not null"));
    }

    @Test
    void writesThatComeAndGoStopIt() throws Exception {
        DjangoDatabase.make(database, 6, false);
        try (Connection django = database.getConnection()) {
            schema = new PlainSchemaWork(site) {
                @Override
                public Optional<String> backUp(Connection connection, String operation) throws SQLException {
                    Sql.update(django, "UPDATE mediafiles_mediafile SET width = width WHERE width = 2");
                    Sql.text(django, "SELECT pg_stat_force_next_flush()::text");
                    Sql.text(django, "SELECT 1");
                    return Optional.empty();
                }
            };
            AdoptReport report = adopt();
            assertEquals(Outcome.STOPPED, report.outcome(), report::toString);
        }
        assertEquals(List.of("f"), query("select to_regnamespace('mediafiles_ops') is not null"));
    }

    @Test
    void whoIsMerelyConnectedIsTold() throws Exception {
        DjangoDatabase.make(database, 1, false);
        try (Connection idle = database.getConnection()) {
            Sql.run(idle, "SET application_name TO 'pgadmin'");
            AdoptReport report = adopt();
            assertOk(report);
            assertTrue(report.lines(java.util.Locale.ENGLISH).stream().anyMatch(line -> line.contains("pgadmin 1")),
                    () -> report.lines(java.util.Locale.ENGLISH).toString());
        }
    }

    @Test
    void whatTheChecksStopIsNotTakenOver() throws Exception {
        DjangoDatabase.make(database, 1, false);
        schema.findings.add(org.mediafiles.schema.version.Finding.of(
                org.mediafiles.schema.version.Finding.Area.PREFLIGHT, "any",
                org.mediafiles.schema.version.Finding.Level.STOPS));
        assertEquals(Outcome.STOPPED, adopt().outcome());
        assertEquals(List.of("f"), query("select to_regnamespace('mediafiles_ops') is not null"));
        assertFalse(schema.asked.contains("backup for adopt"));
    }

    @Test
    void keyThatOthersHoldIsWaitedForAndThenGivenUpCleanly() throws Exception {
        DjangoDatabase.make(database, 6, false);
        try (Connection reader = database.getConnection()) {
            adopt(reached -> {
                if (reached.equals("rows noted")) {
                    reader.setAutoCommit(false);
                    Sql.text(reader, "SELECT count(*) FROM events_event");
                }
            });
            assertEquals(Recognition.Kind.ADOPTION_BEGUN, recognised().kind());
            reader.rollback();
        }
        assertOk(adopt());
    }

    @Test
    void databaseOfOursIsNotAdopted() throws Exception {
        name = TestServer.newMigratedDatabase();
        database = TestServer.dataSource(name);
        site = new SchemaSite(database, Optional.empty(), Optional.empty(), site.config(), site.tools(),
                site.initiator(), site.progress());
        assertEquals(Outcome.REFUSED, adopt().outcome());
    }

    @Test
    void rowsAreNotedAsTheyStand() throws Exception {
        DjangoDatabase.make(database, 6, false);
        Map<String, Integer> counts = new TreeMap<>();
        DjangoDatabase.rows(database).forEach((table, rows) -> counts.put(table, rows.size()));
        adopt();
        for (String table : SeedTables.OWN) {
            assertEquals(List.of(counts.get(table).toString()), query(
                    "select count(*) from mediafiles_ops.adopted_row r join " + table + " t on r.row_id = t."
                            + StandingRows.key(table) + " where r.table_name = '" + table + "'"));
        }
        // 12 photo events, one series without a row, 3 series, 3 clips; none of the other types
        assertEquals(List.of("19"),
                query("select count(*) from mediafiles_ops.adopted_row where table_name = 'events_event'"));
        try (Connection connection = database.getConnection()) {
            assertEquals(6, SchemaHistory.read(connection).baseline().orElseThrow());
        }
    }
}
