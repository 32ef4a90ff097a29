package org.mediafiles.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a launcher that was killed has left running on this home. It is looked for with the home's lock in hand, so nobody's
 * work is ended; a process is ours only if its command line names this very directory.
 */
final class Orphans {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Orphans() {}

    /** Ends a WildFly whose arguments hold {@code marker}. */
    static void endServer(String marker, Console console) {
        List<ProcessHandle> ours = ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid()
                        && hasArgument(process, marker::equals))
                .toList();
        for (ProcessHandle process : ours) {
            console.say("ending the server that a killed run left behind (process " + process.pid() + ")");
            process.destroy();
            waitOrForce(process);
        }
    }

    /** Ends a PostgreSQL that still works on the cluster, and removes the process file of one that is gone. */
    static void endDatabase(Path cluster, Console console) {
        Path pidFile = cluster.resolve("postmaster.pid");
        Optional<ProcessHandle> postmaster = postmaster(pidFile);
        if (postmaster.isPresent() && isPostmasterOf(postmaster.get(), cluster)) {
            console.say("ending the database that a killed run left behind (process " + postmaster.get().pid() + ")");
            interrupt(postmaster.get());
            waitOrForce(postmaster.get());
        }
        try {
            // PostgreSQL would believe the file where another program has since been given the same number.
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new LaunchFailure("cannot remove " + pidFile + ": " + e.getMessage(), e);
        }
    }

    /** @return the process that the cluster's own file names, if it is alive */
    static Optional<ProcessHandle> postmaster(Path pidFile) {
        try {
            List<String> lines = Files.readAllLines(pidFile);
            return lines.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(lines.get(0).trim()));
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    private static boolean isPostmasterOf(ProcessHandle process, Path cluster) {
        String directory = cluster.toString();
        return process.info().command().map(command -> Path.of(command).getFileName().toString())
                .filter(name -> name.startsWith("postgres")).isPresent() && hasArgument(process, directory::equals);
    }

    private static boolean hasArgument(ProcessHandle process, java.util.function.Predicate<String> test) {
        return process.info().arguments().stream().flatMap(Arrays::stream).anyMatch(test);
    }

    /** SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for clients that may never leave. */
    private static void interrupt(ProcessHandle process) {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        } catch (IOException noSuchCommand) {
            process.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void waitOrForce(ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException stillThere) {
            process.destroyForcibly();
            process.onExit().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new LaunchFailure("process " + process.pid() + " could not be awaited", e);
        }
    }
}
