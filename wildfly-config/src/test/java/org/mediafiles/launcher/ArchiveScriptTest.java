package org.mediafiles.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What archive.sh does for schema.sh and user.sh, with a program in Java's place. */
class ArchiveScriptTest {
    private static final long SOON_SECONDS = 20;

    @TempDir
    private Path folder;
    private Path java;

    @BeforeEach
    void makeJava() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("home/bin"));
        Files.createDirectory(folder.resolve("work"));
        Files.createFile(folder.resolve("mediafiles.ear"));
        java = bin.resolve("java");
        write(bin.resolve("jar"), "mkdir -p tools lib && touch mediafiles-ejb.jar tools/tool.jar");
    }

    private static void write(Path script, String body) throws IOException {
        Files.writeString(script, "#!/usr/bin/env bash\n" + body + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    private Process start() throws IOException {
        Path scripts = Path.of("").toAbsolutePath();
        ProcessBuilder command = new ProcessBuilder("bash", scripts.resolve("schema.sh").toString(), "--ear",
                folder.resolve("mediafiles.ear").toString(), "info").redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        command.environment().put("JAVA_HOME", folder.resolve("home").toString());
        command.environment().put("TMPDIR", folder.resolve("work").toString());
        return command.start();
    }

    private void awaitFile(String name) throws Exception {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SOON_SECONDS); !Files
                .exists(folder.resolve(name));) {
            assertTrue(System.nanoTime() < end, name + " does not come: " + Files.readString(folder.resolve("said")));
            Thread.sleep(20);
        }
    }

    private void assertNothingLeft() throws IOException {
        try (Stream<Path> left = Files.list(folder.resolve("work"))) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void whoEndsTheScriptEndsItsJavaAndHasItsCode() throws Exception {
        write(java, "trap 'echo given back >" + folder + "/ended; exit 7' TERM; echo $$ >" + folder
                + "/pid.new; mv " + folder + "/pid.new " + folder + "/pid; while :; do sleep 0.05; done");
        Process script = start();
        awaitFile("pid");
        long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        assertTrue(ProcessHandle.of(pid).isPresent());

        script.destroy();

        assertTrue(script.waitFor(SOON_SECONDS, TimeUnit.SECONDS), "the script goes on");
        assertEquals(7, script.exitValue());
        assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false), "its Java goes on");
        assertEquals("given back\n", Files.readString(folder.resolve("ended")));
        assertNothingLeft();
    }

    @Test
    void javaHasTheScriptsInputAndTheScriptItsCode() throws Exception {
        write(java, "read -r line; echo \"$line for ${*: -1}\" >" + folder + "/read; exit 3");
        Process script = start();
        script.outputWriter().append("a password\n").close();
        assertTrue(script.waitFor(SOON_SECONDS, TimeUnit.SECONDS));
        assertEquals(3, script.exitValue(), Files.readString(folder.resolve("said")));
        assertEquals("a password for info\n", Files.readString(folder.resolve("read")));
        assertNothingLeft();
    }
}
