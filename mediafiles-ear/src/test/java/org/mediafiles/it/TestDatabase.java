package org.mediafiles.it;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The throwaway database, seen from outside of the server, by the program's own user. */
public final class TestDatabase {
    private TestDatabase() {}

    /** @return a new connection, in auto-commit; the caller closes it */
    public static Connection connect() throws SQLException {
        return DriverManager.getConnection(System.getProperty("mediafiles.it.db-url"), "mediafiles",
                System.getenv("MEDIAFILES_DB_PASSWORD"));
    }
}
