package org.mediafiles.adoption;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Finding.Area;
import org.mediafiles.schema.version.Finding.Level;
import org.mediafiles.schema.version.Sql;

/**
 * Looks whether anybody else writes the five tables: a Django application that still runs would go on by rules that do not
 * hold any more. Locks show an open transaction, two looks at PostgreSQL's row counters those that came and went. Whoever
 * is merely connected is told, and does not stop anything.
 */
final class WritersOutside {
    /** A session tells its counters at most once a second. */
    static final Duration BETWEEN_LOOKS = Duration.ofMillis(2_500);

    private static final String LOCKS = """
                                        SELECT held.relation::regclass::text || ' (' || coalesce('process ' || held.pid || ', '
                                            || coalesce(nullif(who.application_name, ''), who.usename::text, 'unknown'), 'a prepared transaction') || ')'
                                        FROM pg_locks held LEFT JOIN pg_stat_activity who ON who.pid = held.pid
                                        WHERE held.locktype = 'relation' AND held.granted
                                          AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                                          AND held.mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
                                          AND held.pid IS DISTINCT FROM pg_backend_pid()
                                          AND (who.pid IS NULL OR who.backend_type = 'client backend')
                                          AND held.relation IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace
                                              AND relname IN ('%s'))
                                        ORDER BY 1"""
            .formatted(String.join("', '", SeedTables.OWN));
    private static final String COUNTERS = """
                                           SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_all_tables
                                           WHERE schemaname = 'public' AND relname IN ('%s')"""
            .formatted(
                    String.join("', '", SeedTables.OWN));
    private static final String CONNECTED = """
                                            SELECT who || ' ' || count(*) FROM (
                                                SELECT coalesce(nullif(application_name, ''), usename::text, 'unknown') AS who FROM pg_stat_activity
                                                WHERE datname = current_database() AND backend_type = 'client backend'
                                                  AND pid <> pg_backend_pid() AND NOT (pid = ANY ('{%s}'::int[]))) others
                                            GROUP BY who ORDER BY who""";

    private final Duration betweenLooks;

    WritersOutside(Duration betweenLooks) {
        this.betweenLooks = betweenLooks;
    }

    /**
     * @param ours process ids of sessions of ours beside this one
     * @return what stops ({@code others-write}) and what is worth knowing; takes {@link #BETWEEN_LOOKS}
     */
    List<Finding> look(Connection connection, List<Integer> ours) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        String before = counters(connection);
        pause();
        List<String> locks = Sql.texts(connection, LOCKS);
        if (!locks.isEmpty()) {
            findings.add(Finding.of(Area.ADOPTION, "others-write", Level.STOPS, String.join(", ", locks))
                    .counted(locks.size(), locks));
        } else if (!before.equals(counters(connection))) {
            findings.add(Finding.of(Area.ADOPTION, "others-wrote", Level.STOPS, betweenLooks.toMillis() / 1000.0));
        }
        List<String> connected = Sql.texts(connection,
                CONNECTED.formatted(String.join(",", ours.stream().map(String::valueOf).toList())));
        if (!connected.isEmpty()) {
            findings.add(Finding.of(Area.ADOPTION, "others-connected", Level.WARNING, String.join(", ", connected))
                    .counted(connected.size(), connected));
        }
        return findings;
    }

    /** @return who holds a lock for writing now; the caller has just taken one that waits for all of them */
    static List<String> locks(Connection connection) throws SQLException {
        return Sql.texts(connection, LOCKS);
    }

    /** @return a number that moves when any row of the five tables is written */
    static String counters(Connection connection) throws SQLException {
        Sql.text(connection, "SELECT pg_stat_clear_snapshot()::text");
        return Sql.text(connection, COUNTERS);
    }

    private void pause() {
        try {
            Thread.sleep(betweenLooks.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }
}
