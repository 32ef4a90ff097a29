package org.mediafiles.schema.preflight;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.mediafiles.schema.version.Finding.Level;
import org.mediafiles.schema.version.SchemaHistory;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.VersionScript;
import org.mediafiles.schema.version.VersionScripts;

/**
 * What a check may look at.
 *
 * @param connection as the owner of the tables
 */
record Look(Connection connection, SchemaSite site, Purpose purpose, VersionScripts scripts, SchemaHistory history,
        Met met) {

    /** @param parameters texts, whole numbers or {@code null} */
    List<Row> rows(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<Row> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String[] values = new String[rows.getMetaData().getColumnCount()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = rows.getString(i + 1);
                    }
                    found.add(new Row(values));
                }
            }
            return found;
        }
    }

    /** @return the first column of the first row */
    String text(String sql, Object... parameters) throws SQLException {
        return rows(sql, parameters).get(0).text(0);
    }

    boolean flag(String sql, Object... parameters) throws SQLException {
        return "t".equals(text(sql, parameters));
    }

    long number(String sql, Object... parameters) throws SQLException {
        return Long.parseLong(text(sql, parameters));
    }

    /** @return the level of what a change of the schema must not meet */
    Level beforeChange() {
        return purpose.changesSchema() ? Level.STOPS : Level.WARNING;
    }

    /** @return the level of what users must not meet */
    Level beforeOpening() {
        return purpose == Purpose.DEPLOY ? Level.STOPS : Level.WARNING;
    }

    /** @return what is to be applied to reach the program's version; a Django database is taken over at its phase first */
    List<VersionScript> pending() {
        return scripts.all().stream().filter(script -> !isStanding(script.version())).toList();
    }

    private boolean isStanding(int version) {
        return met.kind() == Met.Kind.DJANGO ? version <= met.version() : history.isApplied(version);
    }

    /** One row, its values as texts. */
    static final class Row {
        private final String[] values;

        private Row(String[] values) {
            this.values = values;
        }

        /** @return {@code null} where the value is */
        String text(int column) {
            return values[column];
        }

        /** @return 0 where the value is null */
        long number(int column) {
            return values[column] == null ? 0 : Long.parseLong(values[column]);
        }

        boolean flag(int column) {
            return "t".equals(values[column]);
        }

        boolean isNull(int column) {
            return values[column] == null;
        }
    }
}
