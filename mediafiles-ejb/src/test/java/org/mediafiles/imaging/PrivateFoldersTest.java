package org.mediafiles.imaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFoldersTest {
    @TempDir
    Path parent;

    /** Another server: works in a folder until it is killed. */
    static final class Other {
        private Other() {}

        public static void main(String[] args) throws Exception {
            Path folder = new PrivateFolders(Path.of(args[0])).create();
            Files.writeString(folder.resolve("picture.jpg"), "a patient");
            System.out.println(folder);
            Thread.sleep(60_000);
        }
    }

    private static String place(Class<?> type) {
        return Path.of(java.net.URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    private Process startOther() throws IOException {
        String classPath = String.join(File.pathSeparator,
                List.of(place(PrivateFolders.class), place(Other.class), place(Logger.class)));
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                classPath, Other.class.getName(), parent.toString()).redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void thisProcesssOwnLeavesYoungFoldersOfOthersAlone() throws IOException {
        Path another = Files.createTempDirectory(PrivateFolders.PREFIX);
        try {
            PrivateFolders.OWN.sweep();
            assertTrue(Files.exists(another));
        } finally {
            Files.delete(another);
        }
    }

    @Test
    void whatAKilledServerLeftGoesAndWhatALivingOneHasStays() throws Exception {
        PrivateFolders folders = new PrivateFolders(parent, Duration.ofSeconds(-1));
        Path own = folders.create();
        Process other = startOther();
        try {
            Path picture = Path.of(other.inputReader().readLine()).resolve("picture.jpg");
            assertTrue(Files.exists(picture));
            assertEquals(0, folders.sweep());
            assertTrue(Files.exists(picture), "its owner lives");

            other.destroyForcibly();
            assertTrue(other.waitFor(20, TimeUnit.SECONDS));
            assertEquals(1, folders.sweep());
            assertFalse(Files.exists(picture), "its owner is gone");
            assertTrue(Files.exists(own), "ours stays");
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void whatIsNotOursOrTooYoungStays() throws IOException {
        Path link = Files.createSymbolicLink(parent.resolve(PrivateFolders.PREFIX + "link"),
                Files.createDirectory(parent.resolve("elsewhere")));
        Path young = Files.createDirectory(parent.resolve(PrivateFolders.PREFIX + "young"));
        assertEquals(0, new PrivateFolders(parent).sweep());
        assertTrue(Files.exists(young));
        assertEquals(1, new PrivateFolders(parent, Duration.ofSeconds(-1)).sweep());
        assertFalse(Files.exists(young));
        assertTrue(Files.exists(link));
    }

    @Test
    void aFolderThatSomebodyClearedAwayIsMadeAnew() throws IOException {
        try (PrivateFolders folders = new PrivateFolders(parent)) {
            PrivateFolders.remove(folders.create().getParent());
            assertTrue(Files.isDirectory(folders.create()));
        }
        try (var left = Files.list(parent)) {
            assertEquals(0, left.count());
        }
    }
}
