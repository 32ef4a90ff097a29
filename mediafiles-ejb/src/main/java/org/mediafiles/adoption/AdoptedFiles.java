package org.mediafiles.adoption;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.mediafiles.schema.version.Sql;

/** Puts what stood at the adoption into the queue of the jobs that look after it; can be repeated at any time. */
final class AdoptedFiles {
    private static final int BATCH = 5_000;

    private AdoptedFiles() {}

    /**
     * Queues every media file that stood and is not in the queue, as after a rollback below V10.
     *
     * @param connection in auto-commit mode; V10 stands
     * @return how many were queued
     */
    static long queue(Connection connection) throws SQLException {
        if (!Sql.flag(connection, "SELECT to_regclass('mediafiles_ops.adopted_file') IS NOT NULL")) {
            return 0;
        }
        long queued = 0;
        UUID last = new UUID(0, 0);
        boolean first = true;
        while (last != null) {
            try (PreparedStatement statement = connection.prepareStatement(
                    """
                    WITH batch AS (
                        SELECT row_id FROM mediafiles_ops.adopted_row
                        WHERE table_name = 'mediafiles_mediafile' AND row_id %s ? ORDER BY row_id LIMIT %d),
                    queued AS (
                        INSERT INTO mediafiles_ops.adopted_file (media_file_id)
                        SELECT row_id FROM batch ON CONFLICT DO NOTHING RETURNING 1)
                    SELECT (SELECT count(*) FROM queued), (SELECT row_id FROM batch ORDER BY row_id DESC LIMIT 1)"""
                            .formatted(first ? ">=" : ">", BATCH))) {
                statement.setObject(1, last);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    queued += row.getLong(1);
                    last = row.getObject(2, UUID.class);
                    first = false;
                }
            }
        }
        return queued;
    }
}
