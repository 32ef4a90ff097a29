package org.mediafiles.schema.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.TestServer;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.schema.preflight.Preflight;
import org.mediafiles.schema.preflight.Purpose;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.VersionScript;
import org.mediafiles.schema.version.VersionScripts;

class MigrateTest {
    private static final Locale PORTUGUESE = Locale.forLanguageTag("pt-BR");
    private static final List<String> ALL = Ward.VERSIONS.stream().map(String::valueOf).toList();

    private static void assertStopped(Stop stop, MigrateReport report) {
        assertEquals(Optional.of(stop), report.stop(), report::toString);
        assertEquals(1, report.exitCode());
    }

    @Test
    void emptyDatabaseComesUpWithEveryStepOnRecord() throws SQLException {
        Ward ward = Ward.empty();
        MigrateReport report = ward.run();

        assertTrue(report.isDone(), report::toString);
        assertEquals(0, report.exitCode());
        assertEquals(ALL, ward.applied());
        assertEquals(List.of("migrate command ada ok null " + Ward.LATEST),
                ward.query(
                        "select concat_ws(' ', operation, door, initiator, outcome, coalesce(from_version::text, 'null'),"
                                + " to_version) from mediafiles_ops.schema_run where ended_at is not null"));
        assertEquals(ALL.stream().map(version -> version + " up ok 1").toList(),
                ward.query(
                        "select concat_ws(' ', version, direction, outcome, attempts) from mediafiles_ops.schema_step"
                                + " where version is not null and ended_at >= started_at and bytes_before <= bytes_after order by id"));
        assertNotNull(report.json().getString("run"));
        assertEquals(Ward.VERSIONS.size(), report.json().getJsonArray("steps").size());
    }

    @Test
    void recordedLocksStandWithTheStep() throws SQLException {
        Ward ward = Ward.at(7);
        assertEquals("t", ward.text("select locks::text like '%ACCESS EXCLUSIVE%' from mediafiles_ops.schema_step"
                + " where version = 7"));
    }

    @Test
    void versionItsHistoryAndItsWayBackComeInOneTransaction() throws SQLException {
        Ward ward = Ward.at(Ward.LATEST);
        List<String> transactional = VersionScripts.ours().all().stream().filter(VersionScript::transactional)
                .map(script -> String.valueOf(script.version())).toList();
        assertEquals(transactional, ward.query(
                """
                select u.version from mediafiles_ops.schema_undo u
                join mediafiles_ops.schema_history h on h.version = u.version::text and h.xmin = u.xmin order by u.version"""));
        assertEquals(VersionScripts.ours().all().stream().map(VersionScript::undoSha256).toList(),
                ward.query("select undo_sha256 from mediafiles_ops.schema_undo order by version"));
    }

    @Test
    void missingWaysBackAreStoredAndStandingOnesLeft() throws SQLException {
        Ward ward = Ward.at(Ward.LATEST);
        ward.execute("delete from mediafiles_ops.schema_undo where version in (3, 6);"
                + " update mediafiles_ops.schema_undo set undo = 'of a newer program' where version = 7");
        assertTrue(ward.run().isDone());
        assertEquals(ALL, ward.query("select version from mediafiles_ops.schema_undo order by version"));
        assertEquals("of a newer program", ward.text("select undo from mediafiles_ops.schema_undo where version = 7"));
    }

    @Test
    void whatWasAppliedBeforeRunsWereRecordedGetsItsWayBack() throws SQLException {
        Ward ward = new Ward(TestServer.newMigratedDatabase());
        MigrateReport report = ward.run();
        assertTrue(report.isDone(), report::toString);
        assertEquals(List.of(), report.steps());
        assertEquals(ALL, ward.query("select version from mediafiles_ops.schema_undo order by version"));
    }

    @Test
    void targetIsReachedAndOnlyUpwards() throws SQLException {
        Ward ward = Ward.at(4);
        assertEquals(List.of("0", "1", "2", "3", "4"), ward.applied());

        MigrateReport below = ward.migrate().run(OptionalInt.of(2), MigrateOptions.DEFAULTS);
        assertStopped(Stop.TARGET_BELOW, below);
        assertTrue(below.sentence(Locale.ENGLISH).contains("rollback --target 2"), below.sentence(Locale.ENGLISH));
        assertStopped(Stop.TARGET_UNKNOWN, ward.migrate().run(OptionalInt.of(99), MigrateOptions.DEFAULTS));
        assertEquals(List.of("0", "1", "2", "3", "4"), ward.applied());

        assertEquals(5, ward.migrate().run(OptionalInt.of(5), MigrateOptions.DEFAULTS).reached());
    }

    @Test
    void auditThatWasKeptIsMetWithItsRows() throws SQLException {
        Ward ward = Ward.at(Ward.LATEST);
        List<String> catalogue = ward.catalogue();
        ward.execute("insert into mediafiles_ops.audit_event (act, outcome) values ('before', 'ok')");
        String last = ward.text("select max(id) from mediafiles_ops.audit_event");
        for (int version : Ward.VERSIONS.stream().filter(each -> each >= 9).sorted(Comparator.reverseOrder())
                .toList()) {
            ward.execute(VersionScripts.ours().find(version).orElseThrow().undo());
            ward.execute("delete from mediafiles_ops.schema_history where version = '" + version + "'");
        }

        MigrateReport report = ward.run();

        assertTrue(report.isDone(), report::toString);
        assertEquals(catalogue, ward.catalogue());
        assertEquals(last, ward.text("select id from mediafiles_ops.audit_event where act = 'before'"));
        assertEquals("t", ward.text("select max(id) > " + last + " from mediafiles_ops.audit_event"),
                "its own row of this migration got the next number");
        assertEquals("0", ward.text("select count(*) from pg_namespace where nspname = 'mediafiles_ops_aside'"));
    }

    @Test
    void otherTableOfTheAuditsNameIsNotTakenForIt() throws SQLException {
        Ward ward = Ward.at(8);
        ward.execute(
                "create table mediafiles_ops.audit_event (id int); insert into mediafiles_ops.audit_event values (7)");
        MigrateReport report = ward.run();
        assertStopped(Stop.IN_THE_WAY, report);
        assertTrue(report.sentence(Locale.ENGLISH).contains("mediafiles_ops.audit_event"));
        assertEquals(8, report.reached());
        assertEquals("7", ward.text("select id from mediafiles_ops.audit_event"));
        assertEquals("f", ward.text("select to_regclass('mediafiles_ops.user_role') is not null"));
    }

    @Test
    void tableThatSomebodyAddedIsNamedAndNothingIsHalfDone() throws SQLException {
        Ward ward = Ward.at(6);
        ward.execute("create table mediafiles_ops.derivative (id int)");
        List<String> before = ward.catalogue();

        MigrateReport report = ward.run();

        assertStopped(Stop.IN_THE_WAY, report);
        assertTrue(report.sentence(Locale.ENGLISH).contains("table mediafiles_ops.derivative"));
        assertEquals(before, ward.catalogue());
        ward.execute("drop table mediafiles_ops.derivative");
        assertTrue(ward.run().isDone());
        assertEquals(ALL, ward.applied());
    }

    @Test
    void indexInTheWayIsToldByTheDatabasesOwnWords() throws SQLException {
        Ward ward = Ward.at(7);
        ward.execute("create view mediafiles_ops.upload_owner_id_state_idx as select 1");
        MigrateReport report = ward.run();
        assertStopped(Stop.IN_THE_WAY, report);
        assertTrue(report.sentence(Locale.ENGLISH).contains("upload_owner_id_state_idx"));
        assertEquals("failed", ward.text("select outcome from mediafiles_ops.schema_step where version = 8"));
        assertEquals("failed",
                ward.text("select outcome from mediafiles_ops.schema_run order by started_at desc limit 1"));
        assertEquals(7, report.reached());
    }

    @Test
    void newerSchemaIsLeftAloneAndTheWayBackIsNamed() throws SQLException {
        Ward ward = Ward.at(Ward.LATEST);
        ward.execute("insert into mediafiles_ops.schema_history (installed_rank, version, description, type, script,"
                + " checksum, installed_by, execution_time, success) values (100, '99', 'later', 'SQL', 'V99__later.sql', 1,"
                + " 'x', 1, true)");
        MigrateReport report = ward.run();
        assertStopped(Stop.SCHEMA_NEWER_THAN_PROGRAM, report);
        assertTrue(report.sentence(Locale.ENGLISH).contains("rollback --target " + Ward.LATEST));
    }

    @Test
    void migrationChangedByACommentIsNotAppliedOver() throws SQLException {
        Ward ward = Ward.at(7);
        List<VersionScript> edited = new ArrayList<>();
        for (VersionScript script : VersionScripts.ours().all()) {
            edited.add(script.version() != 7
                    ? script
                    : new VersionScript(7, script.phase(), script.name(), true, script.sql() + "-- a comment\n",
                            script.checksum() + 1, script.undoName(), script.undo(), script.undoPrepare()));
        }
        Migrate migrate = new Migrate(ward.site(), Guards.NONE, new VersionScripts(edited), "classpath:db/migration",
                VersionRunner.Limits.ONE_TRY);
        MigrateReport report = migrate.run(OptionalInt.empty(), MigrateOptions.DEFAULTS);
        assertStopped(Stop.SCHEMA_MISMATCH, report);
        assertTrue(report.sentence(Locale.ENGLISH).contains("V7 (text changed)"), report.sentence(Locale.ENGLISH));
        assertEquals("7", ward.text("select max(version::int) from mediafiles_ops.schema_history"));
    }

    @Test
    void djangosDatabaseIsNotBegunUnadopted() throws SQLException {
        Ward ward = Ward.empty();
        ward.execute("create table public.django_migrations (id int); create table public.events_event (id uuid)");
        assertStopped(Stop.ADOPTION_NEEDED, ward.run());
        assertEquals("f", ward.text("select to_regnamespace('mediafiles_ops') is not null"));
    }

    @Test
    void checksThatStopLeaveTheSchemaUnbegun() throws SQLException {
        Ward ward = Ward.at(5);
        ward.execute(Ward.MEDIA_FILE);
        Finding stops = Finding.of(Finding.Area.VALIDATION, "no-such-code", Finding.Level.STOPS);
        List<String> asked = new ArrayList<>();
        Guards guards = new Guards(() -> List.of(stops), connection -> {
            asked.add("backup");
            return Optional.of("x");
        }, (connection, version) -> List.of());

        MigrateReport report = new Migrate(ward.site(), guards).run(OptionalInt.empty(), MigrateOptions.DEFAULTS);

        assertStopped(Stop.PREFLIGHT_STOPS, report);
        assertTrue(report.sentence(Locale.ENGLISH).contains("no-such-code"));
        assertEquals(List.of(), asked);
        assertEquals("refused",
                ward.text("select outcome from mediafiles_ops.schema_run order by started_at desc limit 1"));
        assertEquals("5", ward.text("select max(version::int) from mediafiles_ops.schema_history"));
    }

    @Test
    void backupComesFirstAndItsPlaceIsOnRecord() throws SQLException {
        Ward ward = Ward.at(5);
        ward.execute(Ward.MEDIA_FILE);
        List<String> order = new ArrayList<>();
        Guards guards = new Guards(() -> {
            order.add("preflight");
            return List.of();
        }, connection -> {
            order.add("backup");
            return Optional.of("/srv/backups/one.dump");
        }, (connection, version) -> {
            order.add("after V" + version);
            return List.of();
        });

        MigrateReport report = new Migrate(ward.site(), guards).run(OptionalInt.empty(), MigrateOptions.DEFAULTS);

        assertTrue(report.isDone(), report::toString);
        assertEquals(List.of("preflight", "backup", "after V6", "after V" + Ward.LATEST), order);
        assertEquals("/srv/backups/one.dump",
                ward.text("select backup from mediafiles_ops.schema_run order by started_at desc limit 1"));
    }

    @Test
    void backupThatFailsLeavesTheSchemaUnbegun() throws SQLException {
        Ward ward = Ward.at(5);
        ward.execute(Ward.MEDIA_FILE);
        Guards guards = new Guards(List::of, connection -> {
            throw new MediaFilesException(ProblemCode.NOT_READY, "The disk is full.");
        }, (connection, version) -> List.of());
        MigrateReport report = new Migrate(ward.site(), guards).run(OptionalInt.empty(), MigrateOptions.DEFAULTS);
        assertStopped(Stop.BACKUP_FAILED, report);
        assertTrue(report.sentence(Locale.ENGLISH).contains("The disk is full."));
        assertEquals("5", ward.text("select max(version::int) from mediafiles_ops.schema_history"));
    }

    @Test
    void emptyDatabaseNeedsNeitherChecksNorBackup() {
        Guards never = new Guards(() -> {
            throw new IllegalStateException();
        }, connection -> {
            throw new IllegalStateException();
        }, (connection, version) -> List.of());
        assertTrue(new Migrate(Ward.empty().site(), never).run(OptionalInt.empty(), MigrateOptions.DEFAULTS).isDone());
    }

    @Test
    void wrongStructureAfterAPhaseStopsThere() throws SQLException {
        Ward ward = Ward.at(0);
        Finding closes = Finding.of(Finding.Area.VALIDATION, "none", Finding.Level.CLOSES);
        Guards guards = new Guards(List::of, connection -> Optional.empty(),
                (connection, version) -> version == 3 ? List.of(closes) : List.of());
        MigrateReport report = new Migrate(ward.site(), guards).run(OptionalInt.empty(), MigrateOptions.DEFAULTS);
        assertStopped(Stop.VALIDATION_CLOSES, report);
        assertEquals(3, report.reached());
        assertEquals("3", ward.text("select max(version::int) from mediafiles_ops.schema_history"));
    }

    @Test
    void dataFindingsAreToldAndStopNothing() {
        Finding found = Finding.of(Finding.Area.VALIDATION, "none", Finding.Level.FINDING);
        Guards guards = new Guards(List::of, connection -> Optional.empty(), (connection, version) -> List.of(found));
        MigrateReport report = new Migrate(Ward.empty().site(), guards).run(OptionalInt.empty(),
                MigrateOptions.DEFAULTS);
        assertEquals(0, report.exitCode());
        assertEquals(List.of(found), report.findings());
    }

    @Test
    void everyReasonHasItsWordsInBothLanguages() {
        List<String> three = List.of("1", "2", "3");
        for (Stop stop : Stop.values()) {
            String english = Words.of(Locale.ENGLISH, stop.code(), three);
            String portuguese = Words.of(PORTUGUESE, stop.code(), three);
            assertFalse(english.isBlank() || portuguese.isBlank() || english.equals(portuguese), stop.code());
            assertFalse(english.contains("{") || portuguese.contains("{"), stop.code());
        }
    }

    @Test
    void withAllItsGuardsARealDatabaseComesThroughWithEveryRow() throws SQLException {
        Ward ward = Ward.at(5);
        ward.execute(Ward.MEDIA_FILE + Ward.MEDIA_FILE);
        ward.execute("insert into public.accounts_eqmduser values (1, '!', null, false, 'ada', '', '', '', false, true,"
                + " now()); insert into public.patients_patient values ('00000000-0000-0000-0000-000000000001', 'A',"
                + " '2000-01-01')");
        ward.execute("insert into public.events_event values (gen_random_uuid(), 3, now(), '', now(), now(), 1,"
                + " '00000000-0000-0000-0000-000000000001', 1)");
        MigrateReport report = new Migrate(ward.site()).run(OptionalInt.empty(), MigrateOptions.DEFAULTS);
        assertTrue(report.isDone(), report.lines(Locale.ENGLISH)::toString);
        assertEquals("2", ward.text("select report -> 'rowCounts' -> 'after' ->> 'public.mediafiles_mediafile' from"
                + " mediafiles_ops.schema_run order by started_at desc limit 1"));
        assertEquals("off", report.backup().orElseThrow());
        assertEquals(List.of("preflight ok", "backup ok", "validation after V6 ok", "validation after V" + Ward.LATEST
                + " ok"),
                ward.query("select name || ' ' || outcome from mediafiles_ops.schema_step where version is null"
                        + " and run_id = '" + report.run() + "' order by id"));
        assertTrue(report.findings().stream().anyMatch(finding -> finding.area() == Finding.Area.PREFLIGHT));
    }

    @Test
    void noCheckBeforeBreaksOffWhereFilesAreComparedWithRows(@TempDir Path root) throws Exception {
        Ward ward = Ward.at(Ward.LATEST);
        ward.execute(Ward.MEDIA_FILE);
        Path file = root.resolve("photos/2026/11/originals/00000000-0000-4000-8000-000000000001.jpg");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
        SchemaSite site = ward.site();
        List<Finding> found = new Preflight(new SchemaSite(site.owner(), site.runner(), Optional.of(root),
                site.config(), site.tools(), site.initiator(), site.progress())).run(Purpose.MIGRATE).findings();
        assertEquals(List.of(), found.stream().filter(finding -> finding.code().equals("check-failed")).toList());
    }

    @Test
    void versionThatRemovesRowsIsUndone(@TempDir Path folder) throws Exception {
        Ward ward = Ward.at(Ward.LATEST);
        ward.execute(Ward.MEDIA_FILE);
        VersionScript bad = next("delete from public.mediafiles_mediafile;");
        Migrate migrate = withNext(ward, folder, bad);

        MigrateReport report = migrate.run(OptionalInt.empty(), MigrateOptions.DEFAULTS);

        assertStopped(Stop.ROWS_LOST, report);
        assertEquals("1", ward.text("select count(*) from public.mediafiles_mediafile"));
        assertEquals(Ward.LATEST, report.reached());
        assertEquals("failed", ward.text("select outcome from mediafiles_ops.schema_step order by id desc limit 1"));
    }

    @Test
    void nextVersionIsAppliedWithItsWayBack(@TempDir Path folder) throws Exception {
        Ward ward = Ward.at(Ward.LATEST);
        VersionScript next = next("create table mediafiles_ops.next (id int);");
        MigrateReport report = withNext(ward, folder, next).run(OptionalInt.empty(), MigrateOptions.DEFAULTS);
        assertEquals(Ward.LATEST + 1, report.reached(), report::toString);
        assertEquals("drop table mediafiles_ops.next;", ward.text("select undo from mediafiles_ops.schema_undo where"
                + " version = " + next.version()));
        assertStopped(Stop.SCHEMA_NEWER_THAN_PROGRAM, ward.run());
    }

    private static VersionScript next(String sql) {
        int version = Ward.LATEST + 1;
        return new VersionScript(version, VersionScript.OWN_PHASE, "V" + version + "__next.sql", true, sql, 0,
                "U" + version + "__next.sql", "drop table mediafiles_ops.next;", Optional.empty());
    }

    /** A newer program: the same scripts and one more. */
    private static Migrate withNext(Ward ward, Path folder, VersionScript next) throws IOException {
        Path ours = Path.of("src/main/resources/db/migration");
        try (Stream<Path> files = Files.list(ours)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Files.writeString(folder.resolve(next.name()), next.sql());
        List<VersionScript> all = new ArrayList<>(VersionScripts.ours().all());
        all.add(next);
        return new Migrate(ward.site(), Guards.NONE, new VersionScripts(all), "filesystem:" + folder,
                VersionRunner.Limits.ONE_TRY);
    }
}
