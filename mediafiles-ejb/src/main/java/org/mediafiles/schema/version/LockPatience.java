package org.mediafiles.schema.version;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Work that needs a lock which others hold: each try asks for it for a moment only, since whoever comes after a request that
 * waits has to wait behind it. Between two tries it steps aside, longer each time and never in step with another.
 */
public final class LockPatience {
    /** {@code 500 ms}: what a ward's page can wait for without anybody noticing. */
    public static final Duration ONE_TRY = Duration.ofMillis(500);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** Twice as long each time, until the longest is reached. */
    private static final int DOUBLINGS = 5;
    /** lock_not_available, deadlock_detected, serialization_failure. */
    private static final Set<String> BUSY = Set.of("55P03", "40P01", "40001");

    /** One try; leaves nothing behind when it fails. */
    @FunctionalInterface
    public interface Try<X extends Exception> {
        void go() throws SQLException, X;
    }

    /** What one try does in its transaction; nothing of it stands when it fails. */
    @FunctionalInterface
    public interface Work<X extends Exception> {
        void go(Connection connection) throws SQLException, X;
    }

    private final Duration longest;
    private final Duration statementTimeout;
    private final Progress progress;

    /** @param site says for how long to go on trying, and how long one statement may take */
    public LockPatience(SchemaSite site) {
        this.longest = site.config().lockWait();
        this.statementTimeout = site.config().statementTimeout();
        this.progress = site.progress();
    }

    /**
     * @param what for people, for example {@code V6 indexes}
     * @return how many tries it took
     * @throws SQLException what the last try failed with, busy or not; also where it is asked to stop between two
     */
    public <X extends Exception> int persist(String what, Try<X> attempt) throws SQLException, X {
        Instant end = Instant.now().plus(longest);
        for (int tries = 1;; tries++) {
            Duration pause = pauseAfter(tries);
            try {
                attempt.go();
                return tries;
            } catch (SQLException refused) {
                if (!isBusy(refused) || !Instant.now().plus(pause).isBefore(end) || progress.isStopAsked()) {
                    throw refused;
                }
                progress.says(what + ": in use by others, tried " + tries + " times; trying again");
                if (!pause(pause)) {
                    throw refused;
                }
            }
        }
    }

    /**
     * As {@link #persist}, each try in a transaction with the time-outs set.
     *
     * @param connection in auto-commit mode, and so again afterwards
     */
    public <X extends Exception> int commit(Connection connection, String what, Work<X> work) throws SQLException, X {
        return persist(what, () -> once(connection, work));
    }

    private <X extends Exception> void once(Connection connection, Work<X> work) throws SQLException, X {
        boolean done = false;
        connection.setAutoCommit(false);
        try {
            Sql.run(connection, "SET LOCAL lock_timeout = " + ONE_TRY.toMillis());
            Sql.run(connection, "SET LOCAL statement_timeout = " + statementTimeout.toMillis());
            work.go(connection);
            connection.commit();
            done = true;
        } finally {
            if (!done) {
                rollBackQuietly(connection);
            }
            if (!connection.isClosed()) {
                connection.setAutoCommit(true);
            }
        }
    }

    private static void rollBackQuietly(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException lost) {
            // The server has rolled back what a lost connection left.
        }
    }

    /** @return whether others were in the way, so that trying again makes sense */
    public static boolean isBusy(Throwable failure) {
        return BUSY.contains(Sql.state(failure));
    }

    /**
     * @param tries how many have failed
     * @return longer each time, half as long to one and a half times as long at random, so that two that hinder each other
     *         part
     */
    public static Duration pauseAfter(int tries) {
        Duration grown = FIRST_PAUSE.multipliedBy(1L << Math.min(tries - 1, DOUBLINGS));
        Duration base = grown.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : grown;
        return Duration.ofMillis((long) (base.toMillis() * ThreadLocalRandom.current().nextDouble(0.5, 1.5)));
    }

    /** @return false where the thread was interrupted meanwhile, and still is */
    public static boolean pause(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
            return true;
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
