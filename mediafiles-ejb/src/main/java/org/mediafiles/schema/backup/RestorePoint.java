package org.mediafiles.schema.backup;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.mediafiles.schema.version.Sql;

/** The point in the site's own archive of the log that it can recover to. */
final class RestorePoint {
    /** PostgreSQL's own limit for a name, in bytes. */
    private static final int LONGEST = 63;

    private RestorePoint() {}

    /**
     * @param connection its transaction, where it has one, ends before anything else is done
     * @param notes      takes what an admin should know
     */
    static LogPoint make(Connection connection, String label, List<String> notes) throws SQLException {
        if (Sql.text(connection, "SHOW archive_mode").equals("off")) {
            notes.add("archive_mode is off on this server: unless its log is taken another way, " + label
                    + " does not reach up to now.");
        }
        LogPoint point = ServerFacts.point(connection);
        if (Sql.text(connection, "SHOW wal_level").equals("minimal")) {
            notes.add("wal_level is minimal: no restore point can be made; recover to the LSN.");
            return point;
        }
        if (!Sql.flag(connection, "SELECT has_function_privilege('pg_create_restore_point(text)', 'EXECUTE')")) {
            notes.add("This login may not make a restore point (GRANT EXECUTE ON FUNCTION pg_create_restore_point(text)"
                    + " would let it); recover to the LSN.");
            return point;
        }
        String name = cut(label);
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_create_restore_point(?)")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new LogPoint(row.getString(1), point.timeline(), name);
            }
        }
    }

    /** @return as much of the label as fits */
    private static String cut(String label) {
        StringBuilder name = new StringBuilder("mediafiles ");
        for (int point : label.codePoints().toArray()) {
            String longer = name + Character.toString(point);
            if (longer.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
                break;
            }
            name.appendCodePoint(point);
        }
        return name.toString();
    }
}
