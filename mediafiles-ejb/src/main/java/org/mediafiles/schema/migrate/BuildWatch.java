package org.mediafiles.schema.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScript;

/**
 * Tells how far indexes are that are built concurrently: such a build may wait for hours for an old transaction, and a
 * person who sees nothing ends it. Uses the connection that holds the lock, which is idle meanwhile.
 */
final class BuildWatch implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
    private static final String BUILDS = """
                                         SELECT coalesce(build.index_relid::regclass::text, 'an index') || ': ' || build.phase
                                             || CASE WHEN build.blocks_total > 0
                                                 THEN ', ' || (100 * build.blocks_done / build.blocks_total) || ' %' ELSE '' END
                                             || CASE WHEN build.current_locker_pid > 0
                                                 THEN ', for the transaction of process ' || build.current_locker_pid ELSE '' END
                                         FROM pg_stat_progress_create_index build
                                         WHERE build.datname = current_database()""";

    private final Connection connection;
    private final Progress progress;
    private final Thread thread;
    private volatile boolean ended;

    /** Watches nothing where the version runs in a transaction. */
    BuildWatch(VersionScript script, Connection connection, Progress progress) {
        this.connection = connection;
        this.progress = progress;
        this.thread = new Thread(() -> watch("V" + script.version()), "mediafiles-index-progress");
        thread.setDaemon(true);
        if (!script.transactional()) {
            thread.start();
        }
    }

    private void watch(String version) {
        String last = "";
        while (pause()) {
            try {
                List<String> builds = Sql.texts(connection, BUILDS);
                String now = String.join("; ", builds);
                if (!now.isEmpty() && !now.equals(last)) {
                    progress.says(version + ": " + now);
                    last = now;
                }
            } catch (SQLException away) {
                return;
            }
        }
    }

    private boolean pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        } catch (InterruptedException closed) {
            return false;
        }
        return !ended;
    }

    /** Returns when the thread has let go of the connection. */
    @Override
    public void close() {
        ended = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException askedToEnd) {
            Thread.currentThread().interrupt();
        }
    }
}
