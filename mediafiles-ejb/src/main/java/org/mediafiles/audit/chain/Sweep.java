package org.mediafiles.audit.chain;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;

/**
 * A walk over the whole trail for rows without a seal, by steps that hold nobody up. Usual rounds look at the trail's end
 * alone; what lies behind is somebody's work, or a transaction's that took very long.
 */
final class Sweep {
    private static final int STEP = 20_000;
    private static final String LOOK = """
                                       WITH step AS MATERIALIZED (
                                           SELECT at, id FROM mediafiles_ops.audit_event
                                           WHERE (at, id) > (?, ?) ORDER BY at, id LIMIT ?)
                                       SELECT (SELECT count(*) FROM step), last.at, last.id,
                                           (SELECT min(step.at) FROM step WHERE NOT EXISTS (
                                               SELECT FROM mediafiles_ops.audit_seal s WHERE s.audit_id = step.id))
                                       FROM (SELECT at, id FROM step ORDER BY at DESC, id DESC LIMIT 1) last""";

    private final Sealing sealing;
    private OffsetDateTime at = OffsetDateTime.MIN;
    private long id;

    Sweep(Sealing sealing) {
        this.sealing = sealing;
    }

    /**
     * Looks at some rows and seals what is to be sealed.
     *
     * @return whether there is more to look at
     */
    boolean step(Connection connection) throws SQLException {
        Looked looked = look(connection);
        if (looked == null) {
            return false;
        }
        if (looked.unsealed != null) {
            // As many rounds as it takes; where another program seals, the same step comes again.
            Integer sealed = sealing.round(connection, looked.unsealed).orElse(null);
            if (sealed == null || sealed > 0) {
                return true;
            }
        }
        at = looked.at;
        id = looked.id;
        return looked.count == STEP;
    }

    /** @param unsealed the first time of a row without a seal; {@code null} for none */
    private record Looked(long count, OffsetDateTime at, long id, OffsetDateTime unsealed) {}

    private Looked look(Connection connection) throws SQLException {
        boolean before = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement(LOOK)) {
            Sealing.oneByOne(connection);
            statement.setObject(1, at);
            statement.setLong(2, id);
            statement.setInt(3, STEP);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? new Looked(row.getLong(1), row.getObject(2, OffsetDateTime.class), row.getLong(3),
                                row.getObject(4, OffsetDateTime.class))
                        : null;
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(before);
        }
    }
}
