package org.mediafiles.schema.preflight;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mediafiles.schema.version.ClinicalTables;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.RunLog;
import org.mediafiles.schema.version.TrailPartitions;
import org.mediafiles.schema.version.VersionScript;

/** What earlier work left behind half-done: indexes that are not valid, runs that never ended. */
final class StandingChecks {
    private static final String INVALID = """
                                          SELECT index_class.relname, format('%I.%I', indexed.relnamespace::regnamespace::text, index_class.relname),
                                              indexed.relnamespace = 'public'::regnamespace AND indexed.relname IN\s"""
            + ClinicalTables.SHARED_SQL
            + """
               FROM pg_index index
              JOIN pg_class index_class ON index_class.oid = index.indexrelid
              JOIN pg_class indexed ON indexed.oid = index.indrelid
              WHERE NOT (index.indisvalid AND index.indisready) AND index_class.relkind = 'i'
                AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index WHERE index_relid = index.indexrelid)
                AND (indexed.relnamespace = to_regnamespace('mediafiles_ops')
                  OR indexed.relnamespace = 'public'::regnamespace AND indexed.relname IN\s"""
            + ClinicalTables.ALL_SQL + ") ORDER BY 2";
    /** Whoever holds the schema's lock is at work: the run begun last is that one. */
    private static final String BROKEN_OFF = """
                                             SELECT operation || ', ' || date_trunc('second', started_at) || ', ' || initiator || ', ' || host
                                             FROM mediafiles_ops.schema_run run
                                             WHERE outcome = 'running'
                                               AND NOT (? AND started_at = (SELECT max(started_at) FROM mediafiles_ops.schema_run))
                                             ORDER BY started_at DESC""";
    /** The two halves of the key of {@link org.mediafiles.schema.version.SchemaLock}. */
    private static final String LOCK_HELD = """
                                            SELECT EXISTS (SELECT FROM pg_locks
                                                WHERE locktype = 'advisory' AND granted AND objsubid = 1
                                                  AND classid = x'4D656469'::bigint::oid AND objid = x'6146696C'::bigint::oid
                                                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))""";

    private StandingChecks() {}

    static List<Finding> trail(Look look) throws SQLException {
        Optional<TrailPartitions> partitions = TrailPartitions.read(look.connection());
        if (partitions.isEmpty()) {
            return List.of(Found.ok("trail-to-come"));
        }
        List<Finding> found = new ArrayList<>();
        partitions.ifPresent(trail -> {
            if (trail.isFewAhead()) {
                found.add(Found.warning("trail-few-ahead", trail.monthsAhead()));
            }
            if (trail.inDefault()) {
                found.add(Found.warning("trail-in-default"));
            }
            if (!trail.unguarded().isEmpty()) {
                found.add(Found.about(Found.warning("trail-unguarded", String.join(", ", trail.unguarded())),
                        trail.unguarded()));
            }
        });
        return found.isEmpty() ? List.of(Found.ok("trail")) : found;
    }

    static List<Finding> invalidIndexes(Look look) throws SQLException {
        boolean v6Pending = look.pending().stream().mapToInt(VersionScript::version).anyMatch(version -> version == 6);
        List<String> ours = new ArrayList<>();
        List<String> shared = new ArrayList<>();
        List<String> mended = new ArrayList<>();
        for (Look.Row row : look.rows(INVALID)) {
            boolean goes = v6Pending && ClinicalTables.V6_INDEXES.contains(row.text(0));
            (goes ? mended : row.flag(2) ? shared : ours).add(row.text(1));
        }
        List<Finding> found = new ArrayList<>();
        if (!ours.isEmpty()) {
            Finding.Level level = look.purpose() == Purpose.ROLLBACK ? Finding.Level.WARNING : Finding.Level.STOPS;
            found.add(Found.about(Found.at(level, "invalid-indexes", String.join(", ", ours)), ours));
        }
        if (!shared.isEmpty()) {
            found.add(Found.about(Found.warning("invalid-shared-indexes", String.join(", ", shared)), shared));
        }
        if (!mended.isEmpty()) {
            found.add(Found.about(Found.warning("invalid-indexes-mended", String.join(", ", mended)), mended));
        }
        return found.isEmpty() ? List.of(Found.ok("indexes-valid")) : found;
    }

    static List<Finding> runs(Look look) throws SQLException {
        if (!RunLog.stands(look.connection())) {
            return List.of(Found.ok("runs-ended"));
        }
        boolean held = look.flag(LOCK_HELD);
        List<String> broken = look.rows(BROKEN_OFF, held).stream().map(row -> row.text(0)).toList();
        List<Finding> found = new ArrayList<>();
        if (!broken.isEmpty()) {
            found.add(Found.about(Found.warning("runs-broken-off", broken.size()), broken));
        }
        // A change holds the lock itself while it asks.
        if (held && !look.purpose().changesSchema()) {
            found.add(Found.warning("schema-busy"));
        }
        return found.isEmpty() ? List.of(Found.ok("runs-ended")) : found;
    }
}
