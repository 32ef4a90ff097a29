package org.mediafiles.it;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.mediafiles.launcher.EmbeddedDatabase;

/** The throwaway database, seen from outside of the server, by the tables' owner. */
public final class TestDatabase {
    private TestDatabase() {}

    /** @return a new connection, in auto-commit; the caller closes it */
    public static Connection connect() throws SQLException {
        return DriverManager.getConnection(System.getProperty("mediafiles.it.db-url"), EmbeddedDatabase.OWNER,
                System.getenv("MEDIAFILES_SCHEMA_PASSWORD"));
    }
}
