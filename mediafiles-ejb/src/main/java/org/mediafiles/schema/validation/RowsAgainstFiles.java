package org.mediafiles.schema.validation;

import static org.mediafiles.schema.validation.PresentTables.MEDIA_FILE;
import static org.mediafiles.schema.validation.PresentTables.OBJECT;
import static org.mediafiles.schema.validation.PresentTables.POINTER;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.storage.StoredFiles;

/**
 * Goes through all media files, a batch at a time by their ids, and looks for each one's bytes: those of its stored object,
 * where it points to one, else those under its own path. Each batch is a statement of its own, so no transaction stays open
 * for the length of the walk.
 */
final class RowsAgainstFiles {
    private static final int BATCH = 2_000;
    private static final int TELL_EVERY = 100_000;

    private final PresentTables tables;
    private final StoredFiles files;
    private final Progress progress;
    private final Tally missing;
    private final Tally outside;
    private final Tally differing;
    private long rows;

    /**
     * @param files {@code null} where the root cannot be looked at: then every row's file is missing
     * @param kept  how many examples of each fault
     */
    RowsAgainstFiles(PresentTables tables, StoredFiles files, Progress progress, int kept) {
        this.tables = tables;
        this.files = files;
        this.progress = progress;
        this.missing = new Tally(kept);
        this.outside = new Tally(kept);
        this.differing = new Tally(kept);
    }

    /** The storage key of each file that is not there. */
    Tally missing() {
        return missing;
    }

    /** The media file's id: the path itself may say anything. */
    Tally outside() {
        return outside;
    }

    /** The storage key of each file whose length is not the recorded one. */
    Tally differing() {
        return differing;
    }

    long rows() {
        return rows;
    }

    /** @return whether it came to the end; {@code false} where it was asked to stop */
    boolean run(Connection connection) throws SQLException {
        if (!tables.has(MEDIA_FILE)) {
            return true;
        }
        UUID last = null;
        while (!progress.isStopAsked()) {
            UUID reached = batch(connection, last);
            if (reached == null) {
                return true;
            }
            last = reached;
        }
        return false;
    }

    /** @return the last id of the batch, {@code null} after the last */
    private UUID batch(Connection connection, UUID after) throws SQLException {
        UUID last = null;
        try (PreparedStatement statement = connection.prepareStatement(sql(after != null))) {
            if (after != null) {
                statement.setObject(1, after);
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    last = row.getObject("id", UUID.class);
                    compare(last, row.getString("path"), row.getLong("bytes"));
                }
            }
        }
        return last;
    }

    private String sql(boolean further) {
        boolean shared = tables.has(OBJECT, POINTER);
        return "SELECT file.id, "
                + (shared
                        ? "coalesce(object.storage_key, file.file_path) AS path, coalesce(object.byte_count,"
                                + " file.file_size) AS bytes"
                        : "file.file_path AS path, file.file_size AS bytes")
                + " FROM " + MEDIA_FILE + " file"
                + (shared
                        ? " LEFT JOIN " + POINTER + " pointer ON pointer.media_file_id = file.id LEFT JOIN " + OBJECT
                                + " object ON object.id = pointer.stored_object_id"
                        : "")
                + (further ? " WHERE file.id > ?" : "") + " ORDER BY file.id LIMIT " + BATCH;
    }

    private void compare(UUID id, String path, long bytes) {
        rows++;
        if (rows % TELL_EVERY == 0) {
            progress.says("compared " + rows + " media files with the store");
        }
        StoredFiles.Found found = files == null ? null : files.find(path);
        if (found == null) {
            missing.add(path);
            return;
        }
        switch (found.place()) {
            case NOTHING -> missing.add(path);
            case OUTSIDE -> outside.add(id.toString());
            case FILE -> {
                if (found.bytes() != bytes) {
                    differing.add(path);
                }
            }
        }
    }
}
