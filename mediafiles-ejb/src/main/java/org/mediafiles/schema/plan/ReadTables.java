package org.mediafiles.schema.plan;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mediafiles.schema.plan.Relations.Relation;

/** How many rows were read by sequential scans so far, per table: what grew by all of a table's rows was read from end to end. */
final class ReadTables {
    private final Map<Long, Long> rowsRead = new HashMap<>();

    /** @param connection inside the transaction that is looked at */
    static ReadTables inTransaction(Connection connection) throws SQLException {
        return read(connection, "SELECT relid, seq_tup_read FROM pg_catalog.pg_stat_xact_user_tables");
    }

    /**
     * For what ends its own transactions.
     *
     * @param worker the only session that reads the tables, outside a transaction; it tells the server what it knows
     */
    static ReadTables everywhere(Connection worker) throws SQLException {
        try (Statement statement = worker.createStatement()) {
            statement.execute("SELECT pg_catalog.pg_stat_force_next_flush()");
        }
        return read(worker, "SELECT relid, seq_tup_read FROM pg_catalog.pg_stat_user_tables");
    }

    private static ReadTables read(Connection connection, String sql) throws SQLException {
        ReadTables tables = new ReadTables();
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                tables.rowsRead.put(rows.getLong(1), rows.getLong(2));
            }
        }
        return tables;
    }

    /**
     * @param standing the tables to tell of
     * @param rows     how many each holds; one without rows is never told of
     * @return names, sorted as the tables are
     */
    List<String> wholeSince(ReadTables before, List<Relation> standing, Map<Long, Long> rows) {
        List<String> names = new ArrayList<>();
        for (Relation table : standing) {
            long held = rows.getOrDefault(table.oid(), 0L);
            long read = rowsRead.getOrDefault(table.oid(), 0L) - before.rowsRead.getOrDefault(table.oid(), 0L);
            if (held > 0 && read >= held) {
                names.add(table.name());
            }
        }
        return names;
    }
}
