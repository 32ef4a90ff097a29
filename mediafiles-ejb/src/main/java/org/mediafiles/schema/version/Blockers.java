package org.mediafiles.schema.version;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Who holds locks on the tables that a change of the schema needs for a moment. */
public final class Blockers {
    private static final String HOLDERS = """
                                          SELECT 'process ' || activity.pid
                                              || CASE WHEN activity.application_name <> '' THEN ' (' || activity.application_name || ')' ELSE '' END
                                              || coalesce(', ' || activity.state, '') || coalesce(' for '
                                              || extract(epoch FROM clock_timestamp() - min(activity.xact_start))::bigint || ' s', '')
                                          FROM pg_locks lock
                                          JOIN pg_stat_activity activity ON activity.pid = lock.pid
                                          JOIN pg_class relation ON relation.oid = lock.relation
                                          JOIN pg_namespace namespace ON namespace.oid = relation.relnamespace
                                          WHERE lock.granted AND lock.pid <> pg_backend_pid()
                                              AND lock.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                                              AND (namespace.nspname = 'mediafiles_ops'
                                                  OR namespace.nspname = 'public' AND relation.relname IN %s)
                                          GROUP BY activity.pid, activity.application_name, activity.state
                                          ORDER BY min(activity.xact_start) LIMIT 3""";

    private Blockers() {}

    /** @return the oldest three, for a sentence; without the statements, which could name a patient */
    public static String describe(Connection connection) {
        try {
            List<String> holders = Sql.texts(connection, HOLDERS.formatted(ClinicalTables.ALL_SQL));
            return holders.isEmpty() ? "nobody any more" : String.join("; ", holders);
        } catch (SQLException unknown) {
            return "unknown";
        }
    }
}
