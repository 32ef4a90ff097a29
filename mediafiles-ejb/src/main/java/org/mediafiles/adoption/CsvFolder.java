package org.mediafiles.adoption;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A new folder of CSV files as PostgreSQL's {@code COPY … CSV HEADER} reads them: an empty field is NULL, an empty text is
 * {@code ""}. Folder 0700, files 0600: what is in them is about to go from the database. The folder bears its name only once all
 * of it is durable; until then it ends in {@code .partial}.
 */
final class CsvFolder {
    private static final FileAttribute<?> PRIVATE_FOLDER = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> PRIVATE_FILE = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    /** Rows that are fetched at once: memory stays flat. */
    private static final int FETCH = 1_000;

    private final Path folder;
    private final Path partial;
    private boolean made;

    /** @param folder made with the first file */
    CsvFolder(Path folder) {
        this.folder = folder;
        this.partial = folder.resolveSibling(folder.getFileName() + ".partial");
    }

    Path path() {
        return folder;
    }

    boolean isMade() {
        return made;
    }

    /**
     * @param connection in a transaction, without which the driver reads all rows at once
     * @return how many rows were written; without one there is no file
     * @throws IOException where there is no room, or no right to write
     */
    long write(Connection connection, String name, String query) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH);
            try (ResultSet rows = statement.executeQuery(query)) {
                return rows.next() ? write(name, rows) : 0;
            }
        }
    }

    private long write(String name, ResultSet rows) throws SQLException, IOException {
        if (!made) {
            Files.createDirectory(partial, PRIVATE_FOLDER);
            made = true;
        }
        long written = 0;
        try (FileChannel channel = FileChannel.open(partial.resolve(name),
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), PRIVATE_FILE)) {
            Writer out = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
            int columns = rows.getMetaData().getColumnCount();
            for (int column = 1; column <= columns; column++) {
                out.append(column == 1 ? "" : ",").append(field(rows.getMetaData().getColumnLabel(column)));
            }
            do {
                out.append('\n');
                for (int column = 1; column <= columns; column++) {
                    out.append(column == 1 ? "" : ",").append(field(rows.getString(column)));
                }
                written++;
            } while (rows.next());
            out.append('\n').flush();
            channel.force(true);
        }
        return written;
    }

    /** Gives the folder its name, once all is written; without a file there is none. */
    void complete() throws IOException {
        if (made) {
            sync(partial);
            Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
            sync(folder.toAbsolutePath().getParent());
        }
    }

    /**
     * Takes away what was written, complete or not, where the transaction that it belongs to is undone.
     *
     * @return whether nothing is left
     */
    boolean discard() {
        made = false;
        try {
            for (Path each : List.of(partial, folder)) {
                if (Files.isDirectory(each)) {
                    try (Stream<Path> files = Files.list(each)) {
                        for (Path file : files.toList()) {
                            Files.delete(file);
                        }
                    }
                    Files.delete(each);
                }
            }
            return true;
        } catch (IOException | UncheckedIOException left) {
            return false;
        }
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static String field(String value) {
        if (value == null) {
            return "";
        }
        boolean plain = !value.isEmpty() && value.chars()
                .noneMatch(letter -> letter == ',' || letter == '"' || letter == '\n' || letter == '\r');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
