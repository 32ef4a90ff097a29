package org.mediafiles.schema.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.DebianCluster;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.schema.backup.SavedSite.Recorded;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;

/** With a real {@code pg_dump} of a real server that asks for a password. */
class DatabaseDumpTest {
    private static DebianCluster cluster;
    private static int count;

    @TempDir
    private Path folder;
    private Path root;
    private Path backups;
    private DataSource owner;
    private String name;

    @BeforeAll
    static void startCluster() {
        cluster = DebianCluster.start();
    }

    @AfterAll
    static void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    void newDatabase() throws SQLException, IOException {
        root = Files.createDirectory(folder.resolve("storage"));
        backups = folder.resolve("backups");
        name = "dumped_" + count++;
        cluster.newDatabase(name, "mediafiles");
        owner = cluster.dataSource(name, "mediafiles");
        SavedSite.migrate(owner, "9");
        SavedSite.addPhotos(owner, List.of(new Recorded("photos/2026/11/originals/a.jpg", 3, "a".repeat(64)),
                new Recorded("photos/2026/11/originals/b.jpg", 5, null)));
    }

    private SchemaSite site(Path pgDump, int kept, Progress progress) {
        return SavedSite.of(owner, root,
                SavedSite.config(SchemaConfig.Backup.DUMP, Optional.of(pgDump), Optional.empty(),
                        kept),
                SavedSite.password(DebianCluster.PASSWORD), progress);
    }

    private SchemaSite site() {
        return site(cluster.programs().resolve("pg_dump"), 5, Progress.NONE);
    }

    private static BackupReport run(SchemaSite site) throws SQLException {
        return new Backup(site).run(BackupRequest.of(SchemaConfig.Backup.DUMP));
    }

    private List<String> files(Path of) throws IOException {
        if (!Files.isDirectory(of)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(of)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private List<String> query(String sql) throws SQLException {
        try (Connection connection = owner.getConnection()) {
            return Sql.texts(connection, sql);
        }
    }

    /** The real programs behind scripts of ours. */
    private Path wrapped(String beforeDump) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        for (String program : List.of("pg_dump", "pg_restore")) {
            Path script = bin.resolve(program);
            Files.writeString(script, "#!/bin/sh\n" + (program.equals("pg_dump") ? beforeDump + "\n" : "") + "exec "
                    + cluster.programs().resolve(program) + " \"$@\"\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        }
        return bin.resolve("pg_dump");
    }

    private void addBulk() throws SQLException {
        // Hex digits that do not compress to nothing.
        cluster.execute(name, "mediafiles", """
                                            insert into public.patients_patient (id, name, birthday)
                                            select gen_random_uuid(), md5(n::text) || md5((-n)::text), '2000-01-01'
                                            from generate_series(1, 60000) n""");
    }

    @Test
    void dumpIsNamedByVersionAndTimeAndItsOwnersAlone() throws SQLException, IOException {
        BackupReport report = run(site());
        Path file = report.dump().orElseThrow().file();
        assertTrue(file.getFileName().toString().matches("mediafiles-V9-\\d{8}T\\d{4}Z\\.dump"), file.toString());
        assertEquals(backups, file.getParent());
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(backups)));
        assertEquals(3, files(backups).size());
        for (String each : files(backups)) {
            assertEquals("rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(backups.resolve(each))), each);
        }
        assertEquals(0, report.exitCode());
        assertTrue(report.lines(java.util.Locale.ENGLISH).contains("media files: 2"));
    }

    @Test
    void certificateTellsWhatIsInIt() throws SQLException, IOException {
        run(site());
        try (Connection connection = owner.getConnection()) {
            ServerFacts facts = ServerFacts.of(connection);
            List<Certificate> found = BackupFolder.of(site()).dumpsOf(facts.system(), name);
            assertEquals(1, found.size());
            Certificate certificate = found.get(0);
            assertEquals(9, certificate.version().orElseThrow());
            assertEquals(2L, certificate.rows().get("public.mediafiles_mediafile"));
            assertEquals(0L, certificate.rows().get("mediafiles_ops.stored_object"));
            assertEquals(List.of("mediafiles"),
                    certificate.roles().stream().filter(role -> role.equals("mediafiles")).toList());
            assertEquals(DatabaseDump.sha256(certificate.dump().orElseThrow().file()),
                    certificate.dump().orElseThrow().sha256());
            assertEquals(List.of(), BackupFolder.of(site()).dumpsOf(facts.system(), "another"));
        }
    }

    @Test
    void runAndStepStandOnRecord() throws SQLException {
        BackupReport report = run(site());
        assertEquals(List.of("backup ok 9 " + report.place()),
                query("select operation || ' ' || outcome || ' ' || from_version || ' ' || backup"
                        + " from mediafiles_ops.schema_run"));
        assertEquals(List.of("backup dump ok"),
                query("select name || ' ' || outcome from mediafiles_ops.schema_step where ended_at is not null"));
    }

    @Test
    void manifestNamesEveryFileWithSizeAndHash() throws SQLException, IOException {
        BackupReport report = run(site());
        assertEquals(
                List.of("{\"key\":\"photos/2026/11/originals/a.jpg\",\"kind\":\"original\",\"size\":3,\"sha256\":\""
                        + "a".repeat(64) + "\"}",
                        "{\"key\":\"photos/2026/11/originals/b.jpg\",\"kind\":\"original\",\"size\":5}"),
                Files.readAllLines(report.files().orElseThrow().manifest()).stream().sorted().toList());
    }

    @Test
    void theOldestGoOnceANewOneIsWhole() throws SQLException, IOException {
        String first = run(site(cluster.programs().resolve("pg_dump"), 2, Progress.NONE)).place();
        run(site(cluster.programs().resolve("pg_dump"), 2, Progress.NONE));
        assertThrows(MediaFilesException.class,
                () -> run(site(wrapped("[ \"$1\" = --version ] || kill -9 $$"), 1, Progress.NONE)));
        assertTrue(Files.exists(Path.of(first)), "a backup that failed removes none");

        BackupReport third = run(site(cluster.programs().resolve("pg_dump"), 2, Progress.NONE));

        assertFalse(Files.exists(Path.of(first)));
        assertEquals(6, files(backups).size(), files(backups)::toString);
        assertTrue(third.notes().stream().anyMatch(note -> note.contains(Path.of(first).getFileName().toString())));
    }

    @Test
    void newestOfEachVersionStaysHoweverManyComeAfterIt() throws SQLException, IOException {
        DataSource before = owner;
        cluster.newDatabase(name + "_c", "mediafiles");
        owner = cluster.dataSource(name + "_c", "mediafiles");
        SavedSite.migrate(owner, "9");
        String older = run(site(cluster.programs().resolve("pg_dump"), 1, Progress.NONE)).place();
        String ofNine = run(site(cluster.programs().resolve("pg_dump"), 1, Progress.NONE)).place();
        SavedSite.migrate(owner, "10");
        String first = run(site(cluster.programs().resolve("pg_dump"), 1, Progress.NONE)).place();
        String second = run(site(cluster.programs().resolve("pg_dump"), 1, Progress.NONE)).place();
        owner = before;
        assertEquals(List.of(false, true, false, true), Stream.of(older, ofNine, first, second)
                .map(place -> Files.exists(Path.of(place))).toList());
    }

    @Test
    void dumpsOfAnotherDatabaseAreLeftAlone() throws SQLException, IOException {
        String ours = run(site()).place();
        DataSource before = owner;
        cluster.newDatabase(name + "_b", "mediafiles");
        owner = cluster.dataSource(name + "_b", "mediafiles");
        SavedSite.migrate(owner, "9");
        run(site(cluster.programs().resolve("pg_dump"), 1, Progress.NONE));
        run(site(cluster.programs().resolve("pg_dump"), 1, Progress.NONE));
        owner = before;
        assertTrue(Files.exists(Path.of(ours)));
        assertEquals(6, files(backups).size());
    }

    @Test
    void fullDiskSaysSoAndLeavesNoHalfFile() throws SQLException, IOException {
        addBulk();
        for (String limit : List.of("[ \"$1\" = --version ] || ulimit -f 64",
                "[ \"$1\" = --version ] || { trap '' XFSZ; ulimit -f 64; }")) {
            MediaFilesException refused = assertThrows(MediaFilesException.class,
                    () -> run(site(wrapped(limit), 5, Progress.NONE)));
            assertEquals(ProblemCode.STORAGE_FULL, refused.code(), refused.getMessage());
            assertTrue(refused.getMessage().contains("no room"), refused.getMessage());
            assertEquals(List.of(), files(backups));
        }
        assertEquals(List.of("failed", "failed"), query("select outcome from mediafiles_ops.schema_run"));
    }

    @Test
    void diskThatIsReallyFullIsTheSame() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can make a small disk");
        Path small = Files.createDirectory(folder.resolve("small"));
        assumeTrue(new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=512k,mode=0700", "tmpfs", small.toString())
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0,
                "no small disk can be mounted here");
        try {
            addBulk();
            SchemaSite tight = site().with(site().config().withBackup(SchemaConfig.Backup.DUMP, Optional.of(small)));
            MediaFilesException refused = assertThrows(MediaFilesException.class, () -> run(tight));
            assertEquals(ProblemCode.STORAGE_FULL, refused.code(), refused.getMessage());
            assertTrue(refused.getMessage().toLowerCase(java.util.Locale.ROOT).contains("no space left"),
                    refused.getMessage());
            assertEquals(List.of(), files(small));
        } finally {
            assertTrue(new ProcessBuilder("umount", small.toString()).start().waitFor(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void dumpThatWasCutShortCannotBeReadBack() throws SQLException, IOException {
        addBulk();
        Path dump = Path.of(run(site()).place());
        PgTools tools = PgTools.find(Optional.of(cluster.programs().resolve("pg_dump")));
        DatabaseDump.requireWhole(tools, dump, List.of("public patients_patient"), () -> true);
        try (FileChannel channel = FileChannel.open(dump, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 100_000);
        }
        assertFalse(tools.contents(dump).isEmpty(), "its table of contents alone would not tell");
        MediaFilesException refused = assertThrows(MediaFilesException.class,
                () -> DatabaseDump.requireWhole(tools, dump, List.of("public patients_patient"), () -> true));
        assertTrue(refused.getMessage().contains("cannot be read back"), refused.getMessage());
    }

    @Test
    void dumpThatComesOutCutShortIsNoBackup() throws SQLException, IOException {
        addBulk();
        Path dump = wrapped("");
        Files.writeString(dump, "#!/bin/sh\n" + cluster.programs().resolve("pg_dump") + " \"$@\" || exit\n"
                + "for a; do case $a in --file=*) truncate -s -100000 \"${a#--file=}\";; esac; done\n");
        MediaFilesException refused = assertThrows(MediaFilesException.class, () -> run(site(dump, 5, Progress.NONE)));
        assertTrue(refused.getMessage().contains("it is no backup"), refused.getMessage());
        assertEquals(List.of(), files(backups));
    }

    @Test
    void wrongPasswordSaysWhereItIsTakenFrom() {
        MediaFilesException refused = assertThrows(MediaFilesException.class,
                () -> run(site().with(SavedSite.password("wrong"))));
        assertTrue(refused.getMessage().contains("MEDIAFILES_SCHEMA_PASSWORD"), refused.getMessage());
    }

    @Test
    void tableOfOthersThatMayNotBeReadSaysWhatToGrant() throws SQLException, IOException {
        cluster.execute(name, "postgres", "create table public.billing (id int)");
        MediaFilesException refused = assertThrows(MediaFilesException.class, () -> run(site()));
        assertTrue(refused.getMessage().contains("GRANT pg_read_all_data"), refused.getMessage());
        assertEquals(List.of(), files(backups));
    }

    @Test
    void passwordIsInNoArgumentAndInNoFile() throws SQLException, IOException {
        Path seen = folder.resolve("seen");
        run(site(wrapped(
                "[ \"$1\" = --version ] || { tr '\\0' ' ' < /proc/$$/cmdline; echo \"$@\"; ls -A \"$HOME\"; } > "
                        + seen),
                5, Progress.NONE));
        String told = Files.readString(seen);
        assertTrue(told.contains("--format=custom"), told);
        assertFalse(told.contains("ss 'w"), told);
        for (String each : files(backups)) {
            assertFalse(Files.readString(backups.resolve(each), java.nio.charset.StandardCharsets.ISO_8859_1)
                    .contains("p:a\\ss"), each);
        }
    }

    @Test
    void stopThatIsAskedForEndsPgDumpAndLeavesNothing() throws IOException {
        Progress impatient = new Progress() {
            @Override
            public void says(String line) {
                // nobody reads it
            }

            @Override
            public boolean isStopAsked() {
                return true;
            }
        };
        MediaFilesException refused = assertThrows(MediaFilesException.class,
                () -> run(site(wrapped("[ \"$1\" = --version ] || sleep 30"), 5, impatient)));
        assertTrue(refused.getMessage().contains("asked to stop"), refused.getMessage());
        assertEquals(List.of(), files(backups));
    }

    @Test
    void whatAKilledProgramLeftIsNoBackupAndGoesLater() throws SQLException, IOException {
        Files.createDirectory(backups);
        Path left = Files.writeString(backups.resolve("mediafiles-V9-20200101T0000Z.dump.partial"), "half");
        run(site());
        assertTrue(Files.exists(left), "its writer may still be at work");
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(7200)));
        run(site());
        assertFalse(Files.exists(left));
    }

    @Test
    void backupWaitsForWhoWorksOnTheSchema() throws SQLException {
        SchemaConfig defaults = SchemaConfig.DEFAULTS;
        SchemaSite hasty = site().with(new SchemaConfig(defaults.onStartup(), false, SchemaConfig.Backup.DUMP,
                Optional.empty(), 5, site().config().pgDump(), Optional.empty(), false, java.time.Duration.ofSeconds(1),
                defaults.statementTimeout()));
        try (Connection other = owner.getConnection()) {
            org.mediafiles.schema.version.SchemaLock lock = org.mediafiles.schema.version.SchemaLock.tryLock(other)
                    .orElseThrow();
            assertTrue(
                    assertThrows(MediaFilesException.class, () -> run(hasty)).getMessage().contains("Somebody else"));
            lock.release();
        }
        assertEquals(0, run(hasty).exitCode());
    }

    @Test
    void tableThatSomebodyHoldsLockedIsWaitedForAndNamedInTheEnd() throws SQLException, IOException {
        SchemaConfig defaults = SchemaConfig.DEFAULTS;
        SchemaSite hasty = site().with(new SchemaConfig(defaults.onStartup(), false, SchemaConfig.Backup.DUMP,
                Optional.empty(), 5, site().config().pgDump(), Optional.empty(), false, java.time.Duration.ofSeconds(1),
                defaults.statementTimeout()));
        cluster.execute(name, "mediafiles", "create table public.billing (id int)");
        try (Connection other = owner.getConnection()) {
            other.setAutoCommit(false);
            Sql.run(other, "lock table public.billing in access exclusive mode");
            MediaFilesException refused = assertThrows(MediaFilesException.class, () -> run(hasty));
            assertTrue(refused.getMessage().contains("holds locked"), refused.getMessage());
            assertEquals(List.of(), files(backups));
        }
        assertEquals(0, run(hasty).exitCode());
    }

    @Test
    void addressComesFromTheJdbcUrl() {
        assertEquals(Map.of("PGHOST", "db.example", "PGPORT", "5432"),
                ToolConnection.ofUrl("jdbc:postgresql://db.example/mediafiles"));
        assertEquals(Map.of("PGHOST", "a,b", "PGPORT", "5433,5432", "PGTARGETSESSIONATTRS", "read-write"),
                ToolConnection.ofUrl("jdbc:postgresql://a:5433,b/mediafiles?targetServerType=primary"));
        assertEquals(
                Map.of("PGHOST", "::1", "PGPORT", "5440", "PGSSLMODE", "verify-ca", "PGSSLROOTCERT", "/etc/ca b.pem"),
                ToolConnection.ofUrl(
                        "jdbc:postgresql://[::1]:5440/mediafiles?sslmode=verify-ca&sslrootcert=/etc/ca%20b.pem"));
        assertEquals(Map.of("PGHOST", "localhost", "PGPORT", "5432"),
                ToolConnection.ofUrl("jdbc:postgresql:mediafiles"));
        assertThrows(MediaFilesException.class, () -> ToolConnection.ofUrl("jdbc:h2:mem:x"));
    }
}
