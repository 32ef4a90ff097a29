package org.mediafiles.schema.migrate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.mediafiles.schema.version.LockPatience;
import org.mediafiles.schema.version.Sql;

/**
 * Below V7 one record bears a hash, and {@code unshare} takes it from the others, noting in its report whose it was. Where V7
 * came again since, each gets its own back. Of before an adoption nothing is given back: another system had the rows meanwhile.
 */
final class TakenHashes {
    private static final Logger LOG = Logger.getLogger(TakenHashes.class);
    /** The design's bound for a batch that is written. */
    private static final int BATCH = 5_000;
    private static final String TAKEN = """
                                        SELECT DISTINCT ON (file.id) file.id, taken.value
                                        FROM mediafiles_ops.schema_run run
                                        CROSS JOIN LATERAL jsonb_each_text(run.report -> 'hashesTaken') taken
                                        JOIN public.mediafiles_mediafile file ON file.id = taken.key::uuid
                                        WHERE run.operation = 'unshare' AND file.file_hash IS NULL
                                          AND EXISTS (SELECT FROM mediafiles_ops.schema_step again WHERE again.version = 7
                                              AND again.direction = 'up' AND again.outcome = 'ok' AND again.ended_at > run.started_at)
                                          AND taken.value ~ '^[0-9a-f]{64}$' AND file.file_type IN ('image', 'video') AND file.file_size > 0%s
                                        ORDER BY file.id, run.started_at DESC""";
    private static final String SINCE_ADOPTION = " AND run.started_at >= (SELECT coalesce(max(begun_at), '-infinity')"
            + " FROM mediafiles_ops.adoption)";

    private TakenHashes() {}

    /**
     * @param connection in auto-commit mode; one of {@link WorkConnections}, whose settings do not stay
     * @return how many records got their hash back; those of a busy row get it after the next migration
     */
    static int giveBack(Connection connection, Duration lockTimeout) throws SQLException {
        if (!Sql.flag(connection, "SELECT to_regclass('mediafiles_ops.media_file_object') IS NOT NULL"
                + " AND to_regclass('mediafiles_ops.schema_run') IS NOT NULL")) {
            return 0;
        }
        Sql.run(connection, "SET lock_timeout TO " + lockTimeout.toMillis());
        List<UUID> ids = new ArrayList<>();
        List<String> hashes = new ArrayList<>();
        boolean adopted = Sql.flag(connection, "SELECT to_regclass('mediafiles_ops.adoption') IS NOT NULL");
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(TAKEN.formatted(adopted ? SINCE_ADOPTION : ""))) {
            while (row.next()) {
                ids.add(row.getObject(1, UUID.class));
                hashes.add(row.getString(2));
            }
        }
        int given = 0;
        try {
            for (int from = 0; from < ids.size(); from += BATCH) {
                int to = Math.min(ids.size(), from + BATCH);
                given += give(connection, ids.subList(from, to), hashes.subList(from, to));
            }
        } catch (SQLException refused) {
            if (!LockPatience.isBusy(refused)) {
                throw refused;
            }
            LOG.infof("Records are in use; %d of %d hashes are given back, the rest after the next migration", given,
                    ids.size());
        }
        return given;
    }

    private static int give(Connection connection, List<UUID> ids, List<String> hashes) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                """
                UPDATE public.mediafiles_mediafile file SET file_hash = taken.hash
                FROM unnest(?::uuid[], ?::text[]) AS taken (id, hash)
                WHERE file.id = taken.id AND file.file_hash IS NULL""")) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            statement.setArray(2, connection.createArrayOf("text", hashes.toArray()));
            return statement.executeUpdate();
        }
    }
}
