package org.mediafiles.schema.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mediafiles.imaging.ExternalProgram;
import org.mediafiles.imaging.TimeLimit;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/**
 * PostgreSQL's {@code pg_dump} and the {@code pg_restore} that lies beside it: the configured one, else the one on the
 * {@code PATH}, nowhere else.
 */
public final class PgTools {
    /** Longer than any night; a dump that takes longer needs the site's own backup. */
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)(\\S*)");

    private final ExternalProgram dump;
    private final ExternalProgram restore;
    private final int major;
    private final String version;

    private PgTools(ExternalProgram dump, ExternalProgram restore, int major, String version) {
        this.dump = dump;
        this.restore = restore;
        this.major = major;
        this.version = version;
    }

    /**
     * @param configured {@code mediafiles.schema.pg-dump}
     * @throws MediaFilesException where there is none that runs, with what to do
     */
    public static PgTools find(Optional<Path> configured) {
        ExternalProgram dump = ExternalProgram.find(configured, "pg_dump").orElseThrow(() -> missing(configured
                .map(path -> path + ", which mediafiles.schema.pg-dump names, cannot be run")
                .orElse("There is no pg_dump on the PATH")));
        ExternalProgram restore = ExternalProgram
                .find(Optional.of(dump.path().resolveSibling("pg_restore")), "pg_restore")
                .orElseThrow(() -> missing("There is no pg_restore beside " + dump.path()));
        Matcher told = VERSION.matcher(output(dump, List.of("--version")));
        if (!told.find()) {
            throw missing(dump.path() + " does not tell its version");
        }
        return new PgTools(dump, restore, Integer.parseInt(told.group(1)), told.group(1) + told.group(2));
    }

    private static MediaFilesException missing(String what) {
        return new MediaFilesException(ProblemCode.NOT_READY, what + ": install PostgreSQL's client programs (Debian:"
                + " postgresql-client), name one in mediafiles.schema.pg-dump, or choose --backup external with the site's"
                + " own backup. Nothing was changed.");
    }

    /** @return for example {@code 15.20} */
    public String version() {
        return version;
    }

    /** @return the major version */
    public int major() {
        return major;
    }

    /** @throws MediaFilesException where {@code pg_dump} is older than the server, which it then refuses to dump */
    void requireNotOlderThan(int server) {
        if (major < server) {
            throw new MediaFilesException(ProblemCode.NOT_READY, dump.path() + " is of PostgreSQL " + major
                    + ", the server of " + server + ": pg_dump must not be older than the server. Install version "
                    + server
                    + " of PostgreSQL's client programs (Debian: postgresql-client-" + server
                    + ") and name its pg_dump in mediafiles.schema.pg-dump, or choose --backup external. Nothing was"
                    + " changed.");
        }
    }

    /** @throws MediaFilesException where it fails, in words for an admin; a file that it began stays the caller's */
    void dump(ToolConnection connection, List<String> arguments, BooleanSupplier goesOn) {
        run(dump, connection.environment(), arguments, Optional.empty(), goesOn);
    }

    /** Restores, or reads a dump through. @throws MediaFilesException where it fails */
    public void restore(Map<String, String> environment, List<String> arguments, BooleanSupplier goesOn) {
        run(restore, environment, arguments, Optional.empty(), goesOn);
    }

    /** Restores into the database of the connection. @throws MediaFilesException where it fails */
    public void restore(ToolConnection connection, List<String> arguments, BooleanSupplier goesOn) {
        restore(connection.environment(), arguments, goesOn);
    }

    /** @return the lines of the dump's table of contents */
    List<String> contents(Path file) {
        return output(restore, List.of("--list", file.toString())).lines().filter(line -> !line.startsWith(";"))
                .toList();
    }

    private static String output(ExternalProgram program, List<String> arguments) {
        try {
            return ExternalProgram.inPrivateFolder(folder -> {
                Path out = folder.resolve("output");
                run(program, Map.of(), arguments, Optional.of(out), () -> true);
                return Files.readString(out, StandardCharsets.UTF_8);
            });
        } catch (IOException failed) {
            throw failed(program, failed);
        }
    }

    private static void run(ExternalProgram program, Map<String, String> environment, List<String> arguments,
            Optional<Path> output, BooleanSupplier goesOn) {
        try {
            ExternalProgram.Outcome outcome = ExternalProgram.inPrivateFolder(folder -> program.run(folder,
                    new ExternalProgram.Limits(TimeLimit.of(LONGEST), ExternalProgram.Limits.UNLIMITED,
                            ExternalProgram.Limits.UNLIMITED),
                    new ExternalProgram.Invocation(arguments, environment, output, goesOn)));
            if (outcome.exitCode() != 0) {
                throw ToolFailure.of(program.path().getFileName().toString(), outcome);
            }
        } catch (ExternalProgram.Stopped asked) {
            throw new MediaFilesException(ProblemCode.NOT_READY, "The backup was asked to stop; what it had written is"
                    + " removed. Nothing was changed.", asked);
        } catch (TimeLimit.Exceeded slow) {
            throw new MediaFilesException(ProblemCode.NOT_READY, program.path().getFileName() + " took longer than "
                    + LONGEST.toHours() + " h and was ended: use the site's own backup with --backup external.", slow);
        } catch (IOException failed) {
            throw failed(program, failed);
        }
    }

    private static MediaFilesException failed(ExternalProgram program, IOException failed) {
        return new MediaFilesException(ProblemCode.NOT_READY,
                program.path() + " could not be run: " + failed.getMessage(), failed);
    }
}
