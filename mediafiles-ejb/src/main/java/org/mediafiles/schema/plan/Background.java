package org.mediafiles.schema.plan;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.mediafiles.schema.version.Sql;

/** A statement that runs in a thread of its own while others look at what it holds. */
final class Background {
    /** An index of a few hundred rows takes milliseconds. */
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 5;

    /** What may fail as statements do. */
    @FunctionalInterface
    interface Work {
        void run() throws SQLException;
    }

    private final FutureTask<Void> task;

    private Background(Callable<Void> work) {
        this.task = new FutureTask<>(work);
    }

    static Background start(Work work) {
        Background background = new Background(() -> {
            work.run();
            return null;
        });
        Thread thread = new Thread(background.task, "mediafiles-lock-recorder");
        thread.setDaemon(true);
        thread.start();
        return background;
    }

    /** @return false where it ended without having waited for anybody */
    boolean untilWaiting(Connection watcher, int pid) throws SQLException {
        Instant end = Instant.now().plus(LIMIT);
        String waits = "SELECT EXISTS (SELECT FROM pg_catalog.pg_locks WHERE NOT granted AND pid = " + pid + ")";
        while (!task.isDone()) {
            if (Sql.flag(watcher, waits)) {
                return true;
            }
            if (Instant.now().isAfter(end)) {
                throw new SQLException("a statement that was watched neither ended nor waited");
            }
            pause();
        }
        return false;
    }

    /** Waits for its end. */
    void join() throws SQLException {
        try {
            task.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof SQLException sql) {
                throw sql;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (TimeoutException stuck) {
            throw new SQLException("a statement that was watched did not end", stuck);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", interrupted);
        }
    }

    private static void pause() throws SQLException {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", interrupted);
        }
    }
}
