package org.mediafiles.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mediafiles.TestServer;
import org.mediafiles.config.SchemaConfig.OnStartup;
import org.mediafiles.schema.version.SchemaLock;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScripts;

class SchemaMigrationTest {
    private static final String LATEST = String.valueOf(VersionScripts.ours().latest());

    private String name;
    private DataSource database;

    @BeforeEach
    void newDatabase() {
        name = TestServer.newDatabase(null);
        database = TestServer.dataSource(name);
    }

    private Verdict run(OnStartup permission) {
        return new SchemaMigration(database, database).run(permission);
    }

    private Verdict runTo(String version) {
        return new SchemaMigration(database, database, MigrationVersion.fromVersion(version)).run(OnStartup.MIGRATE);
    }

    private List<String> query(String sql) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.texts(connection, sql);
        }
    }

    private void execute(String sql) {
        TestServer.execute(name, sql);
    }

    private static void assertFailed(GateReason reason, Verdict verdict) {
        assertEquals(SchemaGate.State.FAILED, verdict.state(), verdict::toString);
        assertEquals(reason, verdict.reason(), verdict::toString);
    }

    @Test
    void emptyDatabaseIsMigratedEvenWhereTheStartMayOnlyValidate() throws SQLException {
        assertEquals(Verdict.open(LATEST), run(OnStartup.VALIDATE));
        assertEquals(VersionScripts.ours().all().stream().map(script -> String.valueOf(script.version())).toList(),
                query("select version from mediafiles_ops.schema_history where version is not null"
                        + " order by installed_rank"));
        assertEquals(List.of("{\"version\": \"" + LATEST + "\"}"),
                query("select after_values from mediafiles_ops.audit_event where act = 'schema-change'"));
    }

    @Test
    void migratingAgainChangesNothing() throws SQLException {
        run(OnStartup.MIGRATE);
        List<String> history = query("select h::text from mediafiles_ops.schema_history h order by installed_rank");
        List<String> audit = query("select a::text from mediafiles_ops.audit_event a order by id");

        assertEquals(Verdict.open(LATEST), run(OnStartup.MIGRATE));
        assertEquals(Verdict.open(LATEST), run(OnStartup.VALIDATE));

        assertEquals(history, query("select h::text from mediafiles_ops.schema_history h order by installed_rank"));
        assertEquals(audit, query("select a::text from mediafiles_ops.audit_event a order by id"));
    }

    @Test
    void validatingLeavesWhatIsPending() throws SQLException {
        runTo("6");
        assertFailed(GateReason.MIGRATION_PENDING, run(OnStartup.VALIDATE));
        assertEquals(List.of("6"), query("select max(version::int) from mediafiles_ops.schema_history"));
    }

    @Test
    void databaseWithTablesOfOthersIsNotMigratedUnasked() throws SQLException {
        execute("create table public.anything (id int)");
        assertFailed(GateReason.MIGRATION_PENDING, run(OnStartup.VALIDATE));
        assertEquals(List.of("f"), query("select to_regclass('public.events_event') is not null"));
    }

    @Test
    void whatAnExtensionBroughtDoesNotCount() {
        execute("create extension pg_stat_statements schema public");
        assertTrue(run(OnStartup.VALIDATE).isOpen());
    }

    @Test
    void ourTablesWithoutOurHistoryAreToBeAdopted() throws SQLException {
        execute("create table public.mediafiles_photo (event_ptr_id uuid primary key)");
        assertFailed(GateReason.ADOPTION_NEEDED, run(OnStartup.MIGRATE));
        assertFailed(GateReason.ADOPTION_NEEDED, run(OnStartup.VALIDATE));
        assertEquals(List.of("f"), query("select to_regclass('mediafiles_ops.schema_history') is not null"));
    }

    @Test
    void adoptionThatBrokeOffKeepsTheGateShut() throws SQLException {
        run(OnStartup.MIGRATE);
        execute("create table mediafiles_ops.adoption (state text, phase int default 6)");
        for (String state : List.of("begun", "leaving")) {
            execute("truncate mediafiles_ops.adoption; insert into mediafiles_ops.adoption values ('" + state + "')");
            assertFailed(GateReason.ADOPTION_NEEDED, run(OnStartup.VALIDATE));
            assertFailed(GateReason.ADOPTION_NEEDED, run(OnStartup.MIGRATE));
        }
        execute("update mediafiles_ops.adoption set state = 'adopted'");
        assertTrue(run(OnStartup.VALIDATE).isOpen());
    }

    @Test
    void newerSchemaIsLeftToANewerProgram() throws SQLException {
        run(OnStartup.MIGRATE);
        execute("insert into mediafiles_ops.schema_history (installed_rank, version, description, type, script, checksum,"
                + " installed_by, execution_time, success) values (100, '99', 'later', 'SQL', 'V99__later.sql', 1, 'x', 1,"
                + " true)");
        assertFailed(GateReason.SCHEMA_NEWER_THAN_PROGRAM, run(OnStartup.MIGRATE));
        assertFailed(GateReason.SCHEMA_NEWER_THAN_PROGRAM, run(OnStartup.VALIDATE));
    }

    @Test
    void changedMigrationIsAMismatch() {
        run(OnStartup.MIGRATE);
        execute("update mediafiles_ops.schema_history set checksum = 1 where version = '7'");
        Verdict verdict = run(OnStartup.MIGRATE);
        assertFailed(GateReason.SCHEMA_MISMATCH, verdict);
        assertTrue(verdict.detail().contains("V7"), verdict.detail());
        assertFailed(GateReason.SCHEMA_MISMATCH, run(OnStartup.VALIDATE));
    }

    @Test
    void migrationThatFailsLeavesTheVersionBeforeIt() throws SQLException {
        runTo("6");
        execute("create table mediafiles_ops.stored_object (id int)");
        assertFailed(GateReason.MIGRATION_FAILED, run(OnStartup.MIGRATE));
        assertEquals(List.of("6"), query("select max(version::int) from mediafiles_ops.schema_history where success"));
        assertEquals(List.of("t"), query("select exists (select from pg_constraint where conname ="
                + " 'mediafiles_mediafile_file_hash_key')"), "what V7 did before it failed is undone");

        execute("drop table mediafiles_ops.stored_object");
        assertEquals(Verdict.open(LATEST), run(OnStartup.MIGRATE));
    }

    @Test
    void indexesThatBrokeOffAreBuiltAgain() throws SQLException {
        runTo("5");
        // What a CREATE INDEX CONCURRENTLY leaves that failed or was killed.
        execute("create index mediafile_mime_idx on public.mediafiles_mediafile (file_size)");
        execute("update pg_index set indisvalid = false where indexrelid = 'public.mediafile_mime_idx'::regclass");
        execute("insert into mediafiles_ops.schema_history (installed_rank, version, description, type, script, checksum,"
                + " installed_by, execution_time, success) values (100, '6', 'indexes', 'SQL', 'V6__indexes.sql', 1, 'x',"
                + " 1, false)");

        assertEquals(Verdict.open(LATEST), run(OnStartup.MIGRATE));

        assertEquals(List.of("CREATE INDEX mediafile_mime_idx ON public.mediafiles_mediafile USING btree (mime_type)"),
                query("select indexdef from pg_indexes where indexname = 'mediafile_mime_idx'"));
    }

    @Test
    void anotherServerThatMigratesIsWaitedFor() throws SQLException {
        try (Connection other = database.getConnection()) {
            SchemaLock lock = SchemaLock.tryLock(other).orElseThrow();
            Verdict verdict = run(OnStartup.MIGRATE);
            assertEquals(SchemaGate.State.CLOSED, verdict.state());
            assertEquals(GateReason.MIGRATING, verdict.reason());
            lock.release();
            assertEquals(Verdict.open(LATEST), run(OnStartup.MIGRATE));
        }
    }

    @Test
    void databaseThatIsAwayIsWaitedFor() {
        SwitchedDatabase switched = new SwitchedDatabase(database);
        SchemaMigration migration = new SchemaMigration(switched, switched);
        switched.off();
        Verdict verdict = migration.run(OnStartup.VALIDATE);
        assertEquals(SchemaGate.State.CLOSED, verdict.state());
        assertEquals(GateReason.DATABASE_UNAVAILABLE, verdict.reason());

        switched.on();
        assertEquals(Verdict.open(LATEST), migration.run(OnStartup.VALIDATE));
    }

    @Test
    void emptyDatabaseThatWasBegunIsFinishedThoughNotEmptyAnyMore() {
        SwitchedDatabase switched = new SwitchedDatabase(database);
        SchemaMigration migration = new SchemaMigration(switched, switched);
        execute("create schema mediafiles_ops");
        execute("create table mediafiles_ops.upload (id int)");
        assertFailed(GateReason.MIGRATION_FAILED, migration.run(OnStartup.VALIDATE));

        execute("drop table mediafiles_ops.upload");
        assertEquals(Verdict.open(LATEST), migration.run(OnStartup.VALIDATE));
    }

    @Test
    void checksThatLegacyRowsBreakBindNewRowsOnly() throws SQLException {
        runTo("6");
        execute("insert into public.mediafiles_mediafile (id, file_path, original_filename, file_size, mime_type, file_type,"
                + " metadata, created_at, updated_at) values (gen_random_uuid(), 'a', 'a', 0, 'image/jpeg', 'image', '{}',"
                + " now(), now())");
        assertTrue(run(OnStartup.MIGRATE).isOpen());
        assertEquals(
                List.of("mediafiles_mediafile_file_hash_check t", "mediafiles_mediafile_file_size_check f",
                        "mediafiles_mediafile_file_type_check t"),
                query("select conname || ' ' || convalidated::text::char(1) from pg_constraint where contype = 'c' and"
                        + " conrelid = 'public.mediafiles_mediafile'::regclass and conname ~ 'file' and conname !~"
                        + " '(width|height)' order by 1"));
    }

    /** As a server leaves it that was killed in its first migration. */
    private void killedInTheFirstMigration() {
        runTo("5");
        execute("update mediafiles_ops.schema_run set outcome = 'running', ended_at = null");
    }

    @Test
    void firstInstallationThatWasKilledIsFinishedThoughTheStartMayOnlyValidate() throws SQLException {
        killedInTheFirstMigration();
        Verdict verdict = run(OnStartup.VALIDATE);
        assertTrue(verdict.isOpen(), verdict::toString);
        assertEquals(List.of("broken off", "ok"), query("select coalesce(message, outcome) from"
                + " mediafiles_ops.schema_run order by started_at"));
    }

    @Test
    void killedInstallationThatHoldsARowIsNotMigratedUnasked() {
        killedInTheFirstMigration();
        execute("insert into public.patients_patient values (gen_random_uuid(), 'A', '2000-01-01')");
        assertFailed(GateReason.MIGRATION_PENDING, run(OnStartup.VALIDATE));
    }

    @Test
    void killedUpgradeIsNotTakenForAFirstInstallation() {
        runTo("5");
        execute("insert into mediafiles_ops.schema_run (id, operation, door, initiator, host, from_version, to_version)"
                + " values (gen_random_uuid(), 'migrate', 'command', 'x', 'x', 5, 9)");
        assertFailed(GateReason.MIGRATION_PENDING, run(OnStartup.VALIDATE));
    }

    @Test
    void whatSomebodyRolledBackStaysWhereItIs() {
        runTo("5");
        execute("insert into mediafiles_ops.schema_run (id, operation, door, initiator, host, from_version, to_version,"
                + " outcome) values (gen_random_uuid(), 'rollback', 'command', 'x', 'x', 9, 5, 'ok')");
        assertFailed(GateReason.MIGRATION_PENDING, run(OnStartup.VALIDATE));
    }
}
