package org.mediafiles.schema.plan;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mediafiles.schema.plan.TableImpact.Size;
import org.mediafiles.schema.version.ClinicalTables;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;

/**
 * What the schema costs: sizes, use of indexes, rows dead and alive, the last runs. Sizes are {@code pg_total_relation_size}'s, and
 * use is {@code pg_stat_user_indexes}', for our tables by OID: names alone would also match others'. A table that somebody holds a strong lock
 * on is waited for shortly, then estimated.
 */
public final class Impact {
    private static final String LOCK_TIMEOUT = "300ms";
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** The five of the seed, all of our own schema but partitions made ahead, and the shared ones that V0 made here. */
    private static final String TABLES = """
                                         SELECT relation.oid, namespace.nspname || '.' || relation.relname AS name,
                                                pg_stat_get_live_tuples(relation.oid) AS live, pg_stat_get_dead_tuples(relation.oid) AS dead,
                                                pg_stat_get_last_vacuum_time(relation.oid) AS vacuum,
                                                pg_stat_get_last_autovacuum_time(relation.oid) AS autovacuum,
                                                pg_stat_get_last_analyze_time(relation.oid) AS analyze,
                                                pg_stat_get_last_autoanalyze_time(relation.oid) AS autoanalyze
                                         FROM pg_catalog.pg_class relation
                                         JOIN pg_catalog.pg_namespace namespace ON namespace.oid = relation.relnamespace
                                         WHERE relation.relkind IN ('r', 'p')
                                           AND NOT (relation.relispartition AND relation.relpages = 0
                                               AND pg_stat_get_live_tuples(relation.oid) = 0)
                                           AND (namespace.nspname = 'mediafiles_ops' OR namespace.nspname = 'public' AND relation.relname = ANY (?))
                                         ORDER BY namespace.nspname DESC, relation.relname
                                         """;
    private static final String SIZE = """
                                       SELECT pg_total_relation_size(oid), pg_relation_size(oid), pg_indexes_size(oid)
                                       FROM pg_catalog.pg_class WHERE oid = ?
                                       """;
    private static final String MADE_HERE = """
                                            SELECT table_name FROM mediafiles_ops.shared_table WHERE created_here
                                            """;

    private final SchemaSite site;

    public Impact(SchemaSite site) {
        this.site = site;
    }

    public ImpactReport run() throws SQLException {
        return Looking.look(site.owner(), LOCK_TIMEOUT, Impact::read);
    }

    private static ImpactReport read(Connection connection) throws SQLException {
        TableEstimates estimates = TableEstimates.read(connection);
        List<TableImpact> tables = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
            Array names = connection.createArrayOf("text", ours(connection).toArray());
            statement.setArray(1, names);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    tables.add(table(connection, rows, estimates));
                }
            }
        }
        return new ImpactReport(FoundState.identity(connection), since(connection), tables,
                RecentRuns.read(connection));
    }

    private static List<String> ours(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>(ClinicalTables.OURS);
        if (Sql.flag(connection,
                "SELECT coalesce(has_table_privilege(to_regclass('mediafiles_ops.shared_table'), 'SELECT'), false)")) {
            names.addAll(Sql.texts(connection, MADE_HERE));
        }
        return names;
    }

    private static TableImpact table(Connection connection, ResultSet row, TableEstimates estimates)
            throws SQLException {
        long oid = row.getLong("oid");
        String name = row.getString("name");
        Map<String, Instant> kept = new TreeMap<>();
        for (String how : List.of("vacuum", "autovacuum", "analyze", "autoanalyze")) {
            OffsetDateTime at = row.getObject(how, OffsetDateTime.class);
            if (at != null) {
                kept.put(how, at.toInstant());
            }
        }
        Size size = trying(connection, () -> size(connection, oid))
                .orElseGet(() -> new Size(estimates.of(name).bytes(), 0, 0, 0, false));
        return new TableImpact(oid, name, size, row.getLong("live"), row.getLong("dead"), kept,
                TableIndexes.read(connection, oid, size.exact()));
    }

    private static Size size(Connection connection, long oid) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SIZE)) {
            statement.setLong(1, oid);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                long total = row.getLong(1);
                long table = row.getLong(2);
                long indexes = row.getLong(3);
                return new Size(total, table, indexes, total - table - indexes, true);
            }
        }
    }

    private interface Sized {
        Size read() throws SQLException;
    }

    /** @return empty where somebody holds a lock; the transaction goes on */
    private static Optional<Size> trying(Connection connection, Sized sized) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            Size size = sized.read();
            connection.releaseSavepoint(before);
            return Optional.of(size);
        } catch (SQLException refused) {
            if (!LOCK_NOT_AVAILABLE.equals(refused.getSQLState())) {
                throw refused;
            }
            connection.rollback(before);
            return Optional.empty();
        }
    }

    private static Optional<Instant> since(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT stats_reset FROM pg_catalog.pg_stat_database WHERE datname = current_database()")) {
            row.next();
            return Optional.ofNullable(row.getObject(1, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
        }
    }
}
