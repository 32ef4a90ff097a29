package org.mediafiles.schema.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.mediafiles.schema.version.Sql;

/**
 * The audit table outlives every rollback, and the version that makes it, which never changes, has to meet it standing. So
 * around that version, in its own transaction, the standing table is moved aside, the version makes an empty one, the empty
 * one goes, and the standing one is moved back: its rows, indexes, identity and rights go along.
 */
final class KeptAudit {
    private static final String TABLE = "audit_event";
    /** Stands only inside the transaction. */
    private static final String ASIDE = "mediafiles_ops_aside";
    private static final String COLUMNS = """
                                          SELECT attname || ' ' || format_type(atttypid, atttypmod)
                                              || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END
                                          FROM pg_attribute
                                          WHERE attrelid = '%s'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum""";

    private KeptAudit() {}

    /** @return whether the version makes the audit table */
    static boolean concerns(String sql) {
        return sql.contains("CREATE TABLE mediafiles_ops." + TABLE + " ");
    }

    static void moveAside(Connection connection) throws SQLException {
        if (Sql.flag(connection, "SELECT to_regclass('mediafiles_ops." + TABLE + "') IS NOT NULL")) {
            Sql.run(connection, "CREATE SCHEMA " + ASIDE);
            Sql.run(connection, "ALTER TABLE mediafiles_ops." + TABLE + " SET SCHEMA " + ASIDE);
        }
    }

    static void moveBack(Connection connection) throws SQLException {
        if (!Sql.flag(connection, "SELECT to_regclass('" + ASIDE + "." + TABLE + "') IS NOT NULL")) {
            return;
        }
        List<String> kept = Sql.texts(connection, COLUMNS.formatted(ASIDE + "." + TABLE));
        List<String> made = Sql.texts(connection, COLUMNS.formatted("mediafiles_ops." + TABLE));
        if (!kept.equals(made)) {
            throw new MigrateStopped(Stop.IN_THE_WAY, null, "table mediafiles_ops." + TABLE);
        }
        Sql.run(connection, "DROP TABLE mediafiles_ops." + TABLE);
        Sql.run(connection, "ALTER TABLE " + ASIDE + "." + TABLE + " SET SCHEMA mediafiles_ops");
        Sql.run(connection, "DROP SCHEMA " + ASIDE);
    }
}
