package org.mediafiles.adoption;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.schema.version.Sql;

/**
 * Transactions that need a lock which others hold: each try asks for it for a moment only, since whoever comes after a
 * request that waits has to wait behind it; between two tries it steps aside, longer each time, never in step with others.
 */
final class LockPatience {
    /** {@code 500 ms}: for so long a ward's write may wait behind one try. */
    private static final int LOCK_MILLIS = 500;
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    /** lock_not_available, deadlock_detected. */
    private static final Set<String> BUSY = Set.of("55P03", "40P01");

    /** What one try does, in a transaction; nothing of it stands when it fails. */
    interface Work {
        void go(Connection connection) throws SQLException;
    }

    private final Duration longest;
    private final Duration statementTimeout;
    private final Progress progress;

    LockPatience(Duration longest, Duration statementTimeout, Progress progress) {
        this.longest = longest;
        this.statementTimeout = statementTimeout;
        this.progress = progress;
    }

    /**
     * @param connection in auto-commit mode, and so again afterwards
     * @param what       for people, for example {@code the foreign key of mediafiles_photo}
     * @return how many tries it took
     * @throws SQLException what the last try failed with, busy or not
     */
    int commit(Connection connection, String what, Work work) throws SQLException {
        long end = System.nanoTime() + longest.toNanos();
        long pause = FIRST_PAUSE_MILLIS;
        for (int tries = 1;; tries++) {
            try {
                once(connection, work);
                return tries;
            } catch (SQLException refused) {
                if (!isBusy(refused) || System.nanoTime() + pause * 1_000_000 >= end || progress.isStopAsked()) {
                    throw refused;
                }
            }
            progress.says(what + ": in use by others, tried " + tries + " times; trying again");
            sleep(pause);
            pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
        }
    }

    static boolean isBusy(SQLException failure) {
        return BUSY.contains(Sql.state(failure));
    }

    private void once(Connection connection, Work work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            Sql.run(connection, "SET LOCAL lock_timeout = " + LOCK_MILLIS);
            Sql.run(connection, "SET LOCAL statement_timeout = " + statementTimeout.toMillis());
            work.go(connection);
            connection.commit();
        } catch (SQLException | RuntimeException failure) {
            rollBackQuietly(connection, failure);
            throw failure;
        } finally {
            if (!connection.isClosed()) {
                connection.setAutoCommit(true);
            }
        }
    }

    private static void rollBackQuietly(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException gone) {
            cause.addSuppressed(gone);
        }
    }

    /** Half to one and a half of it. */
    private static void sleep(long pause) {
        try {
            Thread.sleep(pause / 2 + ThreadLocalRandom.current().nextLong(pause));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }
}
