package org.mediafiles.schema.version;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * How the trail's partitions stand.
 *
 * @param monthsAhead whole months from now that have one
 * @param inDefault   whether rows came for which nobody had made one
 * @param unguarded   partitions that could be changed: their trigger is gone or disabled, or somebody has rights on them
 */
public record TrailPartitions(int monthsAhead, boolean inDefault, List<String> unguarded) {
    /** Below that many a person should look why none are made. */
    public static final int FEWEST_MONTHS = 3;

    private static final String PARTITIONED = "SELECT EXISTS (SELECT FROM pg_class WHERE oid ="
            + " to_regclass('mediafiles_ops.audit_event') AND relkind = 'p')";
    private static final String STATE = """
                                        SELECT count(*) FILTER (WHERE to_date(right(part.relname, 7), 'YYYY_MM')
                                                > date_trunc('month', now() AT TIME ZONE 'UTC')) AS ahead,
                                            coalesce((SELECT ((regexp_match(pg_get_expr(old.relpartbound, old.oid),
                                                    'TO \\(''([^'']+)'))[1])::timestamptz
                                                FROM pg_class old WHERE old.oid = to_regclass('mediafiles_ops.audit_event_before')
                                                    AND old.relispartition), now()) AS bound
                                        FROM pg_inherits JOIN pg_class part ON part.oid = inhrelid
                                        WHERE inhparent = to_regclass('mediafiles_ops.audit_event')
                                            AND part.relname ~ '^audit_event_[0-9]{4}_[0-9]{2}$'""";
    private static final String MONTHS = "SELECT ahead + greatest(0, (extract(year from age(bound, now())) * 12"
            + " + extract(month from age(bound, now())))::int) FROM (" + STATE + ") state";
    private static final String UNGUARDED = """
                                            SELECT part.oid::regclass::text FROM pg_inherits JOIN pg_class part ON part.oid = inhrelid
                                            WHERE inhparent = to_regclass('mediafiles_ops.audit_event')
                                                AND ((SELECT count(*) FROM pg_trigger WHERE tgrelid = part.oid AND tgenabled = 'O'
                                                        AND tgname IN ('audit_event_stays', 'audit_event_arrives')) < 2
                                                    OR EXISTS (SELECT FROM aclexplode(part.relacl) WHERE grantee <> part.relowner))
                                            ORDER BY 1""";

    /** @return empty where the trail is not partitioned */
    public static Optional<TrailPartitions> read(Connection connection) throws SQLException {
        if (!Sql.flag(connection, PARTITIONED)) {
            return Optional.empty();
        }
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(MONTHS)) {
            row.next();
            return Optional.of(new TrailPartitions(row.getInt(1), holdsRows(connection),
                    Sql.texts(connection, UNGUARDED)));
        }
    }

    private static boolean holdsRows(Connection connection) throws SQLException {
        return Sql.flag(connection, "SELECT coalesce((SELECT has_table_privilege(oid, 'SELECT') FROM pg_class"
                + " WHERE oid = to_regclass('mediafiles_ops.audit_event_default')), false)")
                && Sql.flag(connection, "SELECT EXISTS (SELECT FROM mediafiles_ops.audit_event_default)");
    }

    public boolean isFewAhead() {
        return monthsAhead < FEWEST_MONTHS;
    }
}
