package org.mediafiles.schema.validation;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Finding.Area;
import org.mediafiles.schema.version.Finding.Level;
import org.mediafiles.schema.version.RunLog;
import org.mediafiles.schema.version.Sql;

/**
 * How many rows the seed's five tables hold. Counted before and after whatever changes the schema, and kept in the run's
 * report as {@code rowCounts: {before, after}}: no migration and no adoption removes a row, so fewer afterwards are lost
 * ones. Between two runs the application itself may remove rows, so runs are not compared with one another.
 *
 * @param rows by table, those that stand
 */
public record RowCounts(SortedMap<String, Long> rows) {
    /** The member of a run's report. */
    public static final String MEMBER = "rowCounts";

    private static final String LAST_RUN = """
                                           SELECT report -> 'rowCounts' FROM mediafiles_ops.schema_run
                                           WHERE operation IN ('migrate', 'adopt') AND report -> 'rowCounts' -> 'after' IS NOT NULL
                                           ORDER BY started_at DESC LIMIT 1""";

    public RowCounts {
        rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
    }

    /** Exact, so each table is read once. */
    public static RowCounts read(Connection connection) throws SQLException {
        PresentTables tables = PresentTables.read(connection);
        SortedMap<String, Long> rows = new TreeMap<>();
        for (String table : PresentTables.OWN) {
            if (tables.has(table)) {
                rows.put(table, Long.valueOf(Sql.text(connection, "SELECT count(*) FROM " + table)));
            }
        }
        return new RowCounts(rows);
    }

    /** @return for a run's report, under {@link #MEMBER} */
    public static JsonObject json(RowCounts before, RowCounts after) {
        return Json.createObjectBuilder().add("before", before.json()).add("after", after.json()).build();
    }

    private JsonObject json() {
        JsonObjectBuilder json = Json.createObjectBuilder();
        rows.forEach(json::add);
        return json.build();
    }

    private static RowCounts parse(JsonObject json) {
        SortedMap<String, Long> rows = new TreeMap<>();
        json.forEach((table, count) -> rows.put(table, Long.valueOf(count.toString())));
        return new RowCounts(rows);
    }

    /** @return a finding for each table that holds fewer rows than before, or is gone with its rows */
    public List<Finding> lostSince(RowCounts before) {
        List<Finding> found = new ArrayList<>();
        before.rows.forEach((table, count) -> {
            long left = rows.getOrDefault(table, 0L);
            if (left < count) {
                found.add(
                        Finding.of(Area.VALIDATION, "lost-rows", Level.CLOSES, table, count, left).counted(count - left,
                                List.of(table)));
            }
        });
        return found;
    }

    /** @return what the last migration or adoption lost, by its own record, and what has not come back since */
    static List<Finding> lostInLastRun(Connection connection) throws SQLException {
        Optional<String> kept = RunLog.stands(connection)
                ? Sql.texts(connection, LAST_RUN).stream().findFirst()
                : Optional.empty();
        if (kept.isEmpty()) {
            return List.of();
        }
        try (var reader = Json.createReader(new StringReader(kept.get()))) {
            JsonObject counts = reader.readObject();
            if (!isCounts(counts.get("before")) || !isCounts(counts.get("after"))) {
                return List.of();
            }
            RowCounts before = parse(counts.getJsonObject("before"));
            List<Finding> lost = parse(counts.getJsonObject("after")).lostSince(before);
            return lost.isEmpty() ? lost : read(connection).lostSince(before);
        }
    }

    private static boolean isCounts(JsonValue value) {
        return value != null && value.getValueType() == JsonValue.ValueType.OBJECT;
    }
}
