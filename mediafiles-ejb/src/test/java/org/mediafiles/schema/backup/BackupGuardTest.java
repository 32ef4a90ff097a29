package org.mediafiles.schema.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mediafiles.TestServer;
import org.mediafiles.config.SchemaConfig.Backup;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.schema.version.BackupMeans;
import org.mediafiles.schema.version.ClinicalTables;
import org.mediafiles.schema.version.Initiator;
import org.mediafiles.schema.version.RunLog;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;

class BackupGuardTest {
    @TempDir
    private Path folder;
    private Path root;
    private String name;
    private DataSource database;

    @BeforeEach
    void newDatabase() throws IOException {
        root = Files.createDirectory(folder.resolve("storage"));
        name = TestServer.newMigratedDatabase();
        database = TestServer.dataSource(name);
    }

    private SchemaSite site(Backup mode, Optional<Path> pgDump, BackupMeans means) {
        return SavedSite.of(database, root, mode, pgDump, means);
    }

    private Optional<BackupReport> before(SchemaSite site) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return new BackupGuard(site).before(connection, "migrate");
        }
    }

    private MediaFilesException refusal(SchemaSite site) {
        MediaFilesException refused = assertThrows(MediaFilesException.class, () -> before(site));
        assertTrue(refused.getMessage().endsWith("."), refused.getMessage());
        return refused;
    }

    private static void assertSays(MediaFilesException refused, String... parts) {
        for (String part : parts) {
            assertTrue(refused.getMessage().contains(part), refused.getMessage());
        }
    }

    private void addUser() {
        TestServer.execute(name,
                """
                insert into public.accounts_eqmduser (password, is_superuser, username, first_name, last_name,
                    email, is_staff, is_active, date_joined)
                values ('!', false, 'ana', '', '', '', false, true, now())""");
    }

    /** A program of that name that is not what it says. */
    private Path fake(String program, String script) throws IOException {
        Path file = Files.createDirectories(folder.resolve("bin")).resolve(program);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }

    private List<String> backups() throws IOException {
        Path backups = folder.resolve("backups");
        if (!Files.isDirectory(backups)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(backups)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void emptyDatabaseNeedsNoBackup() throws SQLException {
        assertEquals(Optional.empty(), before(site(Backup.DUMP, Optional.of(Path.of("/nowhere")), BackupMeans.NONE)));
    }

    @Test
    void databaseWithoutAnyTableNeedsNoBackup() throws SQLException {
        database = TestServer.dataSource(TestServer.newDatabase(null));
        assertEquals(Optional.empty(), before(site(Backup.DUMP, Optional.of(Path.of("/nowhere")), BackupMeans.NONE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"accounts_eqmduser", "patients_patient", "events_event", "mediafiles_mediafile",
            "mediafiles_photo", "mediafiles_photoseries", "mediafiles_photoseriesfile", "mediafiles_videoclip"})
    void oneRowInAnyOfTheEightTablesIsEnough(String table) throws SQLException {
        // Nothing but the one table decides: every rule of it is out of the way.
        TestServer.execute(name, "drop table public." + table + " cascade; create table public." + table
                + " (id int); insert into public." + table + " values (1)");
        assertTrue(before(site(Backup.OFF, Optional.empty(), BackupMeans.NONE)).isPresent());
    }

    @Test
    void tableThatTheLoginMayNotReadIsTakenToHoldRows() throws SQLException {
        TestServer.execute(name, "create role blind_" + name + " login");
        try (Connection connection = TestServer.dataSource(name, "blind_" + name).getConnection()) {
            assertTrue(ClinicalTables.holdRows(connection));
        }
    }

    @Test
    void offSavesNothingAndSaysSo() throws SQLException {
        addUser();
        BackupReport report = before(site(Backup.OFF, Optional.empty(), BackupMeans.NONE)).orElseThrow();
        assertFalse(report.saves());
        assertEquals("off", report.place());
        assertEquals(1, report.notes().size());
    }

    @Test
    void missingPgDumpStopsWithWhatToDo() throws IOException {
        addUser();
        assertSays(refusal(site(Backup.DUMP, Optional.of(Path.of("/nowhere/pg_dump")), BackupMeans.NONE)),
                "/nowhere/pg_dump", "mediafiles.schema.pg-dump", "postgresql-client", "--backup external");
        assertEquals(List.of(), backups());
    }

    @Test
    void olderPgDumpStopsWithBothVersions() throws IOException {
        addUser();
        Path dump = fake("pg_dump", "echo 'pg_dump (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)'");
        fake("pg_restore", "exit 1");
        assertSays(refusal(site(Backup.DUMP, Optional.of(dump), BackupMeans.NONE)), "of PostgreSQL 15",
                "the server of 18", "postgresql-client-18");
        assertEquals(List.of(), backups());
    }

    @Test
    void pgDumpThatIsKilledLeavesNothing() throws IOException {
        addUser();
        Path dump = fake("pg_dump",
                """
                if [ "$1" = --version ]; then echo 'pg_dump (PostgreSQL) 18.4'; exit; fi
                for a; do case $a in --file=*) echo half > "${a#--file=}";; esac; done
                kill -9 $$""");
        fake("pg_restore", "exit 0");
        assertSays(refusal(site(Backup.DUMP, Optional.of(dump), BackupMeans.NONE)), "signal 9", "Nothing was changed");
        assertEquals(List.of(), backups());
    }

    @Test
    void dumpThatLacksATableIsNoBackup() throws IOException {
        addUser();
        Path dump = fake("pg_dump", "[ \"$1\" = --version ] && echo 'pg_dump (PostgreSQL) 18.4'; exit 0");
        fake("pg_restore", "[ \"$1\" = --list ] && echo '3; 0 1 TABLE DATA public mediafiles_photo postgres'; exit 0");
        assertSays(refusal(site(Backup.DUMP, Optional.of(dump), BackupMeans.NONE)), "lacks",
                "mediafiles_ops audit_event", "it is no backup");
        assertEquals(List.of(), backups());
    }

    @Test
    void externalNeedsALabel() throws SQLException {
        addUser();
        assertSays(refusal(site(Backup.EXTERNAL, Optional.empty(), BackupMeans.NONE)), "--label");
        assertSays(refusal(site(Backup.EXTERNAL, Optional.empty(), BackupMeans.NONE.labelled(" "))), "--label");
    }

    @Test
    void externalKeepsLabelLsnTimelineAndRestorePoint() throws SQLException, IOException {
        addUser();
        BackupReport report = before(site(Backup.EXTERNAL, Optional.empty(), BackupMeans.NONE.labelled("noite 41")))
                .orElseThrow();
        assertTrue(report.saves());
        assertEquals("noite 41", report.place());
        LogPoint point = report.point().orElseThrow();
        assertTrue(point.lsn().matches("[0-9A-F]+/[0-9A-F]+"), point.lsn());
        assertEquals(1, point.timeline());
        assertEquals("mediafiles noite 41", point.restorePoint());
        assertEquals(2, backups().size(), "the list of files and the certificate");
        assertTrue(report.notes().stream().anyMatch(note -> note.contains("archive_mode is off")));
    }

    @Test
    void recordsOfTheSitesOwnBackupsAreKeptAsOftenAsDumps() throws SQLException, IOException {
        addUser();
        SchemaSite site = SavedSite.of(database, root, SavedSite.config(Backup.EXTERNAL, Optional.empty(),
                Optional.empty(), 2), BackupMeans.NONE.labelled("x"), line -> {});
        for (int number = 0; number < 4; number++) {
            before(site);
        }
        assertEquals(4, backups().size(), "two lists of files with their certificates");
    }

    @Test
    void externalGoesOnWithoutTheRightToMakeARestorePoint() throws SQLException {
        addUser();
        TestServer.execute(name,
                "create role plain_" + name + " login; grant all on all tables in schema public to plain_"
                        + name + "; grant usage on schema mediafiles_ops to plain_" + name
                        + "; grant all on all tables in schema mediafiles_ops to plain_" + name);
        database = TestServer.dataSource(name, "plain_" + name);
        BackupReport report = before(site(Backup.EXTERNAL, Optional.empty(), BackupMeans.NONE.labelled("x")))
                .orElseThrow();
        assertEquals("", report.point().orElseThrow().restorePoint());
        assertTrue(report.notes().stream().anyMatch(note -> note.contains("pg_create_restore_point")));
    }

    @Test
    void coldServesTheStartThatItWasMadeForAndNothingElse() throws SQLException, IOException {
        addUser();
        Path copy = coldCopy(system());
        BackupMeans means = new BackupMeans(Optional.empty(), Optional.empty(), Optional.of(copy));
        SchemaSite command = site(Backup.COLD, Optional.empty(), means);
        assertSays(refusal(command), "at the start");

        SchemaSite start = new SchemaSite(database, Optional.empty(), Optional.of(root), command.config(),
                command.tools(),
                Initiator.SERVER, command.progress(), means);
        assertEquals(copy.toString(), before(start).orElseThrow().place());

        assertSays(refusal(start.with(BackupMeans.NONE)), "made no copy", "cold-copy=true");
        Files.setLastModifiedTime(copy, java.nio.file.attribute.FileTime.from(java.time.Instant.now().plusSeconds(60)));
        assertSays(refusal(start), "after the database had started");
    }

    @Test
    void coldCopyOfAnotherClusterDoesNotCount() throws SQLException, IOException {
        addUser();
        BackupMeans means = new BackupMeans(Optional.empty(), Optional.empty(), Optional.of(coldCopy(4711)));
        SchemaSite site = site(Backup.COLD, Optional.empty(), means);
        assertSays(refusal(new SchemaSite(database, Optional.empty(), Optional.of(root), site.config(), site.tools(),
                Initiator.SERVER, site.progress(), means)), "another cluster");
    }

    private long system() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Long.parseLong(Sql.text(connection, "select system_identifier from pg_control_system()"));
        }
    }

    private Path coldCopy(long system) throws IOException {
        Path copy = Files.createDirectories(folder.resolve("cold-V9"));
        Files.createDirectories(copy.resolve("global"));
        Files.writeString(copy.resolve("PG_VERSION"), "18\n");
        Files.write(copy.resolve("global/pg_control"), java.nio.ByteBuffer.allocate(64)
                .order(java.nio.ByteOrder.nativeOrder()).putLong(system).array());
        Files.setLastModifiedTime(copy, java.nio.file.attribute.FileTime.from(java.time.Instant.EPOCH));
        return copy;
    }

    @Test
    void refusalStandsOnRecordAsAStepOfTheRun() throws SQLException {
        addUser();
        try (Connection connection = database.getConnection()) {
            RunLog.bootstrap(connection);
            SchemaSite site = site(Backup.EXTERNAL, Optional.empty(), BackupMeans.NONE);
            UUID run = new RunLog(connection, site.initiator()).begin("migrate", 9, 10);
            assertThrows(MediaFilesException.class, () -> new BackupGuard(site).before(connection, "migrate", run));
            assertEquals(List.of("backup failed"), Sql.texts(connection,
                    "select name || ' ' || outcome from mediafiles_ops.schema_step"));
            new BackupGuard(site.with(BackupMeans.NONE.labelled("y"))).before(connection, "migrate", run);
            assertEquals(List.of("backup failed -", "backup ok y"), Sql.texts(connection,
                    "select name || ' ' || outcome || ' ' || case outcome when 'ok' then message else '-' end"
                            + " from mediafiles_ops.schema_step order by id"));
        }
    }

    @Test
    void passwordShowsNowhere() {
        assertFalse(SavedSite.password("geheim").toString().contains("geheim"));
    }
}
