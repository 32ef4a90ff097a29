package org.mediafiles.imaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ExternalProgramTest {
    private static final ExternalProgram SHELL = ExternalProgram.find(Optional.of(Path.of("/bin/sh")), "sh")
            .orElseThrow();

    private static ExternalProgram.Limits limits(Duration time) {
        return new ExternalProgram.Limits(TimeLimit.of(time), 1L << 30, 1 << 20);
    }

    private static ExternalProgram.Outcome run(String script, Duration time) throws IOException {
        return ExternalProgram.inPrivateFolder(folder -> SHELL.run(folder, limits(time), List.of("-c", script)));
    }

    @Test
    void keepsTheExitCodeAndTheBeginningOfWhatWasSaid() throws IOException {
        ExternalProgram.Outcome outcome = run(
                "i=0; while [ $i -lt 3000 ]; do echo 0123456789 >&2; i=$((i+1)); done; exit 3", Duration.ofSeconds(20));
        assertEquals(3, outcome.exitCode());
        assertEquals(8192, outcome.stderr().length());
    }

    @Test
    void keepsTheEndOfWhatWasSaidAsWell() throws IOException {
        ExternalProgram.Outcome outcome = run(
                "i=0; while [ $i -lt 3000 ]; do echo 0123456789 >&2; i=$((i+1)); done; echo the end >&2",
                Duration.ofSeconds(20));
        assertEquals(4096, outcome.lastWords().length());
        assertTrue(outcome.lastWords().endsWith("0123456789\nthe end\n"));
        assertEquals("short\n", run("echo short >&2", Duration.ofSeconds(20)).lastWords());
    }

    @Test
    void aGentleProgramStandsBackBehindOthers() throws IOException {
        String nice = "cut -d' ' -f19 /proc/self/stat >&2";
        ExternalProgram.Outcome gentle = ExternalProgram.inPrivateFolder(folder -> SHELL.run(folder,
                new ExternalProgram.Limits(TimeLimit.of(Duration.ofSeconds(20)), 1L << 30, 1 << 20, 2, true),
                List.of("-c", nice)));
        int own = Integer.parseInt(run(nice, Duration.ofSeconds(20)).stderr().strip());
        assertEquals(Math.min(19, own + 10), Integer.parseInt(gentle.stderr().strip()));
    }

    /** What a killed server runs, seen from outside: this class's own main in another Java. */
    public static void main(String[] args) throws IOException {
        run("echo $$ > " + args[0] + "; exec sleep 60", Duration.ofSeconds(60));
    }

    @Test
    void endsWithAServerThatWasKilled() throws Exception {
        Assumptions.assumeTrue(Files.exists(Path.of("/usr/bin/setpriv")), "this machine has no setpriv: skipped");
        Path mark = Files.createTempFile("mediafiles-test", ".pid");
        Process server = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), ExternalProgramTest.class.getName(), mark.toString())
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        try {
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (Files.size(mark) == 0 && System.nanoTime() < end) {
                Thread.sleep(50);
            }
            long program = Long.parseLong(Files.readString(mark).strip());
            assertTrue(runs(program));

            server.destroyForcibly().waitFor();

            while (runs(program) && System.nanoTime() < end) {
                Thread.sleep(50);
            }
            assertFalse(runs(program), "the program outlived its server");
        } finally {
            server.destroyForcibly();
            Files.delete(mark);
        }
    }

    @Test
    void whatAProgramSaidBeforeItWasEndedIsTold() throws IOException {
        StringBuilder told = new StringBuilder();
        ExternalProgram.Invocation invocation = new ExternalProgram.Invocation(
                List.of("-c", "echo stuck here >&2; exec sleep 60"), Map.of(), Optional.empty(), () -> true,
                told::append);
        assertThrows(TimeLimit.Exceeded.class, () -> ExternalProgram
                .inPrivateFolder(folder -> SHELL.run(folder, limits(Duration.ofSeconds(2)), invocation)));
        assertEquals("stuck here\n", told.toString());
    }

    @Test
    void endsTheWholeTreeWhenTheTimeIsOver() throws Exception {
        Path mark = Files.createTempFile("mediafiles-test", ".pid");
        try {
            assertThrows(TimeLimit.Exceeded.class,
                    () -> run("sleep 60 & echo $! > " + mark + "; wait", Duration.ofMillis(700)));
            long child = Long.parseLong(Files.readString(mark).strip());
            long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
            while (runs(child) && System.nanoTime() < end) {
                Thread.sleep(20);
            }
            assertFalse(runs(child), "the child lives on");
        } finally {
            Files.delete(mark);
        }
    }

    /** What was killed and not yet fetched by the machine's first process does not run. */
    private static boolean runs(long process) throws IOException {
        Path state = Path.of("/proc/" + process + "/stat");
        return Files.exists(state)
                ? !Files.readString(state).contains(") Z")
                : ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
    }

    @Test
    void writesNoMoreThanItMay() throws IOException {
        long written = ExternalProgram.inPrivateFolder(folder -> {
            SHELL.run(folder, limits(Duration.ofSeconds(20)), List.of("-c", "head -c 5000000 /dev/zero > big"));
            return Files.size(folder.resolve("big"));
        });
        assertTrue(written <= 1 << 20, written + " bytes");
    }

    @Test
    void whatTheSystemEndsSaysNothingAboutWhatItRanOn() throws IOException {
        // Hang-up and interrupt by their exit codes: whoever starts the tests in the background may have them ignored.
        for (String end : List.of("kill -KILL $$", "kill -TERM $$", "kill -XCPU $$", "exit 129", "exit 130")) {
            IOException fault = run(end, Duration.ofSeconds(20)).faultOfTheMachine()
                    .orElseThrow(() -> new AssertionError(end));
            assertTrue(fault instanceof ExternalProgram.EndedBySystem, fault.toString());
        }
        assertTrue(run("echo Exiting normally, received signal 15. >&2; exit 255", Duration.ofSeconds(20))
                .faultOfTheMachine().isPresent());
        for (String own : List.of("exit 1", "exit 255", "kill -SEGV $$", "kill -ABRT $$")) {
            assertTrue(run(own, Duration.ofSeconds(20)).faultOfTheMachine().isEmpty(), own);
        }
    }

    @Test
    void seesNothingOfOurEnvironment() throws IOException {
        ExternalProgram.Outcome outcome = run("env >&2", Duration.ofSeconds(20));
        for (String line : outcome.stderr().lines().toList()) {
            assertTrue(line.matches("(PATH|LC_ALL|HOME|TMPDIR|PWD|OLDPWD|SHLVL|_)=.*"), line);
        }
    }

    @Test
    void theFolderIsPrivateAndRemoved() throws IOException {
        Path seen = ExternalProgram.inPrivateFolder(folder -> {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
            Files.createDirectories(folder.resolve("a/b"));
            Files.writeString(folder.resolve("a/b/c"), "x");
            return folder;
        });
        assertFalse(Files.exists(seen));
    }

    @Test
    void aConfiguredProgramThatIsNotThereIsNotReplacedByAnother() {
        assertTrue(ExternalProgram.find(Optional.of(Path.of("/nowhere/sh")), "sh").isEmpty());
        assertTrue(ExternalProgram.find(Optional.empty(), "sh").isPresent());
        assertTrue(ExternalProgram.find(Optional.empty(), "no-such-program").isEmpty());
    }
}
