package org.mediafiles.adoption;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.schema.version.Sql;

/**
 * Notes the rows that stand when a database is taken over: of the five tables each as it is, of the events that are of
 * ours their id. What is not among them later was added since. In batches by key, each in a transaction of its own, so
 * that it can be broken off and goes on after the last key noted; it only reads the tables.
 */
final class StandingRows {
    /** Codes of the seed: photo, photo series, video clip. */
    static final String EVENT_TYPES = "3, 9, 10";
    /** The design's bound for a batch that is written. */
    private static final int BATCH = 5_000;
    private static final long BREATH_MILLIS = 10;
    static final String ONE_ZONE = "SET LOCAL TimeZone TO 'UTC'";
    private static final UUID LOWEST = new UUID(0, 0);

    /** Where a table's rows are known by. */
    private record Source(String table, String key, String filter, boolean whole) {}

    private static final List<Source> SOURCES = List.of(new Source("mediafiles_mediafile", "id", "", true),
            new Source("mediafiles_photo", "event_ptr_id", "", true),
            new Source("mediafiles_photoseries", "event_ptr_id", "", true),
            new Source("mediafiles_photoseriesfile", "id", "", true),
            new Source("mediafiles_videoclip", "event_ptr_id", "", true),
            new Source("events_event", "id", "AND event_type IN (" + EVENT_TYPES + ")", false));

    private final Progress progress;

    StandingRows(Progress progress) {
        this.progress = progress;
    }

    /** @return the column by which a row of that table is known */
    static String key(String table) {
        return SOURCES.stream().filter(source -> source.table().equals(table)).map(Source::key).findFirst()
                .orElseThrow();
    }

    /**
     * @param connection in auto-commit mode
     * @return how many rows were noted now
     */
    long note(Connection connection) throws SQLException {
        long noted = 0;
        for (Source source : SOURCES) {
            if (!SeedTables.standing(connection, List.of(source.table())).isEmpty()) {
                noted += note(connection, source);
            }
        }
        return noted;
    }

    private long note(Connection connection, Source source) throws SQLException {
        Optional<UUID> last = lastNoted(connection, source.table());
        long noted = 0;
        while (true) {
            Batch batch = noteBatch(connection, source, last);
            noted += batch.count();
            if (batch.count() < BATCH) {
                return noted;
            }
            last = Optional.of(batch.last());
            progress.says("Noted " + noted + " rows of " + source.table());
            breathe();
        }
    }

    private record Batch(long count, UUID last) {}

    private static Batch noteBatch(Connection connection, Source source, Optional<UUID> last) throws SQLException {
        String sql = """
                     WITH batch AS (
                         SELECT %1$s AS row_id, %2$s AS before_values FROM public.%3$s source
                         WHERE %1$s %6$s ? %4$s ORDER BY %1$s LIMIT %5$d),
                     noted AS (
                         INSERT INTO mediafiles_ops.adopted_row (table_name, row_id, before_values)
                         SELECT '%3$s', row_id, before_values FROM batch ON CONFLICT DO NOTHING)
                     SELECT count(*), (SELECT row_id FROM batch ORDER BY row_id DESC LIMIT 1) FROM batch""".formatted(
                source.key(), source.whole() ? "to_jsonb(source)" : "NULL::jsonb", source.table(), source.filter(),
                BATCH, last.isPresent() ? ">" : ">=");
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            // As text a time bears the session's zone: unadopt compares in the same.
            Sql.run(connection, ONE_ZONE);
            statement.setObject(1, last.orElse(LOWEST));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                Batch batch = new Batch(row.getLong(1), row.getObject(2, UUID.class));
                connection.commit();
                return batch;
            }
        } finally {
            // After a failure this rolls back what was begun; the next run goes on after the last key noted.
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private static Optional<UUID> lastNoted(Connection connection, String table) throws SQLException {
        List<String> last = Sql.texts(connection, "SELECT row_id FROM mediafiles_ops.adopted_row WHERE table_name = '"
                + table + "' ORDER BY row_id DESC LIMIT 1");
        return last.stream().map(UUID::fromString).findFirst();
    }

    private static void breathe() {
        try {
            Thread.sleep(BREATH_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }
}
