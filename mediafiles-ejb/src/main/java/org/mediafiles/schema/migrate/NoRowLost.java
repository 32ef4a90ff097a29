package org.mediafiles.schema.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.mediafiles.schema.version.ClinicalTables;
import org.mediafiles.schema.version.Sql;

/**
 * No version removes a row of the eight tables. Asked inside the version's own transaction, so that one which does is
 * undone, and what others remove meanwhile is not laid at its door.
 */
final class NoRowLost {
    private static final String NAMES = ClinicalTables.ALL.stream().map(name -> "'" + name + "'")
            .collect(Collectors.joining(", "));
    private static final String STANDING = "SELECT relname FROM pg_class"
            + " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname IN (" + NAMES
            + ") ORDER BY 1";
    private static final String REMOVED = "SELECT relname || ' (' || n_tup_del || ')' FROM pg_stat_xact_user_tables"
            + " WHERE schemaname = 'public' AND n_tup_del > 0 AND relname IN (" + NAMES + ") ORDER BY 1";

    private List<String> before = List.of();

    void look(Connection connection) throws SQLException {
        before = Sql.texts(connection, STANDING);
    }

    /** @throws MigrateStopped where rows, or a table, went */
    void require(Connection connection, String version) throws SQLException {
        List<String> removed = Sql.texts(connection, REMOVED);
        List<String> standing = Sql.texts(connection, STANDING);
        List<String> gone = before.stream().filter(table -> !standing.contains(table)).toList();
        if (!removed.isEmpty() || !gone.isEmpty()) {
            throw new MigrateStopped(Stop.ROWS_LOST, null, version,
                    String.join(", ", removed.isEmpty() ? gone : removed));
        }
    }
}
