package org.mediafiles.schema.rollback;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.mediafiles.schema.version.Sql;

/**
 * Writes the rows that are about to go to files: one per table in the form of PostgreSQL's {@code COPY}, a
 * {@code load.sql} for psql that puts them back, and a {@code manifest.json} with counts and SHA-256. Folder 0700, files
 * 0600. The folder bears its name only once all of it is durable: what breaks off leaves nothing that looks like an export.
 */
final class RowExport {
    private static final FileAttribute<?> PRIVATE_FOLDER = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> PRIVATE_FILE = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    /** Rows that are fetched at once: memory stays flat. */
    private static final int FETCH = 1_000;

    private final Path folder;
    private final Path partial;
    private final UUID run;
    private final JsonArrayBuilder tables = Json.createArrayBuilder();
    private final List<String> load = new ArrayList<>();
    private final List<String> sequences = new ArrayList<>();

    /** @param backups the folder for backups, made where it is missing */
    RowExport(Path backups, UUID run) {
        this.folder = backups.resolve("export-" + run);
        this.partial = backups.resolve("export-" + run + ".partial");
        this.run = run;
    }

    Path folder() {
        return folder;
    }

    /**
     * Writes everything in one snapshot.
     *
     * @param connection in auto-commit mode
     * @param expected   the tables that go; those without a row get no file
     * @return the same tables as they were in the snapshot, for {@link LostTable#imprint} to be compared with later
     * @throws IOException where there is no room, or no right to write; nothing is left of the export then
     */
    List<LostTable> write(Connection connection, List<LostTable> expected) throws IOException, SQLException {
        List<LostTable> seen = new ArrayList<>();
        connection.setAutoCommit(false);
        try {
            Sql.run(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            makeFolder();
            for (LostTable table : expected) {
                LostTable now = LostTable.look(connection, table.version(), table.table());
                seen.add(now);
                if (now.rows() > 0) {
                    writeTable(connection, now);
                }
            }
            writeText("load.sql", String.join("\n", loadScript()) + "\n");
            writeText("manifest.json", manifest());
            syncFolder(partial);
            Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
            syncFolder(folder.getParent());
            return seen;
        } catch (IOException | SQLException | RuntimeException failure) {
            removeQuietly();
            throw failure;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private void makeFolder() throws IOException {
        Path backups = folder.toAbsolutePath().getParent();
        if (!Files.isDirectory(backups)) {
            Files.createDirectories(backups.getParent());
            Files.createDirectory(backups, PRIVATE_FOLDER);
        }
        Files.createDirectory(partial, PRIVATE_FOLDER);
    }

    private void writeTable(Connection connection, LostTable table) throws IOException, SQLException {
        List<String> columns = Sql.texts(connection, "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = '"
                + table.table() + "'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''"
                + " ORDER BY attnum");
        String file = table.table() + ".copy";
        MessageDigest digest = sha256();
        long bytes;
        try (FileChannel channel = create(file)) {
            OutputStream out = new BufferedOutputStream(
                    new DigestOutputStream(Channels.newOutputStream(channel), digest));
            writeRows(connection, table.table(), columns, out);
            out.flush();
            channel.force(true);
            bytes = channel.size();
        }
        String list = String.join(", ", columns);
        load.add(0, "\\copy " + table.table() + " (" + list + ") FROM '" + file + "'");
        for (String identity : Sql.texts(connection,
                "SELECT attname FROM pg_attribute WHERE attrelid = '" + table.table()
                        + "'::regclass AND attidentity <> ''")) {
            sequences.add("SELECT setval(pg_get_serial_sequence('" + table.table() + "', '" + identity + "'), max("
                    + identity + ")) FROM " + table.table() + ";");
        }
        tables.add(Json.createObjectBuilder().add("table", table.table()).add("version", table.version())
                .add("rows", table.rows()).add("columns", list).add("file", file).add("bytes", bytes)
                .add("sha256", HexFormat.of().formatHex(digest.digest())));
    }

    private static void writeRows(Connection connection, String table, List<String> columns, OutputStream out)
            throws IOException, SQLException {
        String texts = String.join(", ", columns.stream().map(column -> column + "::text").toList());
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH);
            try (ResultSet rows = statement.executeQuery("SELECT " + texts + " FROM " + table)) {
                StringBuilder line = new StringBuilder();
                while (rows.next()) {
                    line.setLength(0);
                    for (int column = 1; column <= columns.size(); column++) {
                        appendValue(column == 1 ? line : line.append('\t'), rows.getString(column));
                    }
                    out.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }

    /** As {@code COPY} wants it: a tab parts values, a line break rows, so both are written as escapes. */
    private static void appendValue(StringBuilder line, String value) {
        if (value == null) {
            line.append("\\N");
            return;
        }
        for (int i = 0; i < value.length(); i++) {
            char letter = value.charAt(i);
            switch (letter) {
                case '\\' -> line.append("\\\\");
                case '\t' -> line.append("\\t");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                default -> line.append(letter);
            }
        }
    }

    /** Who is pointed to comes before who points: the reverse of the order in which they go. */
    private List<String> loadScript() {
        List<String> script = new ArrayList<>(List.of(
                "-- Puts the rows back, once the versions stand again and before the server works on them, as the tables'"
                        + " owner:",
                "-- psql -v ON_ERROR_STOP=1 -f load.sql, in this folder. All of them or none.",
                "\\encoding UTF8", "BEGIN;", "SET CONSTRAINTS ALL DEFERRED;"));
        script.addAll(load);
        script.addAll(sequences);
        script.add("COMMIT;");
        return script;
    }

    private String manifest() {
        return Json.createObjectBuilder().add("run", run.toString()).add("writtenAt", Instant.now().toString())
                .add("format", "COPY, text, UTF-8").add("tables", tables).build().toString() + "\n";
    }

    private void writeText(String name, String text) throws IOException {
        try (FileChannel channel = create(name)) {
            ByteBuffer rest = StandardCharsets.UTF_8.encode(text);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private FileChannel create(String name) throws IOException {
        return FileChannel.open(partial.resolve(name), Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PRIVATE_FILE);
    }

    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private void removeQuietly() {
        if (!Files.isDirectory(partial)) {
            return;
        }
        try (var files = Files.list(partial)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(partial);
        } catch (IOException | UncheckedIOException left) {
            // Its name says that it is none.
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }
}
