package org.mediafiles.schema.version;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Only one door works on the schema at a time: server, page or command line. Flyway locks once per migration, not per run, so a lock of our own spans
 * the run: an advisory one on a connection without a transaction, since an open transaction would keep an index that is
 * built concurrently waiting for ever.
 */
public final class SchemaLock implements AutoCloseable {
    /** Any number that nobody else uses: "MediaFil" in ASCII. */
    private static final long KEY = 0x4D65646961_46696CL;

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(250);

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

    /**
     * Waits for whoever holds it, saying so.
     *
     * @param connection as for {@link #tryLock}
     * @param patience   zero: one try and no waiting
     * @return empty where it was still held in the end, or where the work was asked to stop
     */
    public static Optional<SchemaLock> await(Connection connection, Duration patience, Progress progress)
            throws SQLException {
        long end = System.nanoTime() + patience.toNanos();
        Optional<SchemaLock> lock = tryLock(connection);
        if (lock.isEmpty() && !patience.isZero()) {
            progress.says("Another server or command works on the schema; waiting for it, for up to "
                    + patience.toSeconds() + " s");
        }
        while (lock.isEmpty() && System.nanoTime() < end && !progress.isStopAsked() && pause()) {
            lock = tryLock(connection);
        }
        return lock;
    }

    /** @return false where the thread is to end */
    private static boolean pause() {
        try {
            Thread.sleep(BETWEEN_TRIES.toMillis());
            return true;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** @return the connection that holds it: auto-commit, fit for the record of runs, never for a transaction */
    public Connection connection() {
        return connection;
    }

    /**
     * A server that restarted, or a network that dropped the connection, has given the lock away unasked.
     *
     * @return whether it is still ours; ask before each step that cannot be taken back
     */
    public boolean isHeld() {
        try (PreparedStatement statement = connection.prepareStatement(
                """
                SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND granted
                    AND objsubid = 1 AND (classid::bigint << 32 | objid::bigint) = ?)""")) {
            statement.setLong(1, KEY);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        } catch (SQLException lost) {
            return false;
        }
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
