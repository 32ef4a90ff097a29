package org.mediafiles.schema.backup;

import java.util.List;
import java.util.Locale;
import org.mediafiles.imaging.ExternalProgram;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** What an admin is to do when one of PostgreSQL's programs ended badly. */
final class ToolFailure {
    /** A program that a signal ended has this much added to the signal's number. */
    private static final int BY_SIGNAL = 128;
    private static final int TOO_LARGE = 25;

    private ToolFailure() {}

    static MediaFilesException of(String program, ExternalProgram.Outcome outcome) {
        String said = outcome.stderr().toLowerCase(Locale.ROOT);
        String first = firstError(outcome.stderr());
        if (has(said, "no space left", "disk full", "file too large", "quota exceeded")
                || outcome.exitCode() == BY_SIGNAL + TOO_LARGE) {
            return new MediaFilesException(ProblemCode.STORAGE_FULL, program + " found no room for the backup ("
                    + (first.isEmpty() ? "the file may not grow further" : first)
                    + "): make room, or name another folder with --backup-dir. What it had written is removed.");
        }
        if (outcome.exitCode() > BY_SIGNAL) {
            return notReady(program + " was ended by signal " + (outcome.exitCode() - BY_SIGNAL)
                    + ": somebody ended it, or the system ran out of memory. What it had written is removed; try again.");
        }
        if (has(said, "no password supplied", "password authentication failed")) {
            return notReady(program + " was not let in (" + first + "): give the owner's password in"
                    + " MEDIAFILES_SCHEMA_PASSWORD, or in ~/.pgpass of the user that runs this.");
        }
        if (has(said, "permission denied", "row-level security", "row security")) {
            return notReady(program + " may not read all of the database (" + first
                    + "): a dump is of the whole database."
                    + " Let an administrator of the database say: GRANT pg_read_all_data TO the owner's login; or choose"
                    + " --backup external.");
        }
        if (has(said, "lock timeout", "statement timeout", "could not obtain lock")) {
            return notReady(program + " waited too long for a table that somebody holds locked (" + first
                    + "): try again when that is over.");
        }
        return notReady(program + " failed with exit code " + outcome.exitCode()
                + (first.isEmpty() ? "." : ": " + first + "."));
    }

    private static MediaFilesException notReady(String sentence) {
        return new MediaFilesException(ProblemCode.NOT_READY, sentence + " Nothing was changed.");
    }

    private static boolean has(String said, String... some) {
        return List.of(some).stream().anyMatch(said::contains);
    }

    /** The first line alone: those behind it may quote rows. */
    private static String firstError(String stderr) {
        return stderr.lines().map(String::strip).filter(line -> line.contains("error:") || line.contains("fatal:"))
                .findFirst().or(() -> stderr.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst())
                .map(line -> line.replaceFirst("\\.$", "")).orElse("");
    }
}
