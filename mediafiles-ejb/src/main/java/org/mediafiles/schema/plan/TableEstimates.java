package org.mediafiles.schema.plan;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many rows and bytes our tables hold, as the catalogue and the statistics know it: nothing is counted and no table is
 * opened. {@code pg_total_relation_size} would be exact, but takes a lock, and so waits where somebody holds a strong one.
 */
final class TableEstimates {
    private static final String TABLES = """
                                         SELECT namespace.nspname || '.' || relation.relname AS name,
                                                CASE WHEN relation.reltuples > 0 THEN relation.reltuples::bigint
                                                     ELSE pg_catalog.pg_stat_get_live_tuples(relation.oid) END AS rows,
                                                relation.relpages::bigint * block.size AS own_bytes,
                                                (relation.relpages + coalesce((SELECT sum(part.relpages) FROM pg_catalog.pg_class part
                                                    WHERE part.oid = relation.reltoastrelid OR part.oid IN (SELECT indexrelid
                                                        FROM pg_catalog.pg_index WHERE indrelid = relation.oid)), 0))::bigint * block.size AS bytes,
                                                (SELECT sum(CASE WHEN attlen > 0 THEN attlen ELSE 32 END) FROM pg_catalog.pg_attribute
                                                 WHERE attrelid = relation.oid AND attnum > 0 AND NOT attisdropped) AS row_width
                                         FROM pg_catalog.pg_class relation
                                         JOIN pg_catalog.pg_namespace namespace ON namespace.oid = relation.relnamespace,
                                              (SELECT current_setting('block_size')::bigint AS size) block
                                         WHERE relation.relkind IN ('r', 'p') AND namespace.nspname IN ('public', 'mediafiles_ops')
                                         """;
    /** A row's header and its line pointer. */
    private static final long ROW_OVERHEAD = 28;

    /**
     * @param rows     about so many
     * @param ownBytes of the table alone, which is what reading it whole reads
     * @param bytes    with indexes and TOAST
     */
    record Estimate(long rows, long ownBytes, long bytes) {
        static final Estimate NOTHING = new Estimate(0, 0, 0);
    }

    private final Map<String, Estimate> byName = new HashMap<>();

    static TableEstimates read(Connection connection) throws SQLException {
        TableEstimates estimates = new TableEstimates();
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                long count = rows.getLong("rows");
                // Never vacuumed, so that nobody has counted its pages yet.
                long guessed = count * (rows.getLong("row_width") + ROW_OVERHEAD);
                long own = rows.getLong("own_bytes") == 0 ? guessed : rows.getLong("own_bytes");
                estimates.byName.put(rows.getString("name"),
                        new Estimate(count, own, Math.max(own, rows.getLong("bytes"))));
            }
        }
        return estimates;
    }

    /** @return empty where no such table stands */
    Optional<Estimate> find(String table) {
        return Optional.ofNullable(byName.get(table));
    }

    /** @return zeros where no such table stands: it is made on the way, without rows */
    Estimate of(String table) {
        return byName.getOrDefault(table, Estimate.NOTHING);
    }
}
