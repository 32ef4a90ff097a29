package org.mediafiles.schema.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.mediafiles.TestServer;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.schema.version.Initiator;
import org.mediafiles.schema.version.RunLog;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScript;
import org.mediafiles.schema.version.VersionScripts;

class PlanTest {
    private static final int LATEST = VersionScripts.ours().latest();
    private static final Locale BRAZIL = Locale.forLanguageTag("pt-BR");

    private static PlanReport plan(DataSource database) throws SQLException {
        return new Plan(Planned.site(database)).run(OptionalInt.empty(), Optional.empty());
    }

    private static PlanReport plan(DataSource database, int target) throws SQLException {
        return new Plan(Planned.site(database)).run(OptionalInt.of(target), Optional.empty());
    }

    private static List<Integer> numbers(PlanReport plan) {
        return plan.versions().stream().map(version -> version.script().version()).toList();
    }

    private static List<Integer> range(int from, int to) {
        return VersionScripts.ours().all().stream().map(VersionScript::version)
                .filter(version -> version >= from && version <= to).toList();
    }

    private static boolean says(PlanReport plan, String note) {
        return plan.notes().stream().anyMatch(said -> said.code().equals(note));
    }

    private static void assertReadable(PlanReport plan) {
        for (Locale locale : List.of(Locale.ENGLISH, BRAZIL)) {
            List<String> lines = plan.lines(locale);
            assertTrue(lines.size() >= 3, lines::toString);
            assertTrue(lines.stream().noneMatch(line -> line.contains("\n") || line.contains("{0}")), lines::toString);
        }
        assertEquals(plan.versions().size(), plan.json().getJsonArray("versions").size());
        assertEquals(0, plan.exitCode());
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection()) {
            Sql.run(connection, sql);
        }
    }

    @Test
    void emptyDatabaseGetsEverything() throws SQLException {
        PlanReport plan = plan(TestServer.dataSource(TestServer.newDatabase(null)));
        assertEquals("empty", plan.stateCode());
        assertEquals(range(0, LATEST), numbers(plan));
        assertEquals(Plan.NONE, plan.from());
        assertEquals(LATEST, plan.to());
        assertTrue(plan.versions().stream().allMatch(version -> version.effects().isPresent()));
        assertReadable(plan);
    }

    @Test
    void eachVersionOfOursGetsTheRest() throws SQLException {
        DataSource database = TestServer.dataSource(TestServer.newDatabase(null));
        for (int version : range(0, LATEST)) {
            PlanReport plan = plan(Planned.migrated(database, version));
            assertEquals("ours", plan.stateCode());
            assertEquals(range(version + 1, LATEST), numbers(plan));
        }
        PlanReport nothing = plan(database);
        assertEquals("none", nothing.direction());
        assertReadable(nothing);
        assertEquals(List.of(), numbers(plan(database, LATEST)));
    }

    @Test
    void djangosDatabaseGetsWhatItsPhaseLacks() throws SQLException {
        for (int phase = 0; phase <= 6; phase++) {
            PlanReport plan = plan(Planned.django(phase));
            assertEquals("django", plan.stateCode());
            assertEquals(phase, plan.from());
            assertEquals(range(phase + 1, LATEST), numbers(plan));
            assertTrue(says(plan, "adoption-first"));
            assertReadable(plan);
        }
    }

    @Test
    void whatIsNoPhaseIsNotPlanned() throws SQLException {
        DataSource gap = Planned.django(4);
        execute(gap, "DROP TABLE public.mediafiles_photo");
        DataSource half = Planned.django(4);
        execute(half, "DROP TABLE public.mediafiles_photoseriesfile");
        DataSource later = Planned.django(6);
        execute(later, "ALTER TABLE public.mediafiles_mediafile ADD COLUMN file varchar(100)");
        DataSource lacking = Planned.django(6);
        execute(lacking, "DROP INDEX public.mediafile_mime_idx");
        DataSource unlinked = Planned.django(6);
        execute(unlinked, "ALTER TABLE public.mediafiles_photo DROP CONSTRAINT"
                + " mediafiles_photo_media_file_id_c44a07e1_fk_mediafile");
        DataSource repeated = Planned.django(6);
        execute(repeated, "DROP INDEX public.mediafile_mime_idx;"
                + " CREATE UNIQUE INDEX mediafile_mime_idx ON public.mediafiles_mediafile (mime_type)");
        DataSource guarded = Planned.django(6);
        execute(guarded, "CREATE RULE nothing AS ON DELETE TO public.mediafiles_photo DO INSTEAD NOTHING");
        DataSource nameless = Planned.django(6);
        execute(nameless, "ALTER TABLE public.patients_patient DROP COLUMN birthday");
        for (DataSource database : List.of(gap, half, later, lacking, unlinked, repeated, guarded, nameless)) {
            PlanReport plan = plan(database);
            assertEquals("unknown", plan.stateCode());
            assertEquals(List.of(), numbers(plan));
            assertReadable(plan);
        }
    }

    @Test
    void adoptionsOwnLookDecidesWhereItIsGiven() throws SQLException {
        PlanReport plan = new Plan(Planned.site(Planned.django(6)), connection -> OptionalInt.empty())
                .run(OptionalInt.empty(), Optional.empty());
        assertEquals("unknown", plan.stateCode());
    }

    @Test
    void othersTablesStayAndOursComeBeside() throws SQLException {
        DataSource database = TestServer.dataSource(TestServer.newDatabase(null));
        execute(database, "CREATE TABLE public.beds (id int)");
        PlanReport plan = plan(database);
        assertEquals("foreign", plan.stateCode());
        assertEquals(range(0, LATEST), numbers(plan));
        assertTrue(says(plan, "shared-tables-stay"));
        assertReadable(plan);
    }

    @Test
    void wayBackNamesTheRowsThatGo() throws SQLException {
        DataSource database = Planned.migrated(LATEST);
        Planned.fill(database);
        PlanReport plan = plan(database, 3);
        assertEquals("down", plan.direction());
        List<Integer> down = new ArrayList<>(range(4, LATEST));
        Collections.reverse(down);
        assertEquals(down, numbers(plan));
        PlannedVersion clips = plan.versions().get(down.indexOf(5));
        assertEquals(List.of(new PlannedVersion.LostRows("public.mediafiles_videoclip", 100)), clips.loses());
        assertTrue(clips.expected().bytes() < 0);
        assertEquals("U5__video_clip.sql", clips.name());
        assertReadable(plan);
        assertEquals(List.of(), plan(Planned.migrated(LATEST), 3).versions().get(down.indexOf(5)).loses());
        PlanReport all = plan(database, Plan.NONE);
        assertEquals(range(0, LATEST).size(), all.versions().size());
        assertTrue(all.json().isNull("to"));
    }

    @Test
    void wayBackIsTheOneThatWasStored() throws SQLException {
        DataSource database = Planned.migrated(LATEST);
        VersionScript ours = VersionScripts.ours().find(5).orElseThrow();
        VersionScript other = new VersionScript(5, 4, ours.name(), true, ours.sql(), ours.checksum(), ours.undoName(),
                "-- undoes: V5 | loses: mediafiles_videoclip | lock: x\nDROP TABLE public.mediafiles_videoclip CASCADE;",
                Optional.empty());
        VersionScript newer = new VersionScript(LATEST + 1, 6, "V99__newer.sql", true, "SELECT 1", 5, "U99__newer.sql",
                "SELECT 2", Optional.empty());
        try (Connection connection = database.getConnection()) {
            RunLog.bootstrap(connection);
            RunLog.remember(connection, other);
            RunLog.remember(connection, VersionScripts.ours().find(6).orElseThrow());
            RunLog.remember(connection, newer);
            Sql.run(connection, "INSERT INTO mediafiles_ops.schema_history (installed_rank, version, description, type,"
                    + " script, checksum, installed_by, execution_time, success) VALUES (99, '" + (LATEST + 1)
                    + "', 'newer', 'SQL', 'V99__newer.sql', 5, 'x', 1, true)");
        }
        Planned.fill(database);
        assertTrue(says(plan(database), "newer"));
        assertEquals("none", plan(database).direction());
        PlanReport plan = plan(database, 4);
        assertEquals("SELECT 2", plan.versions().get(0).sql());
        assertTrue(plan.versions().get(0).stored());
        PlannedVersion clips = plan.versions().get(numbers(plan).indexOf(5));
        assertTrue(clips.sql().contains("CASCADE"));
        assertEquals(Optional.empty(), clips.effects(), "of another text nothing was recorded");
        assertEquals(Expectation.Basis.UNKNOWN, clips.expected().basis());
        assertEquals(List.of(new PlannedVersion.LostRows("public.mediafiles_videoclip", 100)), clips.loses());
        assertFalse(plan.versions().get(numbers(plan).indexOf(6)).stored());
        assertReadable(plan);
    }

    @Test
    void goingBelowWhereItWasAdoptedIsSaid() throws SQLException {
        DataSource database = Planned.migrated(LATEST);
        execute(database, "DELETE FROM mediafiles_ops.schema_history WHERE version::int < 4;"
                + " UPDATE mediafiles_ops.schema_history SET type = 'BASELINE', checksum = NULL WHERE version = '4'");
        assertFalse(says(plan(database, 4), "below-baseline"));
        assertTrue(says(plan(database, 3), "below-baseline"));
        PlanReport django = plan(Planned.django(4), 2);
        assertTrue(says(django, "not-adopted"));
        assertEquals("none", django.direction());
    }

    @Test
    void targetThatIsNoVersionIsRefused() {
        DataSource database = TestServer.dataSource(TestServer.newDatabase(null));
        assertThrows(MediaFilesException.class, () -> plan(database, LATEST + 1));
        assertTrue(assertThrows(MediaFilesException.class, () -> plan(database, 15)).getMessage()
                .endsWith("carries " + VersionScripts.ours().spelled() + "."));
        assertThrows(MediaFilesException.class, () -> plan(database, -2));
    }

    @Test
    void timesAreThoseOfEarlierRunsElseEstimatedFromRows() throws SQLException {
        DataSource database = Planned.migrated(5);
        Planned.fill(database);
        execute(database, "INSERT INTO public.mediafiles_mediafile SELECT gen_random_uuid(), 'x' || n, 'x', NULL, 1,"
                + " 'image/jpeg', 'image', NULL, NULL, NULL, NULL, '{}', now(), now() FROM generate_series(1, 20000) n;"
                + " ANALYZE public.mediafiles_mediafile");
        Expectation few = plan(Planned.migrated(5)).versions().get(0).expected();
        Expectation many = plan(database).versions().get(0).expected();
        assertEquals(Expectation.Basis.ESTIMATED, many.basis());
        assertTrue(many.milliseconds() > few.milliseconds() + 100, many + " after " + few);
        assertTrue(many.bytes() > 4 * 20_000 * 16, many::toString);
        try (Connection connection = database.getConnection()) {
            RunLog.bootstrap(connection);
            RunLog log = new RunLog(connection, Initiator.SERVER);
            UUID run = log.begin("migrate", 5, 6);
            long step = log.beginStep(run, "V6 indexes", 6, "up", 1000L);
            log.endStep(step, "ok", null, null, 9000L, 1);
            Sql.run(connection, "UPDATE mediafiles_ops.schema_step SET started_at = ended_at - interval '90 s'");
        }
        PlanReport plan = plan(database);
        assertEquals(new Expectation(90_000, 8000, Expectation.Basis.MEASURED), plan.versions().get(0).expected());
        assertTrue(plan.lines(Locale.ENGLISH).stream().anyMatch(line -> line.contains("1 min 30 s")
                && line.contains("measured here")));
        assertTrue(plan.lines(BRAZIL).stream().anyMatch(line -> line.contains("medido aqui")));
    }

    @Test
    void planShowsTextAndLocksStatementByStatement() throws SQLException {
        DataSource database = Planned.migrated(6);
        JsonObject version = plan(database).json().getJsonArray("versions").getJsonObject(0);
        assertEquals(7, version.getInt("version"));
        assertEquals("expand", version.getString("kind"));
        JsonObject first = version.getJsonArray("statements").getJsonObject(0);
        assertTrue(first.getString("sql").startsWith("ALTER TABLE public.mediafiles_mediafile DROP CONSTRAINT"));
        assertEquals("ACCESS EXCLUSIVE",
                first.getJsonArray("locks").getJsonObject(0).getJsonArray("modes").getString(0));
        List<String> lines = plan(database).lines(Locale.ENGLISH);
        assertTrue(lines.contains("      ACCESS EXCLUSIVE on table public.mediafiles_mediafile: reads and writes wait"),
                () -> String.join("\n", lines));
    }

    @Test
    void nothingIsWrittenAndNoTableOfRecordsIsLocked() throws SQLException {
        DataSource ours = Planned.migrated(LATEST);
        try (Connection connection = ours.getConnection()) {
            RunLog.bootstrap(connection);
        }
        for (DataSource database : List.of(Planned.migrated(5), ours, Planned.django(3), Planned.django(6))) {
            Planned.fill(database);
            List<String> before = Planned.everything(database);
            for (int target : List.of(LATEST, 0, Plan.NONE)) {
                WatchedDatabase watched = new WatchedDatabase(database);
                try (Connection holder = database.getConnection()) {
                    holder.setAutoCommit(false);
                    // The strongest there is, on every table but those few that a plan has to read.
                    for (String lock : Sql.texts(holder,
                            "SELECT 'LOCK TABLE ' || oid::regclass || ' IN ACCESS EXCLUSIVE MODE'"
                                    + " FROM pg_class WHERE relkind = 'r' AND relnamespace IN (SELECT oid FROM pg_namespace WHERE"
                                    + " nspname IN ('public', 'mediafiles_ops')) AND relname <> 'django_migrations' AND relname"
                                    + " !~ '^schema_'")) {
                        Sql.run(holder, lock);
                    }
                    long start = System.nanoTime();
                    plan(watched, target);
                    long millis = (System.nanoTime() - start) / 1_000_000;
                    assertTrue(millis < 1500, "it took " + millis + " ms: did it wait?");
                    holder.rollback();
                }
                assertEquals(Set.of(), watched.locked().stream().filter(name -> !name.matches(
                        "mediafiles_ops\\.schema_.*|public\\.django_migrations.*")).collect(
                                java.util.stream.Collectors.toSet()));
                if (database == ours) {
                    assertTrue(watched.locked().contains("mediafiles_ops.schema_history"), "the watch sees nothing");
                }
            }
            assertEquals(before, Planned.everything(database));
        }
    }

    @Test
    void historyThatSomebodyHoldsEndsThePlanWithASentence() throws SQLException {
        DataSource database = Planned.migrated(5);
        try (Connection holder = database.getConnection()) {
            holder.setAutoCommit(false);
            Sql.run(holder, "LOCK TABLE mediafiles_ops.schema_history IN ACCESS EXCLUSIVE MODE");
            assertTrue(assertThrows(MediaFilesException.class, () -> plan(database)).getMessage()
                    .contains("migration may be under way"));
            holder.rollback();
        }
        assertEquals("ours", plan(database).stateCode());
    }

    @Test
    void scratchShowsWhatHappensThereAndLeavesTheTargetAlone() throws SQLException {
        DataSource database = Planned.migrated(6);
        Planned.fill(database);
        DataSource scratch = TestServer.dataSource(TestServer.newDatabase(null));
        List<String> before = Planned.everything(database);
        Plan plan = new Plan(Planned.site(database));
        PlanReport up = plan.run(OptionalInt.empty(), Optional.of(scratch));
        assertTrue(up.isFromScratch());
        assertEquals("scratch", up.json().getString("locksFrom"));
        assertEquals(LockRecords.find(VersionScripts.ours().find(7).orElseThrow(), Way.UP),
                up.versions().get(0).effects());
        PlanReport down = plan.run(OptionalInt.of(4), Optional.of(scratch));
        assertEquals(LockRecords.find(VersionScripts.ours().find(6).orElseThrow(), Way.DOWN),
                down.versions().get(0).effects());
        assertEquals(before, Planned.everything(database));
        assertEquals("empty", plan(scratch).stateCode());
        assertThrows(MediaFilesException.class, () -> plan.run(OptionalInt.empty(), Optional.of(database)));
    }

    @Test
    void textThatWasNeverRecordedIsExplainedByTheScratchDatabase() throws SQLException {
        DataSource database = Planned.migrated(LATEST);
        VersionScript ours = VersionScripts.ours().find(LATEST).orElseThrow();
        try (Connection connection = database.getConnection()) {
            RunLog.bootstrap(connection);
            RunLog.remember(connection, new VersionScript(LATEST, 6, ours.name(), true, ours.sql(), ours.checksum(),
                    ours.undoName(), "LOCK TABLE public.mediafiles_photo IN SHARE MODE;", Optional.empty()));
        }
        DataSource scratch = TestServer.dataSource(TestServer.newDatabase(null));
        PlanReport plan = new Plan(Planned.site(database)).run(VersionScripts.ours().below(LATEST),
                Optional.of(scratch));
        assertEquals(List.of(new RelationLock("public.mediafiles_photo", "table", List.of(LockMode.SHARE), true)),
                plan.versions().get(0).effects().orElseThrow().all().get(0).standingLocks());
    }
}
