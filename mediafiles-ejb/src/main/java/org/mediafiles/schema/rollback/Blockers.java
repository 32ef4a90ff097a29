package org.mediafiles.schema.rollback;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.mediafiles.schema.version.Sql;

/** Who uses our tables right now, for an operator who has to ask them to stop. */
final class Blockers {
    private Blockers() {}

    /** @return for example {@code pid 4711 (psql, idle in transaction)}; empty where nobody does any more */
    static String now(Connection connection) throws SQLException {
        List<String> sessions = Sql.texts(connection,
                """
                SELECT DISTINCT 'pid ' || activity.pid || ' (' || coalesce(nullif(activity.application_name, ''), 'unnamed')
                    || ', ' || coalesce(activity.state, 'unknown') || ')'
                FROM pg_locks held
                JOIN pg_stat_activity activity ON activity.pid = held.pid
                JOIN pg_class relation ON relation.oid = held.relation
                JOIN pg_namespace namespace ON namespace.oid = relation.relnamespace
                WHERE held.granted AND held.pid <> pg_backend_pid()
                  AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                  AND (namespace.nspname = 'mediafiles_ops' OR namespace.nspname = 'public')
                ORDER BY 1 LIMIT 5""");
        return String.join(", ", sessions);
    }
}
