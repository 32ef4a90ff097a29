package org.mediafiles.schema.validation;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Finding.Area;
import org.mediafiles.schema.version.Finding.Level;
import org.mediafiles.schema.version.Sql;

/**
 * Which of our indexes repeat another, which nobody uses, and which the planner would not take for the queries that they
 * are for, even where it may not read the whole table. None of that is a fault. The trail's belong to
 * its partitions, most of which lie ahead and are empty.
 */
final class IndexNotes {
    /** Below, whether an index is used says nothing. */
    private static final long WORTH_AN_INDEX = 10_000;
    private static final Pattern CHOSEN = Pattern.compile("\"Index Name\": \"([^\"]+)\"");
    /** A value of each type that our keys are of. */
    private static final Map<String, String> VALUES = Map.of("uuid", "00000000-0000-0000-0000-000000000000",
            "character varying", "x", "text", "x", "smallint", "1", "integer", "1", "bigint", "1",
            "timestamp with time zone", "2026-01-01 00:00:00+00", "boolean", "true");

    private static final String INDEXES = """
                                          SELECT namespace.nspname || '.' || relation.relname AS relation, index.relname AS name,
                                              indisunique, indnkeyatts, pg_get_expr(indpred, indrelid) AS predicate,
                                              coalesce(stat.idx_scan, 0) AS scans, relation.reltuples::bigint AS tuples,
                                              (SELECT array_agg(pg_get_indexdef(pg_index.indexrelid, part, true) ORDER BY part)
                                                  FROM generate_series(1, indnkeyatts) part) AS keys,
                                              (SELECT array_agg(coalesce((SELECT format_type(atttypid, NULL) FROM pg_attribute
                                                      WHERE attrelid = indrelid AND attnum = indkey[part - 1] AND attnum > 0), '?')
                                                  ORDER BY part) FROM generate_series(1, indnkeyatts) part) AS types,
                                              (SELECT array_agg(opcname::text ORDER BY part) FROM generate_series(1, indnkeyatts) part
                                                  JOIN pg_opclass ON pg_opclass.oid = indclass[part - 1]) AS classes
                                          FROM pg_index
                                          JOIN pg_class index ON index.oid = pg_index.indexrelid
                                          JOIN pg_class relation ON relation.oid = pg_index.indrelid
                                          JOIN pg_namespace namespace ON namespace.oid = relation.relnamespace
                                          JOIN pg_am ON pg_am.oid = index.relam
                                          LEFT JOIN pg_stat_user_indexes stat ON stat.indexrelid = pg_index.indexrelid
                                          WHERE amname = 'btree' AND indisvalid AND relation.relkind = 'r' AND NOT relation.relispartition
                                            AND (namespace.nspname = 'mediafiles_ops'
                                                  OR namespace.nspname = 'public' AND relation.relname IN ('mediafiles_mediafile',
                                                      'mediafiles_photo', 'mediafiles_photoseries', 'mediafiles_photoseriesfile',
                                                      'mediafiles_videoclip'))
                                          ORDER BY 1, 2
                                          """;

    private IndexNotes() {}

    /** @param keys with their operator class, but for the direction: an index is read both ways */
    private record Index(String relation, String name, boolean unique, String predicate, long scans, long tuples,
            List<String> keys, List<String> types, List<String> classes) {
        /** Whether this one answers whatever the other answers. A partial one is there for being small. */
        boolean covers(Index other) {
            return relation.equals(other.relation) && Objects.equals(predicate, other.predicate)
                    && keys.size() >= other.keys.size() && keys.subList(0, other.keys.size()).equals(other.keys)
                    && classes.subList(0, other.keys.size()).equals(other.classes);
        }
    }

    /** @param connection in auto-commit mode; not changed */
    static List<Finding> read(Connection connection) throws SQLException {
        List<Index> all = indexes(connection);
        Tally redundant = new Tally(DataFindings.EXAMPLES);
        Tally unused = new Tally(DataFindings.EXAMPLES);
        for (Index index : all) {
            all.stream().filter(other -> isRepeatedBy(index, other)).findFirst()
                    .ifPresent(other -> redundant.add(index.name + " (" + other.name + ")"));
            if (index.scans == 0 && !index.unique && index.tuples > WORTH_AN_INDEX) {
                unused.add(index.name);
            }
        }
        List<Finding> found = new ArrayList<>();
        note(found, "redundant-indexes", redundant);
        note(found, "unused-indexes", unused);
        note(found, "indexes-not-chosen", notChosen(connection, all));
        return found;
    }

    /** Of two that are the same, the one is named that no constraint needs. */
    private static boolean isRepeatedBy(Index index, Index other) {
        return index != other && !index.unique && other.covers(index)
                && (!index.covers(other) || other.unique || other.name.compareTo(index.name) < 0);
    }

    private static void note(List<Finding> found, String code, Tally tally) {
        if (tally.count() > 0) {
            found.add(Finding.of(Area.VALIDATION, code, Level.NOTE, tally.count()).counted(tally.count(),
                    tally.examples()));
        }
    }

    private static List<Index> indexes(Connection connection) throws SQLException {
        List<Index> all = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(INDEXES)) {
            while (row.next()) {
                all.add(new Index(row.getString("relation"), row.getString("name"), row.getBoolean("indisunique"),
                        row.getString("predicate"), row.getLong("scans"), row.getLong("tuples"), texts(row, "keys"),
                        texts(row, "types"), texts(row, "classes")));
            }
        }
        return all;
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return Arrays.asList((String[]) array.getArray());
    }

    private static Tally notChosen(Connection connection, List<Index> all) throws SQLException {
        Tally found = new Tally(DataFindings.EXAMPLES);
        connection.setAutoCommit(false);
        try {
            Sql.run(connection, "SET LOCAL enable_seqscan = off");
            for (Index index : all) {
                if (VALUES.keySet().containsAll(index.types) && !isChosen(connection, index, all)) {
                    found.add(index.name);
                }
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        return found;
    }

    private static boolean isChosen(Connection connection, Index index, List<Index> all) throws SQLException {
        for (String query : queries(index)) {
            String plan = String.join("\n", Sql.texts(connection, "EXPLAIN (FORMAT JSON) " + query));
            Set<String> chosen = new HashSet<>();
            for (Matcher matcher = CHOSEN.matcher(plan); matcher.find();) {
                chosen.add(matcher.group(1));
            }
            if (all.stream().anyMatch(other -> chosen.contains(other.name) && other.covers(index))) {
                return true;
            }
        }
        return false;
    }

    /** What an index is for: its first column, all its columns, its order. */
    private static List<String> queries(Index index) {
        String from = "SELECT * FROM " + index.relation + " WHERE "
                + (index.predicate == null ? "true" : index.predicate);
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < index.keys.size(); i++) {
            conditions.add(condition(index, i));
        }
        return List.of(from + " AND " + conditions.get(0), from + " AND " + String.join(" AND ", conditions),
                from + " ORDER BY " + String.join(", ", index.keys) + " LIMIT 1");
    }

    private static String condition(Index index, int part) {
        String column = column(index.keys.get(part));
        return index.classes.get(part).contains("pattern")
                ? column + " LIKE 'x%'"
                : column + " = CAST('" + VALUES.get(index.types.get(part)) + "' AS " + index.types.get(part) + ")";
    }

    /** A key is told with its operator class and direction. */
    private static String column(String key) {
        return key.split(" ")[0];
    }
}
