package org.mediafiles.schema.version;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the record that {@link RunLog} writes. */
public final class RunHistory {
    private RunHistory() {}

    /**
     * @param limit at most so many runs
     * @return newest first; empty where nothing is on record yet
     */
    public static List<RecordedRun> read(Connection connection, int limit) throws SQLException {
        if (!RunLog.stands(connection)) {
            return List.of();
        }
        List<RecordedRun> runs = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                """
                SELECT id, operation, door, initiator, host, from_version, to_version, outcome, coalesce(message, ''),
                    backup, started_at, ended_at FROM mediafiles_ops.schema_run ORDER BY started_at DESC, id LIMIT ?""")) {
            statement.setInt(1, limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    UUID id = rows.getObject(1, UUID.class);
                    runs.add(new RecordedRun(id, rows.getString(2), rows.getString(3), rows.getString(4),
                            rows.getString(5), rows.getObject(6, Integer.class), rows.getObject(7, Integer.class),
                            rows.getString(8), rows.getString(9), Optional.ofNullable(rows.getString(10)),
                            instant(rows, 11), Optional.ofNullable(instant(rows, 12)), steps(connection, id)));
                }
            }
        }
        return runs;
    }

    private static List<RecordedRun.Step> steps(Connection connection, UUID run) throws SQLException {
        List<RecordedRun.Step> steps = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                """
                SELECT name, version, direction, outcome, coalesce(message, ''), bytes_before, bytes_after, attempts,
                    started_at, ended_at FROM mediafiles_ops.schema_step WHERE run_id = ? ORDER BY id""")) {
            statement.setObject(1, run);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    steps.add(
                            new RecordedRun.Step(rows.getString(1), rows.getObject(2, Integer.class), rows.getString(3),
                                    rows.getString(4), rows.getString(5), rows.getObject(6, Long.class),
                                    rows.getObject(7, Long.class), rows.getInt(8), instant(rows, 9),
                                    Optional.ofNullable(instant(rows, 10))));
                }
            }
        }
        return steps;
    }

    private static Instant instant(ResultSet rows, int column) throws SQLException {
        OffsetDateTime at = rows.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
