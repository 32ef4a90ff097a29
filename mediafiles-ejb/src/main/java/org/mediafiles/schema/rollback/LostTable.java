package org.mediafiles.schema.rollback;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.mediafiles.schema.version.Sql;

/**
 * A table that goes with a version, and its rows at one moment.
 *
 * @param version  with which it goes
 * @param table    with its schema, for example {@code public.mediafiles_photo}
 * @param rows     how many there are
 * @param imprint  changes with every row that is written, changed or removed; see {@link #look}
 */
record LostTable(int version, String table, long rows, String imprint) {
    /** @return the tables of these versions that stand, in the order in which they go */
    static List<LostTable> lookAll(Connection connection, List<UndoScript> scripts) throws SQLException {
        List<LostTable> found = new ArrayList<>();
        for (UndoScript script : scripts) {
            for (String name : script.losses()) {
                String table = qualified(name);
                if (Sql.flag(connection, "SELECT to_regclass('" + table + "') IS NOT NULL")) {
                    found.add(look(connection, script.version(), table));
                }
            }
        }
        return found;
    }

    /**
     * Rows and their writers' transaction ids: an insert raises both, a delete lowers the first, an update or a delete
     * with an insert raises the second, since later transactions have greater ids.
     */
    static LostTable look(Connection connection, int version, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*), coalesce(sum(xmin::text::bigint), 0)::text FROM " + table)) {
            row.next();
            return new LostTable(version, table, row.getLong(1), row.getLong(1) + "/" + row.getString(2));
        }
    }

    /** The seed's tables are told by their prefix; everything else of ours has a schema of its own. */
    private static String qualified(String name) {
        if (name.contains(".")) {
            return name;
        }
        return (name.startsWith("mediafiles_") ? "public." : "mediafiles_ops.") + name;
    }

}
