package org.mediafiles.schema.preflight;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.mediafiles.schema.version.ClinicalTables;
import org.mediafiles.schema.version.Finding;

/** Whether the database is cleaned up behind its users. */
final class MaintenanceChecks {
    /** {@code vacuum_failsafe_age}: from here on PostgreSQL itself drops everything else to clean up. */
    private static final long LAST = 1_600_000_000L;
    /** So many times {@code autovacuum_freeze_max_age}: cleaning up does not keep pace. */
    private static final int LATE = 3;

    private static final String OFF_FOR_TABLES = """
                                                 SELECT table_class.relname
                                                 FROM pg_class table_class
                                                 LEFT JOIN pg_class toast ON toast.oid = table_class.reltoastrelid
                                                 CROSS JOIN LATERAL unnest(table_class.reloptions || toast.reloptions) AS set_option (words)
                                                 WHERE split_part(set_option.words, '=', 1) = 'autovacuum_enabled'
                                                   AND NOT split_part(set_option.words, '=', 2)::boolean
                                                   AND (table_class.relnamespace = to_regnamespace('mediafiles_ops')
                                                     OR table_class.relnamespace = 'public'::regnamespace AND table_class.relname IN\s"""
            + ClinicalTables.ALL_SQL + ") GROUP BY table_class.relname ORDER BY 1";

    private MaintenanceChecks() {}

    static List<Finding> autovacuum(Look look) throws SQLException {
        List<Finding> found = new ArrayList<>();
        boolean on = look
                .flag("""
                      SELECT current_setting('autovacuum')::boolean AND current_setting('track_counts')::boolean""");
        if (!on) {
            found.add(Found.warning("autovacuum-off"));
        }
        List<String> tables = look.rows(OFF_FOR_TABLES).stream().map(row -> row.text(0)).toList();
        if (!tables.isEmpty()) {
            found.add(Found.about(Found.warning("autovacuum-off-for-tables", String.join(", ", tables)), tables));
        }
        return found.isEmpty() ? List.of(Found.ok("autovacuum")) : found;
    }

    static List<Finding> transactionIds(Look look) throws SQLException {
        Look.Row ages = look
                .rows("""
                      SELECT greatest(age(datfrozenxid)::bigint, mxid_age(datminmxid)::bigint),
                          age(datfrozenxid)::bigint >= ? * current_setting('autovacuum_freeze_max_age')::bigint
                          OR mxid_age(datminmxid)::bigint
                              >= ? * current_setting('autovacuum_multixact_freeze_max_age')::bigint
                      FROM pg_database WHERE datname = current_database()""", LATE, LATE).get(0);
        long age = ages.number(0);
        String millions = String.valueOf(age / 1_000_000);
        if (age >= LAST) {
            return List.of(Found.stops("transaction-ids-run-out", millions));
        }
        return List.of(ages.flag(1)
                ? Found.warning("transaction-ids-old", millions)
                : Found.ok("transaction-ids", millions));
    }
}
