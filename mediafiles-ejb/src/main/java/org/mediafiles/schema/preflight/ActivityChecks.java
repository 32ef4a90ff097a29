package org.mediafiles.schema.preflight;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mediafiles.schema.version.ClinicalTables;
import org.mediafiles.schema.version.Finding.Level;
import org.mediafiles.schema.version.Finding;

/** Who else works in the database now, and could be waited for. What others ask the database is never shown: it may name patients. */
final class ActivityChecks {
    /** Longer than any page or upload of the program keeps a transaction open. */
    static final Duration LONG = Duration.ofSeconds(60);

    /** They shut out each other, and some of them writers: nobody holds one for reading or writing rows. */
    private static final Set<String> STRONG = Set.of("ShareUpdateExclusiveLock", "ShareLock", "ShareRowExclusiveLock",
            "ExclusiveLock", "AccessExclusiveLock");

    private static final String OTHERS = """
                                         SELECT pid, extract(epoch FROM clock_timestamp() - xact_start)::bigint, coalesce(state, '?'),
                                             coalesce(usename, '?'), coalesce(application_name, '')
                                         FROM pg_stat_activity
                                         WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
                                           AND extract(epoch FROM clock_timestamp() - xact_start) >= ?
                                         ORDER BY xact_start""";
    private static final String HIDDEN = """
                                         SELECT count(*) FROM pg_stat_activity
                                         WHERE datname = current_database() AND pid <> pg_backend_pid()
                                           AND NOT pg_has_role(usesysid, 'USAGE') AND state IS NULL""";
    private static final String LOCKS = """
                                        SELECT lock.pid, locked.relname, lock.mode, lock.granted, coalesce(activity.usename, '?'),
                                            coalesce(activity.application_name, ''),
                                            extract(epoch FROM clock_timestamp() - activity.xact_start)::bigint,
                                            coalesce(activity.backend_type = 'autovacuum worker', false)
                                        FROM pg_locks lock
                                        JOIN pg_class locked ON locked.oid = lock.relation
                                        LEFT JOIN pg_stat_activity activity ON activity.pid = lock.pid
                                        WHERE lock.locktype = 'relation' AND lock.pid <> pg_backend_pid()
                                          AND lock.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                                          AND locked.relnamespace = 'public'::regnamespace AND locked.relname IN\s"""
            + ClinicalTables.ALL_SQL + " ORDER BY lock.pid, locked.relname, lock.mode";

    private final Duration longTime;

    /** @param longTime from when on a transaction is long */
    ActivityChecks(Duration longTime) {
        this.longTime = longTime;
    }

    List<Finding> longTransactions(Look look) throws SQLException {
        List<Finding> found = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (Look.Row row : look.rows(OTHERS, longTime.toSeconds())) {
            others.add("pid " + row.text(0) + ", " + row.text(1) + " s, " + row.text(2) + ", " + row.text(3)
                    + application(row.text(4)));
        }
        if (!others.isEmpty()) {
            found.add(Found.about(Found.warning("long-transactions", others.size(), longTime.toSeconds()), others));
        }
        long hidden = look.number(HIDDEN);
        if (hidden > 0) {
            found.add(Found.warning("activity-hidden", hidden, look.text("SELECT quote_ident(current_user)"))
                    .counted(hidden, List.of()));
        }
        return found.isEmpty() ? List.of(Found.ok("no-long-transactions")) : found;
    }

    List<Finding> locks(Look look) throws SQLException {
        Map<String, Holder> holders = new LinkedHashMap<>();
        for (Look.Row row : look.rows(LOCKS)) {
            holders.computeIfAbsent(row.text(0), pid -> new Holder(row)).add(row);
        }
        List<Finding> found = new ArrayList<>();
        add(found, Found.at(look.beforeChange(), "locks-block"), holders, holder -> holder.blocks(longTime));
        add(found, Found.warning("locks-strong"), holders, holder -> holder.strong && !holder.blocks(longTime));
        add(found, Found.warning("locks-long"), holders, holder -> !holder.strong && holder.isLong(longTime));
        add(found, Found.warning("locks-waited-for"), holders, holder -> holder.waits);
        return found.isEmpty() ? List.of(Found.ok("no-locks")) : found;
    }

    private static void add(List<Finding> found, Finding finding, Map<String, Holder> holders,
            java.util.function.Predicate<Holder> chosen) {
        List<String> names = holders.values().stream().filter(chosen).map(Holder::toString).toList();
        if (!names.isEmpty()) {
            found.add(Found.about(Found.at(finding.level(), finding.code(), names.size()), names));
        }
    }

    static List<Finding> preparedTransactions(Look look) throws SQLException {
        List<String> locking = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (Look.Row row : look
                .rows("""
                      SELECT prepared.gid, prepared.owner, extract(epoch FROM clock_timestamp() - prepared.prepared)::bigint,
                          EXISTS (SELECT FROM pg_locks own JOIN pg_locks lock USING (virtualtransaction)
                                                  JOIN pg_class locked ON locked.oid = lock.relation
                                  WHERE own.locktype = 'transactionid' AND own.transactionid = prepared.transaction
                                                    AND lock.pid IS NULL AND lock.locktype = 'relation'
                                    AND locked.relnamespace = 'public'::regnamespace AND locked.relname IN\s"""
                        + ClinicalTables.ALL_SQL
                        + ") FROM pg_prepared_xacts prepared WHERE database = current_database()"
                        + " ORDER BY prepared.prepared")) {
            (row.flag(3) ? locking : others).add(row.text(0) + " (" + row.text(1) + ", " + row.text(2) + " s)");
        }
        List<Finding> found = new ArrayList<>();
        if (!locking.isEmpty()) {
            found.add(Found.about(Found.at(look.beforeChange(), "prepared-transactions-block", locking.size()),
                    locking));
        }
        if (!others.isEmpty()) {
            found.add(Found.about(Found.at(Level.WARNING, "prepared-transactions", others.size()), others));
        }
        return found.isEmpty() ? List.of(Found.ok("no-prepared-transactions")) : found;
    }

    private static String application(String name) {
        return name.isEmpty() ? "" : ", " + name;
    }

    /** One session with what it holds of the eight tables. */
    private static final class Holder {
        private final String who;
        private final long seconds;
        private final boolean ageKnown;
        private final boolean vacuum;
        private final List<String> locks = new ArrayList<>();
        private boolean strong;
        private boolean waits;

        Holder(Look.Row row) {
            who = "pid " + row.text(0) + ", " + row.text(4) + application(row.text(5));
            seconds = row.number(6);
            ageKnown = !row.isNull(6);
            vacuum = row.flag(7);
        }

        void add(Look.Row row) {
            locks.add(row.text(1) + " " + row.text(2) + (row.flag(3) ? "" : " (waits)"));
            strong |= row.flag(3) && STRONG.contains(row.text(2));
            waits |= !row.flag(3);
        }

        boolean isLong(Duration longTime) {
            return ageKnown && seconds >= longTime.toSeconds();
        }

        /** A vacuum ends by itself, and gives way. */
        boolean blocks(Duration longTime) {
            return strong && !vacuum && isLong(longTime);
        }

        @Override
        public String toString() {
            return who + (ageKnown ? ", " + seconds + " s" : "") + ": " + String.join(", ", locks);
        }
    }
}
