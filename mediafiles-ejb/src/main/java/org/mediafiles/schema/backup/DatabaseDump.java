package org.mediafiles.schema.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.schema.version.Sql;

/**
 * The whole database in PostgreSQL's custom format, then read back whole. The whole one, also where it is shared: only then
 * do the keys between our tables and the others' hold after a restore.
 */
final class DatabaseDump {
    private static final long SAID_EVERY = Duration.ofSeconds(10).toNanos();
    private static final int BUFFER = 1 << 20;
    private static final int SHOWN = 5;

    private final PgTools tools;
    private final ToolConnection tool;
    private final Duration lockWait;
    private final Progress progress;

    DatabaseDump(PgTools tools, ToolConnection tool, Duration lockWait, Progress progress) {
        this.tools = tools;
        this.tool = tool;
        this.lockWait = lockWait;
        this.progress = progress;
    }

    /**
     * @param connection in a transaction that has exported the snapshot; it only has to live until the dump has begun
     * @param to         an empty file
     * @param place      where it will lie, for the report
     */
    SavedDump write(Connection connection, String snapshot, Path to, Path place) throws SQLException, IOException {
        List<String> tables = ServerFacts.tables(connection);
        progress.says("backup: dumping the database (" + Sql.text(connection,
                "SELECT pg_size_pretty(pg_database_size(current_database()))") + ") to " + place);
        tools.dump(tool, List.of("--format=custom", "--no-password", "--snapshot=" + snapshot,
                "--lock-wait-timeout=" + Math.max(1, lockWait.toMillis()), "--file=" + to), watch(to));
        progress.says("backup: reading the dump back");
        requireWhole(tools, to, tables, () -> !progress.isStopAsked());
        return new SavedDump(place, Files.size(to), sha256(to));
    }

    private BooleanSupplier watch(Path file) {
        AtomicLong last = new AtomicLong(System.nanoTime());
        return () -> {
            if (System.nanoTime() - last.get() > SAID_EVERY) {
                last.set(System.nanoTime());
                progress.says("backup: " + (file.toFile().length() >> 20) + " MiB written");
            }
            return !progress.isStopAsked();
        };
    }

    /**
     * The table of contents stands at the beginning, so that a dump that was cut short still shows it: every block is read,
     * too.
     *
     * @param tables {@code schema table} of each that has to be in it
     * @throws MediaFilesException where one is not, or the dump cannot be read to its end
     */
    static void requireWhole(PgTools tools, Path dump, List<String> tables, BooleanSupplier goesOn) {
        List<String> contents;
        try {
            contents = tools.contents(dump);
            tools.restore(Map.of(), List.of("--file=/dev/null", dump.toString()), goesOn);
        } catch (MediaFilesException unreadable) {
            throw new MediaFilesException(ProblemCode.NOT_READY, "The dump " + dump.getFileName()
                    + " cannot be read back, so it is no backup: " + unreadable.getMessage(), unreadable);
        }
        Set<String> found = contents.stream().filter(line -> line.contains(" TABLE DATA "))
                .map(line -> line.substring(line.indexOf(" TABLE DATA ") + " TABLE DATA ".length()))
                .collect(Collectors.toSet());
        List<String> missing = tables.stream()
                .filter(table -> found.stream().noneMatch(line -> line.startsWith(table + " "))).toList();
        if (!missing.isEmpty()) {
            throw new MediaFilesException(ProblemCode.NOT_READY,
                    "The dump lacks " + missing.size() + " table(s), among them "
                            + String.join(", ", missing.subList(0, Math.min(SHOWN, missing.size())))
                            + ": it is no backup. Nothing was changed.");
        }
    }

    /** @return lower-case hex */
    static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }
}
