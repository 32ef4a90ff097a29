package org.mediafiles.schema.plan;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScript;

/** What earlier runs left on record: how long each version took here, and the texts of its way back. */
final class PastRuns {
    private static final String STEPS = """
                                        SELECT DISTINCT ON (version, direction) version, direction,
                                               round(extract(epoch FROM ended_at - started_at) * 1000)::bigint AS millis,
                                               coalesce(bytes_after - bytes_before, 0) AS bytes
                                        FROM mediafiles_ops.schema_step
                                        WHERE outcome = 'ok' AND ended_at IS NOT NULL AND version IS NOT NULL
                                          AND direction IN ('up', 'down')
                                        ORDER BY version, direction, id DESC
                                        """;
    private static final String TEXTS = """
                                        SELECT version, script_name, script, checksum, undo_name, undo, undo_prepare
                                        FROM mediafiles_ops.schema_undo
                                        """;

    private final Map<String, Expectation> measured = new HashMap<>();
    private final Map<Integer, VersionScript> texts = new HashMap<>();

    /** Empty where nothing is on record, or where this login may not read it. */
    static PastRuns read(Connection connection) throws SQLException {
        PastRuns runs = new PastRuns();
        if (isReadable(connection, "mediafiles_ops.schema_step")) {
            try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(STEPS)) {
                while (rows.next()) {
                    runs.measured.put(rows.getString("direction") + rows.getInt("version"), new Expectation(
                            rows.getLong("millis"), rows.getLong("bytes"), Expectation.Basis.MEASURED));
                }
            }
        }
        if (isReadable(connection, "mediafiles_ops.schema_undo")) {
            try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(TEXTS)) {
                while (rows.next()) {
                    runs.texts.put(rows.getInt("version"), text(rows));
                }
            }
        }
        return runs;
    }

    Optional<Expectation> find(int version, Way way) {
        return Optional.ofNullable(measured.get(way.code() + version));
    }

    /** @return the texts with which the version was applied here; phase 6 for one that the program does not know */
    Optional<VersionScript> findText(int version) {
        return Optional.ofNullable(texts.get(version));
    }

    private static VersionScript text(ResultSet row) throws SQLException {
        String script = row.getString("script");
        return new VersionScript(row.getInt("version"), VersionScript.OWN_PHASE, row.getString("script_name"),
                SqlScript.split(script).stream().noneMatch(SqlStatement::isConcurrent), script,
                row.getInt("checksum"), row.getString("undo_name"), row.getString("undo"),
                Optional.ofNullable(row.getString("undo_prepare")));
    }

    private static boolean isReadable(Connection connection, String table) throws SQLException {
        return Sql.flag(connection,
                "SELECT coalesce(has_table_privilege(to_regclass('" + table + "'), 'SELECT'), false)");
    }
}
