package org.mediafiles.schema.backup;

import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mediafiles.imaging.ExternalProgram;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.schema.version.Sql;

/**
 * The media files that the database names, one JSON object a line: key, kind, recorded size and SHA-256. Streams, so that
 * two million rows need no memory.
 */
final class FileManifest {
    private static final int FETCH = 5_000;
    private static final int SAID_EVERY = 100_000;
    private static final int EXAMPLES = 10;

    /** From V7 on bytes stand once; a record that was taken over and not looked at yet still has its own. */
    private static final String STORED = """
                                         SELECT storage_key, 'original', byte_count, sha256 FROM mediafiles_ops.stored_object
                                         UNION ALL
                                         SELECT storage_key, 'derivative', byte_count, sha256 FROM mediafiles_ops.derivative
                                         UNION ALL
                                         SELECT file_path, 'original', file_size, file_hash FROM public.mediafiles_mediafile file
                                         WHERE NOT EXISTS (SELECT FROM mediafiles_ops.media_file_object object
                                                           WHERE object.media_file_id = file.id)
                                         UNION ALL
                                         SELECT thumbnail_path, 'derivative', NULL, NULL FROM public.mediafiles_mediafile file
                                         WHERE thumbnail_path <> ''
                                           AND NOT EXISTS (SELECT FROM mediafiles_ops.media_file_object object
                                                           WHERE object.media_file_id = file.id)
                                         """;
    private static final String RECORDED = """
                                           SELECT file_path, 'original', file_size, file_hash FROM public.mediafiles_mediafile
                                           UNION ALL
                                           SELECT thumbnail_path, 'derivative', NULL, NULL FROM public.mediafiles_mediafile
                                           WHERE thumbnail_path <> ''
                                           """;

    private final Optional<RecordedFiles> files;
    private final Progress progress;
    private final JsonBuilderFactory json = Json.createBuilderFactory(Map.of());

    private long entries;
    private long bytes;
    private long read;
    private long copied;
    private long missing;
    private long different;
    private long unhashed;
    private long refused;
    private final List<String> examples = new ArrayList<>();

    /** @param files opens the files; empty where they are only listed */
    FileManifest(Optional<RecordedFiles> files, Progress progress) {
        this.files = files;
        this.progress = progress;
    }

    /**
     * @param connection in a transaction, whose snapshot is the dump's
     * @param to         an empty file
     * @param place      where it will lie, for the report
     * @throws ExternalProgram.Stopped where it is asked to stop
     */
    FileTally write(Connection connection, Path to, Path place) throws SQLException, IOException {
        Optional<String> query = query(connection);
        try (BufferedWriter out = Files.newBufferedWriter(to, StandardCharsets.UTF_8)) {
            if (query.isPresent()) {
                try (Statement statement = connection.createStatement()) {
                    // With a transaction open, the driver reads so many at a time.
                    statement.setFetchSize(FETCH);
                    try (ResultSet rows = statement.executeQuery(query.get())) {
                        while (rows.next()) {
                            long size = rows.getLong(3);
                            write(out, rows.getString(1), rows.getString(2), rows.wasNull() ? -1 : size,
                                    rows.getString(4));
                        }
                    }
                }
            }
        }
        return new FileTally(place, entries, bytes, read, copied, missing, different, unhashed, refused, examples);
    }

    private static Optional<String> query(Connection connection) throws SQLException {
        if (!Sql.flag(connection, "SELECT to_regclass('public.mediafiles_mediafile') IS NOT NULL")) {
            return Optional.empty();
        }
        return Optional.of(Sql.flag(connection, "SELECT to_regclass('mediafiles_ops.media_file_object') IS NOT NULL")
                ? STORED
                : RECORDED);
    }

    private void write(BufferedWriter out, String key, String kind, long size, String sha256) throws IOException {
        entries++;
        bytes += Math.max(0, size);
        JsonObjectBuilder line = json.createObjectBuilder().add("key", key).add("kind", kind);
        if (size >= 0) {
            line.add("size", size);
        }
        if (sha256 != null) {
            line.add("sha256", sha256);
        }
        if (files.isPresent()) {
            RecordedFiles.State state = files.get().look(key, size, sha256);
            line.add("state", state.code());
            count(state, key);
        }
        out.write(line.build().toString());
        out.newLine();
        if (entries % SAID_EVERY == 0) {
            progress.says("backup: " + entries + " media files listed");
        }
        if (progress.isStopAsked()) {
            throw new ExternalProgram.Stopped();
        }
    }

    private void count(RecordedFiles.State state, String key) {
        switch (state) {
            case EQUAL -> read++;
            case COPIED -> {
                read++;
                copied++;
            }
            case UNHASHED -> unhashed++;
            case MISSING -> missing++;
            case DIFFERENT -> different++;
            case OUTSIDE -> refused++;
        }
        if (!state.isAsRecorded() && examples.size() < EXAMPLES) {
            examples.add(key);
        }
    }
}
