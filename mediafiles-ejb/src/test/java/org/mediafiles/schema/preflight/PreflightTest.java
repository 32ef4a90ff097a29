package org.mediafiles.schema.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mediafiles.schema.preflight.Scene.assertFound;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mediafiles.TestServer;
import org.mediafiles.config.HospitalConfig;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.config.SchemaConfig.Backup;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Finding.Level;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScript;
import org.mediafiles.schema.version.VersionScripts;

class PreflightTest {
    private static final int LATEST = VersionScripts.ours().latest();

    private static void assertNoCheckBroke(PreflightReport report) {
        assertEquals(List.of(), report.findings().stream().filter(finding -> finding.code().equals("check-failed"))
                .toList());
    }

    private static Finding met(PreflightReport report) {
        return report.findings().stream().filter(finding -> finding.code().startsWith("met-")).findFirst()
                .orElseThrow();
    }

    @Test
    void emptyDatabaseIsReady() {
        PreflightReport report = Scene.empty().report(Purpose.MIGRATE);
        assertNoCheckBroke(report);
        assertEquals("met-empty", met(report).code());
        assertFalse(report.stops(), () -> String.join("\n", report.lines(Locale.ENGLISH)));
        assertEquals(0, report.exitCode());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void djangoDatabaseIsMetAtEachPhase(int phase) {
        PreflightReport report = Scene.django(phase).report(Purpose.ADOPT);
        assertNoCheckBroke(report);
        assertEquals("met-django", met(report).code());
        assertEquals(String.valueOf(phase), met(report).arguments().get(0));
    }

    @Test
    void ourDatabaseIsMetAtEachVersion() {
        for (int version : VersionScripts.ours().all().stream().mapToInt(VersionScript::version).toArray()) {
            Scene scene = Scene.migrated();
            scene.execute("delete from mediafiles_ops.schema_history where version::int > " + version);
            PreflightReport report = scene.report(Purpose.MIGRATE);
            assertNoCheckBroke(report);
            assertEquals("met-ours", met(report).code());
            assertEquals(List.of(String.valueOf(version), String.valueOf(LATEST)), met(report).arguments());
        }
    }

    @Test
    void adoptedDatabaseSaysAtWhichPhase() {
        Scene scene = Scene.migrated();
        scene.execute("delete from mediafiles_ops.schema_history where version::int < 4;"
                + " update mediafiles_ops.schema_history set type = 'BASELINE', checksum = null where version = '4'");
        PreflightReport report = scene.report(Purpose.MIGRATE);
        assertNoCheckBroke(report);
        assertEquals(List.of(String.valueOf(LATEST), "4", String.valueOf(LATEST)),
                assertFound(Level.OK, "met-adopted", report.findings()).arguments());
        assertFound(Level.OK, "history-complete", report.findings());
    }

    @Test
    void othersTablesAreAWarningAndHalfOfOursStops() {
        Scene others = Scene.empty();
        others.execute("create table public.anything (id int)");
        assertFound(Level.WARNING, "met-others", others.check("met"));
        assertFound(Level.STOPS, "nothing-to-adopt", others.check("met", Purpose.ADOPT));
        assertFound(Level.STOPS, "nothing-to-adopt", Scene.empty().check("met", Purpose.ADOPT));

        Scene half = Scene.empty();
        half.execute("create table public.mediafiles_photo (event_ptr_id uuid primary key)");
        PreflightReport report = half.report(Purpose.MIGRATE);
        assertFound(Level.STOPS, "met-unknown", report.findings());
        assertEquals(1, report.exitCode());
    }

    @Test
    void everythingIsAsItWasAfterwards() throws SQLException {
        Scene scene = Scene.django(6);
        try (Connection connection = TestServer.dataSource(scene.name()).getConnection()) {
            // Not the transaction numbers: the whole server uses them up, its own cleaning included.
            String all = """
                         SELECT (SELECT count(*) FROM pg_class) || ' ' || (SELECT count(*) FROM pg_roles) || ' '
                             || (SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables)
                         """;
            String before = Sql.text(connection, all);
            for (Purpose purpose : Purpose.values()) {
                assertNoCheckBroke(scene.report(purpose));
            }
            assertEquals(before, Sql.text(connection, all), "no relation was made, no row written");
        }
    }

    @Test
    void writersAreNotHeldUpAndAChangeOfATableIsNotWaitedFor() throws SQLException {
        Scene scene = Scene.migrated();
        try (Connection other = TestServer.dataSource(scene.name()).getConnection()) {
            other.setAutoCommit(false);
            Sql.run(other, "lock table public.events_event in access exclusive mode");
            long start = System.nanoTime();
            PreflightReport report = scene.report(Purpose.MIGRATE);
            assertTrue(System.nanoTime() - start < 60_000_000_000L, "no check waits for the lock without end");
            assertFound(Level.WARNING, "locks-strong", report.findings());
            other.rollback();
        }
    }

    @Test
    void checkThatBreaksOffIsAWarningAndTheOthersGoOn() {
        Scene scene = Scene.empty();
        List<Finding> found = scene.run(look -> {
            look.text("select 1 / 0");
            return List.of();
        });
        assertEquals(List.of("a-check", "SQLSTATE 22012"),
                assertFound(Level.WARNING, "check-failed", found).arguments());
        found = scene.run(look -> {
            throw new IllegalStateException("of our own making");
        });
        assertEquals("for a reason that was not foreseen",
                assertFound(Level.WARNING, "check-failed", found).arguments().get(1));
    }

    @Test
    void checkThatTakesTooLongIsBrokenOff() {
        Scene scene = Scene.empty().config(new SchemaConfig(SchemaConfig.OnStartup.VALIDATE, false, Backup.OFF,
                java.util.Optional.empty(), 1, java.util.Optional.empty(), java.util.Optional.empty(), false,
                java.time.Duration.ofSeconds(1), java.time.Duration.ofSeconds(1)));
        List<Finding> found = scene.run(look -> List.of(Found.ok("encoding", look.text("select pg_sleep(30)"))));
        assertEquals("SQLSTATE 57014", assertFound(Level.WARNING, "check-failed", found).arguments().get(1));
    }

    @Test
    void checkCannotWrite() {
        Scene scene = Scene.empty();
        List<Finding> found = scene.run(look -> {
            Sql.run(look.connection(), "create table public.surprise (id int)");
            return List.of(Found.ok("encoding"));
        });
        assertEquals("SQLSTATE 25006", assertFound(Level.WARNING, "check-failed", found).arguments().get(1));
    }

    @Test
    void databaseThatDoesNotAnswerStops() {
        PreflightReport report = Scene.empty().owner(TestServer.dataSource("there_is_none")).report(Purpose.MIGRATE);
        assertEquals("3D000", assertFound(Level.STOPS, "database-away", report.findings()).arguments().get(0));
        assertEquals(1, report.exitCode());
    }

    @Test
    void connectionThatIsEndedInTheMiddleStops() {
        List<Finding> found = Scene.empty().run(look -> {
            look.text("select pg_terminate_backend(pg_backend_pid())");
            return List.of(Found.ok("encoding"));
        });
        assertFound(Level.STOPS, "database-away", found);
    }

    @Test
    void reportIsGroupedAndCountsItsLevels() {
        PreflightReport report = Scene.migrated().report(Purpose.DEPLOY);
        assertEquals(Set.of(Topic.SERVER, Topic.RIGHTS, Topic.CONCURRENCY, Topic.DISK, Topic.SCHEMA, Topic.TOOLS,
                Topic.SHARED_TABLES, Topic.DEPLOYMENT, Topic.DATA),
                Set.copyOf(report.groups().stream().map(PreflightReport.Group::topic).toList()));
        assertEquals(report.findings().size(),
                report.count(Level.OK) + report.count(Level.WARNING) + report.count(Level.STOPS));
        assertEquals(report.count(Level.STOPS), report.json().getInt("stops"));
        assertEquals(report.groups().size(), report.json().getJsonArray("groups").size());
        assertEquals(report.stops() ? 1 : 0, report.exitCode());
        assertTrue(report.lines(HospitalConfig.PORTUGUESE).contains("Servidor do banco de dados"));
        assertTrue(report.lines(Locale.ENGLISH).stream().noneMatch(line -> line.contains("\n")));
    }
}
