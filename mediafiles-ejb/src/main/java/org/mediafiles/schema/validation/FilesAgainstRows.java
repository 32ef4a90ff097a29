package org.mediafiles.schema.validation;

import static org.mediafiles.schema.validation.PresentTables.DERIVATIVE;
import static org.mediafiles.schema.validation.PresentTables.MEDIA_FILE;
import static org.mediafiles.schema.validation.PresentTables.OBJECT;
import static org.mediafiles.schema.validation.PresentTables.UPLOAD;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.storage.StoredFiles;

/**
 * Goes through the store and asks the database, a batch of names at a time, which of them it does not know. A name is known
 * where a row bears it: a media file, a stored object, a derivative, an upload in work or one whose bytes the reconciler has
 * still to take; and where it is the smaller copy of an original that a row bears.
 */
final class FilesAgainstRows {
    private static final int BATCH = 1_000;
    /** Adopted thumbnails stand in a column without an index, so they are asked for rarely and many at once. */
    private static final int RARE_BATCH = 50_000;
    private static final int TELL_EVERY = 100_000;

    private final PresentTables tables;
    private final Progress progress;
    private final Tally unknown;
    private final Tally unseen;
    private final List<String> batch = new ArrayList<>(BATCH);
    private final List<String> doubtful = new ArrayList<>();
    private Connection connection;
    private long seen;

    FilesAgainstRows(PresentTables tables, Progress progress, int kept) {
        this.tables = tables;
        this.progress = progress;
        this.unknown = new Tally(kept);
        this.unseen = new Tally(kept);
    }

    /** Thrown through the walk: an SQL failure, or the wish to stop. */
    private static final class BrokenOff extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BrokenOff(SQLException cause) {
            super(cause);
        }
    }

    /** The path below the root of each file that no row knows. */
    Tally unknown() {
        return unknown;
    }

    /** Folders that could not be read. */
    Tally unseen() {
        return unseen;
    }

    /** @return whether it came to the end; {@code false} where it was asked to stop */
    boolean run(Connection database, StoredFiles files) throws SQLException {
        connection = database;
        try {
            files.walk(this::take, unseen::add);
            flush();
            flushDoubtful();
            return true;
        } catch (BrokenOff broken) {
            if (broken.getCause() instanceof SQLException failure) {
                throw failure;
            }
            return false;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void take(String key) {
        if (progress.isStopAsked()) {
            throw new BrokenOff(null);
        }
        seen++;
        if (seen % TELL_EVERY == 0) {
            progress.says("compared " + seen + " files of the store with the rows");
        }
        batch.add(key);
        try {
            if (batch.size() == BATCH) {
                flush();
            }
            if (doubtful.size() >= RARE_BATCH) {
                flushDoubtful();
            }
        } catch (SQLException failure) {
            throw new BrokenOff(failure);
        }
    }

    private void flush() throws SQLException {
        if (!batch.isEmpty()) {
            doubtful.addAll(ask(batch, wellKnown()));
            batch.clear();
        }
    }

    private void flushDoubtful() throws SQLException {
        if (!doubtful.isEmpty()) {
            List<String> left = tables.has(MEDIA_FILE)
                    ? ask(doubtful, unless(MEDIA_FILE, "known.thumbnail_path = key"))
                    : doubtful;
            left.forEach(unknown::add);
            doubtful.clear();
        }
    }

    /** Each by an index, so a batch costs the same however many rows there are. */
    private String wellKnown() {
        StringBuilder conditions = new StringBuilder();
        if (tables.has(MEDIA_FILE)) {
            conditions.append(unless(MEDIA_FILE, "known.file_path = key"));
            // The original beside a smaller copy: same name, another folder, whatever its ending. '/' follows '.'.
            conditions.append(unless(MEDIA_FILE,
                    """
                    key ~ '/(large|medium|thumbnails|posters|playback)/[^/]+\\.[^./]+$'
                        AND known.file_path ~>=~ regexp_replace(key, '/[a-z]+/([^/]+)\\.[^./]+$', '/originals/\\1.')
                        AND known.file_path ~<~ regexp_replace(key, '/[a-z]+/([^/]+)\\.[^./]+$', '/originals/\\1/')"""));
        }
        if (tables.has(OBJECT)) {
            conditions.append(unless(OBJECT, "known.storage_key = key"));
        }
        if (tables.has(DERIVATIVE)) {
            conditions.append(unless(DERIVATIVE, "known.storage_key = key"));
        }
        if (tables.has(UPLOAD)) {
            conditions.append(unless(UPLOAD,
                    "known.storage_key = key AND (known.state IN ('receiving', 'received') OR known.spool_removed_at IS NULL)"));
        }
        return conditions.toString();
    }

    private static String unless(String table, String condition) {
        return " AND NOT EXISTS (SELECT FROM " + table + " known WHERE " + condition + ")";
    }

    private List<String> ask(List<String> keys, String conditions) throws SQLException {
        List<String> left = new ArrayList<>();
        Array names = connection.createArrayOf("text", keys.toArray());
        // Where the caller reads in a transaction, that one is used and left as it is.
        boolean own = connection.getAutoCommit();
        if (own) {
            connection.setAutoCommit(false);
        }
        try (PreparedStatement statement = connection
                .prepareStatement("SELECT key FROM unnest(?) AS key WHERE true" + conditions)) {
            // Compiling takes half a second, the batch itself a fiftieth of it (measured with 400,000 rows).
            Sql.run(connection, "SET LOCAL jit = off");
            statement.setArray(1, names);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    left.add(rows.getString(1));
                }
            }
        } finally {
            names.free();
            if (own) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
        return left;
    }
}
