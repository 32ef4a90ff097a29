package org.mediafiles.schema.version;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Short statements without parameters. */
public final class Sql {
    private Sql() {}

    public static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public static int update(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    public static boolean flag(Connection connection, String sql) throws SQLException {
        return texts(connection, sql).get(0).equals("t");
    }

    public static int integer(Connection connection, String sql) throws SQLException {
        return Integer.parseInt(texts(connection, sql).get(0));
    }

    public static String text(Connection connection, String sql) throws SQLException {
        return texts(connection, sql).get(0);
    }

    /** @return the first column of every row */
    public static List<String> texts(Connection connection, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    /** @return SQLSTATE of the innermost SQL failure, or an empty text */
    public static String state(Throwable failure) {
        String state = "";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                state = sql.getSQLState();
            }
        }
        return state;
    }

    /** Class 08 is a broken connection, 57P01 to 57P03 a server that goes down or is not up yet. */
    public static boolean isConnectionLost(Throwable failure) {
        String state = state(failure);
        return state.startsWith("08") || state.startsWith("57P0");
    }
}
