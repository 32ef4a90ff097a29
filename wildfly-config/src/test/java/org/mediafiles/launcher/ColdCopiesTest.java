package org.mediafiles.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColdCopiesTest {
    @TempDir
    private Path home;
    private Path cluster;
    private Path backups;
    private ColdCopies copies;

    @BeforeEach
    void aClusterOfTheFirstRelease() throws IOException {
        cluster = Files.createDirectory(home.resolve("database"));
        backups = home.resolve("backups");
        Files.createDirectories(cluster.resolve("base/1"));
        Files.writeString(cluster.resolve("base/1/2601"), "rows");
        Files.writeString(cluster.resolve("PG_VERSION"), "18\n");
        Files.writeString(cluster.resolve("postmaster.opts"), "x");
        Files.writeString(cluster.resolve(EmbeddedDatabase.READY_MARK), "");
        copies = new ColdCopies(cluster, backups, new Console(new PrintStream(OutputStream.nullOutputStream())));
    }

    @AfterEach
    void forgetOptions() {
        List.of(ColdCopies.ASKED, ColdCopies.MODE, "mediafiles.schema.backups-kept").forEach(System::clearProperty);
    }

    private List<String> made() throws IOException {
        if (!Files.isDirectory(backups)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(backups)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void homeOfTheFirstReleaseIsCopiedBeforeTheNextVersionComes() throws IOException {
        assertEquals(Optional.empty(), copies.beforeStart(9));
        Path copy = copies.beforeStart(10).orElseThrow();
        assertTrue(copy.getFileName().toString().matches("cold-V9-\\d{8}T\\d{4}Z"), copy.toString());
        assertEquals("rows", Files.readString(copy.resolve("base/1/2601")));
        assertFalse(Files.exists(copy.resolve("postmaster.opts")));
        for (Path folder : List.of(backups, copy, copy.resolve("base"))) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
        }
    }

    @Test
    void sameVersionNeedsNoCopyUnlessOneIsAskedFor() {
        copies.remember("10");
        assertEquals(Optional.empty(), copies.beforeStart(10));
        System.setProperty(ColdCopies.ASKED, "true");
        assertTrue(copies.beforeStart(10).isPresent());
    }

    @Test
    void olderProgramOverANewerDatabaseIsAReasonToo() {
        copies.remember("10");
        assertTrue(copies.beforeStart(9).isPresent());
    }

    @Test
    void versionTravelsWithTheCopy() {
        copies.remember("10");
        Path copy = copies.beforeStart(11).orElseThrow();
        copies.remember("11");
        assertEquals("10", new ColdCopies(copy, backups, null).version());
        assertEquals("11", copies.version());
    }

    @Test
    void noneIsMadeWhereAnotherWayIsChosenOrNoDatabaseStands() throws IOException {
        System.setProperty(ColdCopies.MODE, "off");
        assertEquals(Optional.empty(), copies.beforeStart(10));
        System.clearProperty(ColdCopies.MODE);
        Files.delete(cluster.resolve(EmbeddedDatabase.READY_MARK));
        assertEquals(Optional.empty(), copies.beforeStart(10));
        assertEquals(List.of(), made());
    }

    @Test
    void twoInOneMinuteBearTwoNames() throws IOException {
        copies.beforeStart(10);
        copies.beforeStart(10);
        assertEquals(2, made().size());
    }

    @Test
    void copyThatCannotBeMadeKeepsTheStartFromHappeningAndLeavesNothing() throws IOException {
        Files.createSymbolicLink(cluster.resolve("pg_tblspc"), home);
        LaunchFailure failure = assertThrows(LaunchFailure.class, () -> copies.beforeStart(10));
        assertTrue(failure.getMessage().contains("-Dmediafiles.schema.backup=off"), failure.getMessage());
        assertEquals(1, failure.getMessage().lines().count());
        assertEquals(List.of(), made());
    }

    @Test
    void halfACopyIsSweptByTheNext() throws IOException {
        Files.createDirectories(backups.resolve("cold-V9-20200101T0000Z.partial/base"));
        copies.beforeStart(10);
        assertEquals(1, made().size());
        assertFalse(made().get(0).endsWith(".partial"));
    }

    @Test
    void oldestGoPastTheNumberThatIsKeptAndDumpsStay() throws IOException {
        System.setProperty("mediafiles.schema.backups-kept", "2");
        for (int number = 1; number <= 4; number++) {
            Path old = Files.createDirectories(backups.resolve("cold-V" + number + "-20200101T0000Z"));
            Files.setLastModifiedTime(old, FileTime.from(Instant.ofEpochSecond(number)));
        }
        Files.writeString(backups.resolve("mediafiles-V9-20200101T0000Z.dump"), "x");
        copies.prune();
        assertEquals(List.of("cold-V3-20200101T0000Z", "cold-V4-20200101T0000Z", "mediafiles-V9-20200101T0000Z.dump"),
                made());
    }

    @Test
    void copyOfARealDatabaseStartsWithItsRows() throws Exception {
        Path real = home.resolve("real");
        DatabasePasswords passwords = DatabasePasswords.random();
        ColdCopies ofReal = new ColdCopies(real, backups,
                new Console(new PrintStream(OutputStream.nullOutputStream())));
        try (EmbeddedDatabase database = start(real, passwords)) {
            assertEquals("none", database.schemaVersion());
            execute(database, passwords,
                    """
                    create schema mediafiles_ops;
                    create table mediafiles_ops.schema_history (version text, success boolean);
                    insert into mediafiles_ops.schema_history values ('7', true), ('10', true), ('11', false)""");
            assertEquals("10", database.schemaVersion());
            ofReal.remember(database.schemaVersion());
        }
        assertEquals(Optional.empty(), ofReal.beforeStart(10));
        Path copy = ofReal.beforeStart(11).orElseThrow();
        assertTrue(copy.getFileName().toString().startsWith("cold-V10-"), copy.toString());
        try (EmbeddedDatabase database = start(real, passwords)) {
            execute(database, passwords, "delete from mediafiles_ops.schema_history");
            assertEquals("none", database.schemaVersion());
        }
        try (EmbeddedDatabase database = start(copy, passwords)) {
            assertEquals("10", database.schemaVersion());
        }
    }

    private EmbeddedDatabase start(Path of, DatabasePasswords passwords) throws IOException {
        return EmbeddedDatabase.start(of, home.resolve("programs"), home.resolve("postgresql.log"), freePort(),
                passwords,
                false);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(Ports.LOOPBACK))) {
            return socket.getLocalPort();
        }
    }

    private static void execute(EmbeddedDatabase database, DatabasePasswords passwords, String sql)
            throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), EmbeddedDatabase.OWNER,
                passwords.owner());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void carriedVersionIsReadFromTheArchive() throws IOException {
        Path ear = ear("# comment\n0 0 V0__x.sql\n10 6 V10__y.sql\n9 6 V9__z.sql\n");
        assertEquals(10, CarriedVersion.of(ear));
        assertThrows(LaunchFailure.class, () -> CarriedVersion.of(ear("# nothing\n")));
        assertThrows(LaunchFailure.class, () -> CarriedVersion.of(home.resolve("none.ear")));
    }

    private Path ear(String versions) throws IOException {
        ByteArrayOutputStream module = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(module)) {
            zip.putNextEntry(new ZipEntry("db/versions.txt"));
            zip.write(versions.getBytes(StandardCharsets.UTF_8));
        }
        Path ear = Files.createTempFile(home, "mediafiles", ".ear");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(ear))) {
            zip.putNextEntry(new ZipEntry("mediafiles-ejb.jar"));
            zip.write(module.toByteArray());
        }
        return ear;
    }
}
