package org.mediafiles.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    @TempDir
    private Path directory;

    @Test
    void homeIsItsOwnersAlone() throws IOException {
        try (Home home = Home.open(directory.resolve("home"))) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home.root())));
        }
    }

    @Test
    void refusesADirectoryWithSomeoneElsesFiles() throws IOException {
        Files.writeString(directory.resolve("letter.txt"), "mine");
        LaunchFailure failure = assertThrows(LaunchFailure.class, () -> Home.open(directory));
        assertTrue(failure.getMessage().contains("other files"), failure.getMessage());
        assertTrue(Files.exists(directory.resolve("letter.txt")));
    }

    @Test
    void secondLauncherOnTheSameHomeIsToldSoInOneLine() throws IOException {
        Path home = directory.resolve("home");
        try (Home first = Home.open(home)) {
            assertTrue(Files.isDirectory(first.root()));
            LaunchFailure failure = assertThrows(LaunchFailure.class, () -> Home.open(home));
            assertTrue(failure.getMessage().startsWith("MediaFiles already runs on " + home), failure.getMessage());
            assertEquals(1, failure.getMessage().lines().count());
        }
        Home.open(home).close();
    }

    @Test
    void passwordsAreMadeOnceAndKeptForTheOwnerAlone() throws IOException {
        Path file = directory.resolve("database.properties");
        DatabasePasswords made = DatabasePasswords.of(file);
        assertEquals(made, DatabasePasswords.of(file));
        assertNotEquals(made.owner(), made.superuser());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertFalse(made.toString().contains(made.owner()));
    }

    @Test
    void homeOfOneLoginGetsItsSecondOneAndKeepsTheFirst() throws IOException {
        Path file = directory.resolve("database.properties");
        Files.writeString(file, "postgres=abc\nmediafiles=def\n");
        DatabasePasswords widened = DatabasePasswords.of(file);
        assertEquals("abc", widened.superuser());
        assertEquals("def", widened.owner());
        assertFalse(widened.runner().isEmpty());
        assertEquals(widened, DatabasePasswords.of(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void passwordFileThatLostAPasswordIsNotReplaced() throws IOException {
        Path file = directory.resolve("database.properties");
        Files.writeString(file, "postgres=abc\n");
        assertThrows(LaunchFailure.class, () -> DatabasePasswords.of(file));
        assertEquals("postgres=abc\n", Files.readString(file));
    }

    @Test
    void takenPortIsNamedWithTheOptionThatChangesIt() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(Ports.LOOPBACK))) {
            Ports ports = new Ports(taken.getLocalPort(), 1, 2);
            LaunchFailure failure = assertThrows(LaunchFailure.class, ports::requireFree);
            assertTrue(failure.getMessage().contains("port " + taken.getLocalPort() + " is taken"),
                    failure.getMessage());
            assertTrue(failure.getMessage().contains("-Dmediafiles.http.port="), failure.getMessage());
        }
    }

    @Test
    void portsMustDiffer() {
        assertThrows(LaunchFailure.class, () -> new Ports(8080, 8080, 9990));
    }

    @Test
    void sweepRemovesALinkButNotWhatItPointsTo() throws IOException {
        Path kept = Files.writeString(directory.resolve("kept"), "x");
        Path swept = Files.createDirectories(directory.resolve("swept/deep"));
        Files.createSymbolicLink(swept.resolve("link"), kept);
        ServerBase.sweep(directory.resolve("swept"));
        assertFalse(Files.exists(directory.resolve("swept")));
        assertTrue(Files.exists(kept));
    }
}
