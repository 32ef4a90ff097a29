package org.mediafiles.schema.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.mediafiles.schema.version.LockPatience;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScript;

/**
 * What a run that was killed has left: a session of the server's that still works, an index that is not valid, a row of the
 * history that says so. It goes before anything new begins.
 */
final class BrokenOff {
    private static final Pattern CONCURRENT_INDEX = Pattern
            .compile("INDEX CONCURRENTLY (?:IF (?:NOT )?EXISTS )?(?:public\\.|mediafiles_ops\\.)?(\\w+)");
    private static final String SESSIONS = """
                                           SELECT pid FROM pg_stat_activity
                                           WHERE datname = current_database() AND pid <> pg_backend_pid()
                                               AND application_name = '%s' ORDER BY pid""";
    /** One that somebody builds at this moment is not broken off. */
    private static final String INVALID = """
                                          SELECT format('%%I.%%I', namespace.nspname, relation.relname)
                                          FROM pg_index index
                                          JOIN pg_class relation ON relation.oid = index.indexrelid
                                          JOIN pg_namespace namespace ON namespace.oid = relation.relnamespace
                                          WHERE NOT index.indisvalid AND namespace.nspname IN ('public', 'mediafiles_ops')
                                              AND relation.relname IN (%s)
                                              AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index build
                                                              WHERE build.index_relid = index.indexrelid)
                                          ORDER BY 1""";

    private final DataSource work;
    private final Progress progress;

    BrokenOff(DataSource work, Progress progress) {
        this.work = work;
        this.progress = progress;
    }

    /** Waits until no session of a killed program works on the schema. Needs the lock, which the living hold. */
    void awaitSessions(Connection connection, Duration patience) throws SQLException {
        long end = System.nanoTime() + patience.toNanos();
        boolean said = false;
        for (List<String> left = sessions(connection); !left.isEmpty(); left = sessions(connection)) {
            if (System.nanoTime() >= end || progress.isStopAsked()) {
                throw new MigrateStopped(Stop.ANOTHER_RUN, null, "process " + String.join(", ", left));
            }
            if (!said) {
                progress.says("A session of a run that broke off still works (process " + String.join(", ", left)
                        + "); waiting for its end");
                said = true;
            }
            if (!LockPatience.pause(Duration.ofMillis(200))) {
                throw new MigrateStopped(Stop.STOP_ASKED, null);
            }
        }
    }

    private static List<String> sessions(Connection connection) throws SQLException {
        return Sql.texts(connection, SESSIONS.formatted(WorkConnections.MARK));
    }

    /** @param scripts whose indexes are looked at: what a build left that broke off, up or in preparation of the way back */
    void dropInvalidIndexes(List<VersionScript> scripts) throws SQLException {
        Set<String> names = new TreeSet<>();
        for (VersionScript script : scripts) {
            Matcher matcher = CONCURRENT_INDEX.matcher(script.sql() + script.undoPrepare().orElse(""));
            while (matcher.find()) {
                names.add("'" + matcher.group(1) + "'");
            }
        }
        if (names.isEmpty()) {
            return;
        }
        try (Connection connection = work.getConnection()) {
            // It waits for old transactions, and keeps nobody waiting meanwhile.
            Sql.run(connection, "SET lock_timeout TO 0");
            Sql.run(connection, "SET statement_timeout TO 0");
            for (String index : Sql.texts(connection, INVALID.formatted(String.join(", ", names)))) {
                progress.says("Removing " + index + ", whose building broke off");
                Sql.run(connection, "DROP INDEX CONCURRENTLY IF EXISTS " + index);
            }
        }
    }

    /**
     * A version that runs outside a transaction leaves a row when it fails. Such a version is written to be run again, so the
     * row only stands in the way.
     */
    static void forgetFailures(Connection connection) throws SQLException {
        if (Sql.flag(connection, "SELECT to_regclass('mediafiles_ops.schema_history') IS NOT NULL")) {
            Sql.update(connection, "DELETE FROM mediafiles_ops.schema_history WHERE NOT success");
        }
    }
}
