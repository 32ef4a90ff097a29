package org.mediafiles.schema.preflight;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.mediafiles.schema.version.ClinicalTables;
import org.mediafiles.schema.version.Finding;

/** Who copies this database: what the change writes, every replica has to take, and a logical one takes no change of a table. */
final class ReplicationChecks {
    /** A migration adds its own; past this somebody should look first. */
    static final long MOST_LAG = 256L << 20;
    static final Duration LATEST = Duration.ofSeconds(30);

    private static final String SLOTS = """
                                        SELECT slot_name, slot_type, active, coalesce(wal_status, '?'),
                                            coalesce(pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()
                                                ELSE pg_current_wal_lsn() END, restart_lsn), 0)::bigint
                                        FROM pg_replication_slots WHERE NOT temporary ORDER BY slot_name""";
    private static final String REPLICAS = """
                                           SELECT coalesce(nullif(application_name, ''), 'pid ' || pid), state,
                                               (pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()
                                                   ELSE pg_current_wal_lsn() END, replay_lsn))::bigint,
                                               coalesce(extract(epoch FROM replay_lag)::bigint, 0), sync_state
                                           FROM pg_stat_replication ORDER BY 1""";
    private static final String PUBLISHED = """
                                            SELECT pubname, string_agg(tablename, ', ' ORDER BY tablename) FROM pg_publication_tables
                                            WHERE schemaname = 'mediafiles_ops' OR schemaname = 'public' AND tablename IN\s"""
            + ClinicalTables.ALL_SQL + " GROUP BY pubname ORDER BY pubname";
    private static final String SUBSCRIBED = """
                                             SELECT DISTINCT subscription.subname FROM pg_subscription subscription
                                             JOIN pg_subscription_rel relation ON relation.srsubid = subscription.oid
                                             JOIN pg_class subscribed ON subscribed.oid = relation.srrelid
                                             WHERE subscribed.relnamespace = to_regnamespace('mediafiles_ops')
                                                OR subscribed.relnamespace = 'public'::regnamespace AND subscribed.relname IN\s"""
            + ClinicalTables.ALL_SQL + " ORDER BY 1";

    private final long mostLag;

    /** @param mostLag bytes that a copy may be behind */
    ReplicationChecks(long mostLag) {
        this.mostLag = mostLag;
    }

    List<Finding> slots(Look look) throws SQLException {
        List<String> idle = new ArrayList<>();
        List<String> late = new ArrayList<>();
        for (Look.Row row : look.rows(SLOTS)) {
            String slot = row.text(0) + " (" + row.text(1) + ", " + row.text(3) + ", " + Found.bytes(row.number(4))
                    + ")";
            if (!row.flag(2)) {
                idle.add(slot);
            } else if (row.number(4) > mostLag || row.text(3).equals("unreserved") || row.text(3).equals("lost")) {
                late.add(slot);
            }
        }
        List<Finding> found = new ArrayList<>();
        if (!idle.isEmpty()) {
            found.add(Found.about(Found.warning("slots-inactive", idle.size()), idle));
        }
        if (!late.isEmpty()) {
            found.add(Found.about(Found.warning("slots-late", late.size()), late));
        }
        return found.isEmpty() ? List.of(Found.ok("slots")) : found;
    }

    List<Finding> replicas(Look look) throws SQLException {
        List<String> late = new ArrayList<>();
        List<String> hidden = new ArrayList<>();
        boolean synchronous = false;
        List<Look.Row> rows = look.rows(REPLICAS);
        for (Look.Row row : rows) {
            synchronous |= "sync".equals(row.text(4)) || "quorum".equals(row.text(4));
            if (row.isNull(1)) {
                hidden.add(row.text(0));
            } else if (row.number(2) > mostLag || row.number(3) > LATEST.toSeconds()) {
                late.add(row.text(0) + " (" + row.text(1) + ", " + Found.bytes(row.number(2)) + ", " + row.text(3)
                        + " s)");
            }
        }
        List<Finding> found = new ArrayList<>();
        if (!look.text("SHOW synchronous_standby_names").isBlank() && !synchronous && hidden.isEmpty()) {
            found.add(Found.at(look.beforeChange(), "synchronous-replica-away"));
        }
        if (!late.isEmpty()) {
            found.add(Found.about(Found.warning("replicas-late", late.size()), late));
        }
        if (!hidden.isEmpty()) {
            found.add(Found.about(
                    Found.warning("replicas-hidden", hidden.size(), look.text("SELECT quote_ident(current_user)")),
                    hidden));
        }
        return found.isEmpty() ? List.of(Found.ok("replicas", rows.size())) : found;
    }

    static List<Finding> logical(Look look) throws SQLException {
        List<Finding> found = new ArrayList<>();
        List<String> published = look.rows(PUBLISHED).stream().map(row -> row.text(0) + ": " + row.text(1)).toList();
        if (!published.isEmpty()) {
            found.add(Found.about(Found.warning("publications", published.size()), published));
        }
        List<String> subscribed = look.rows(SUBSCRIBED).stream().map(row -> row.text(0)).toList();
        if (!subscribed.isEmpty()) {
            found.add(Found.about(Found.warning("subscriptions", String.join(", ", subscribed)), subscribed));
        }
        return found.isEmpty() ? List.of(Found.ok("no-publications")) : found;
    }
}
