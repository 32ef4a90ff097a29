package org.mediafiles.schema.plan;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The indexes of one table, and which of them repeats another. */
final class TableIndexes {
    /** Size and definition open the index, so they are only asked for where the table could be opened just now. */
    private static final String INDEXES = """
                                          SELECT relation.oid, relation.relname, CASE WHEN ? THEN pg_get_indexdef(relation.oid) ELSE '' END AS definition,
                                                 CASE WHEN ? THEN pg_relation_size(relation.oid) ELSE 0 END AS bytes,
                                                 pg_stat_get_numscans(relation.oid) AS uses, pg_stat_get_tuples_returned(relation.oid) AS read,
                                                 pg_stat_get_tuples_fetched(relation.oid) AS fetched, index.indisvalid,
                                                 index.indisunique OR index.indisprimary OR index.indisexclusion AS enforces,
                                                 index.indexprs IS NULL AND index.indpred IS NULL AS plain,
                                                 (SELECT array_to_string(array_agg(index.indkey[k] || '/' || index.indclass[k] || '/'
                                                      || index.indcollation[k] || '/' || index.indoption[k] ORDER BY k), ' ')
                                                  FROM generate_series(0, index.indnkeyatts - 1) k) AS keys
                                          FROM pg_catalog.pg_index index JOIN pg_catalog.pg_class relation ON relation.oid = index.indexrelid
                                          WHERE index.indrelid = ? ORDER BY relation.relname
                                          """;

    /** @param keys each column with how it is compared and sorted; empty for an index of expressions or of some rows only */
    private record Found(long oid, String name, String definition, long bytes, long uses, long read, long fetched,
            boolean valid, boolean enforces, Optional<String> keys) {
        /** @return whether all that it finds is found by the other one, too */
        boolean isRepeatedBy(Found other) {
            if (oid == other.oid || keys.isEmpty() || other.keys.isEmpty() || !other.valid) {
                return false;
            }
            boolean same = keys.get().equals(other.keys.get());
            if (!same) {
                return !enforces && (other.keys.get() + " ").startsWith(keys.get() + " ");
            }
            // Of two alike, the one that enforces something is kept, else the older one.
            return enforces == other.enforces ? oid > other.oid : !enforces;
        }
    }

    private TableIndexes() {}

    static List<IndexImpact> read(Connection connection, long table, boolean openable) throws SQLException {
        List<Found> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(INDEXES)) {
            statement.setBoolean(1, openable);
            statement.setBoolean(2, openable);
            statement.setLong(3, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new Found(rows.getLong("oid"), rows.getString("relname"), rows.getString("definition"),
                            rows.getLong("bytes"), rows.getLong("uses"), rows.getLong("read"), rows.getLong("fetched"),
                            rows.getBoolean("indisvalid"), rows.getBoolean("enforces"), rows.getBoolean("plain")
                                    ? Optional.of(rows.getString("keys"))
                                    : Optional.empty()));
                }
            }
        }
        return found.stream().map(index -> impact(index, found)).toList();
    }

    private static IndexImpact impact(Found index, List<Found> all) {
        Optional<String> repeats = all.stream().filter(index::isRepeatedBy)
                .min(Comparator.comparing(Found::enforces).reversed().thenComparing(Found::name)).map(Found::name);
        return new IndexImpact(index.oid(), index.name(), index.definition(), index.bytes(), index.uses(), index.read(),
                index.fetched(), index.enforces(), index.valid(), repeats);
    }
}
