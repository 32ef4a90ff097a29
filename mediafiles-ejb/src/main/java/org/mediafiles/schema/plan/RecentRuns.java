package org.mediafiles.schema.plan;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.mediafiles.schema.version.Sql;

/** The last runs with their steps, the newest first. */
final class RecentRuns {
    private static final int SHOWN = 10;
    private static final String RUNS = """
                                       SELECT id, operation, initiator, door, host, outcome, started_at, ended_at
                                       FROM mediafiles_ops.schema_run ORDER BY started_at DESC, id LIMIT\s""" + SHOWN;
    private static final String STEPS = """
                                        SELECT name, direction, outcome, started_at, ended_at, bytes_before, bytes_after, attempts, locks::text
                                        FROM mediafiles_ops.schema_step WHERE run_id = ? ORDER BY id
                                        """;

    private RecentRuns() {}

    /** @return empty where nothing is on record, or this login may not read it */
    static List<RunImpact> read(Connection connection) throws SQLException {
        List<RunImpact> runs = new ArrayList<>();
        boolean readable = Sql.flag(connection,
                "SELECT coalesce(has_table_privilege(to_regclass('mediafiles_ops.schema_run'), 'SELECT')"
                        + " AND has_table_privilege(to_regclass('mediafiles_ops.schema_step'), 'SELECT'), false)");
        if (!readable) {
            return runs;
        }
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(RUNS)) {
            while (rows.next()) {
                UUID id = rows.getObject("id", UUID.class);
                runs.add(new RunImpact(id, rows.getString("operation"), rows.getString("initiator"),
                        rows.getString("door"), rows.getString("host"), rows.getString("outcome"),
                        instant(rows, "started_at"), took(rows), steps(connection, id)));
            }
        }
        return runs;
    }

    private static List<RunImpact.Step> steps(Connection connection, UUID run) throws SQLException {
        List<RunImpact.Step> steps = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(STEPS)) {
            statement.setObject(1, run);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    steps.add(new RunImpact.Step(rows.getString("name"), rows.getString("direction"),
                            rows.getString("outcome"), took(rows), bytes(rows, "bytes_before"),
                            bytes(rows, "bytes_after"), rows.getInt("attempts"),
                            Optional.ofNullable(rows.getString("locks"))));
                }
            }
        }
        return steps;
    }

    private static Optional<Long> bytes(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, Long.class));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static Optional<Duration> took(ResultSet row) throws SQLException {
        return row.getObject("ended_at") == null
                ? Optional.empty()
                : Optional.of(Duration.between(instant(row, "started_at"), instant(row, "ended_at")));
    }
}
