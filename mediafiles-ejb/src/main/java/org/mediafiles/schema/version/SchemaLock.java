package org.mediafiles.schema.version;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Only one door works on the schema at a time: server, page or command line. Flyway locks once per migration, not per run, so a lock of our own spans
 * the run: an advisory one on a connection without a transaction, since an open transaction would keep an index that is
 * built concurrently waiting for ever.
 */
public final class SchemaLock implements AutoCloseable {
    /** Any number that nobody else uses: "MediaFil" in ASCII. */
    private static final long KEY = 0x4D65646961_46696CL;

    private final Connection connection;

    private SchemaLock(Connection connection) {
        this.connection = connection;
    }

    /**
     * @param connection in auto-commit mode; stays the caller's to close, after {@link #release}
     * @return empty where another server holds it
     */
    public static Optional<SchemaLock> tryLock(Connection connection) throws SQLException {
        return call(connection, "SELECT pg_try_advisory_lock(?)")
                ? Optional.of(new SchemaLock(connection))
                : Optional.empty();
    }

    @Override
    public void close() throws SQLException {
        release();
    }

    /** A connection that goes back to a pool would keep the lock, so it is given back here. */
    public void release() throws SQLException {
        if (!connection.isClosed()) {
            call(connection, "SELECT pg_advisory_unlock(?)");
        }
    }

    private static boolean call(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, KEY);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }
}
