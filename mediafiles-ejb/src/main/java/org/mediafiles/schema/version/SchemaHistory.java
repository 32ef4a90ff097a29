package org.mediafiles.schema.version;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Flyway's history, read without Flyway: it only looks, so that a plan writes nothing.
 *
 * @param begun   whether the table stands
 * @param applied in the order in which they came
 */
public record SchemaHistory(boolean begun, List<AppliedVersion> applied) {
    private static final String ROWS = """
                                       SELECT installed_rank, version, script, type, checksum, installed_on, installed_by,
                                              execution_time, success
                                       FROM mediafiles_ops.schema_history
                                       WHERE version IS NOT NULL AND version ~ '^[0-9]+$' ORDER BY installed_rank
                                       """;

    public SchemaHistory {
        applied = List.copyOf(applied);
    }

    public static SchemaHistory read(Connection connection) throws SQLException {
        if (!Sql.flag(connection, "SELECT to_regclass('mediafiles_ops.schema_history') IS NOT NULL")) {
            return new SchemaHistory(false, List.of());
        }
        List<AppliedVersion> applied = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(ROWS);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                int checksum = rows.getInt("checksum");
                Integer known = rows.wasNull() ? null : checksum;
                applied.add(
                        new AppliedVersion(rows.getInt("installed_rank"), Integer.parseInt(rows.getString("version")),
                                rows.getString("script"), "BASELINE".equals(rows.getString("type")), known,
                                // Flyway's column has no zone: it is the server session's local time.
                                rows.getObject("installed_on", LocalDateTime.class)
                                        .atZone(ZoneId.systemDefault()).toInstant(),
                                rows.getString("installed_by"), Duration.ofMillis(rows.getLong("execution_time")),
                                rows.getBoolean("success")));
            }
        }
        return new SchemaHistory(true, applied);
    }

    /** @return the highest version that stands; empty before the first and after {@code rollback --target none} */
    public OptionalInt current() {
        return applied.stream().filter(AppliedVersion::success).mapToInt(AppliedVersion::version).max();
    }

    /** @return ascending; those up to a baseline included */
    public List<Integer> standing() {
        TreeSet<Integer> versions = new TreeSet<>();
        applied.stream().filter(AppliedVersion::success).forEach(row -> versions.add(row.version()));
        baseline().ifPresent(baseline -> IntStream.rangeClosed(0, baseline).forEach(versions::add));
        return List.copyOf(versions);
    }

    /** @return the version at which the database was taken over; empty where nothing was */
    public OptionalInt baseline() {
        return applied.stream().filter(AppliedVersion::baseline).mapToInt(AppliedVersion::version).max();
    }

    public boolean isApplied(int version) {
        return applied.stream().anyMatch(row -> row.success() && row.version() == version)
                || baseline().isPresent() && version <= baseline().getAsInt();
    }
}
