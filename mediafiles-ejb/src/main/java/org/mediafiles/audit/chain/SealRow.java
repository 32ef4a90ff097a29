package org.mediafiles.audit.chain;

import java.sql.ResultSet;
import java.sql.SQLException;

/** A seal as it stands; all times in microseconds since 1970. */
record SealRow(long seq, long auditId, long auditMicros, byte[] rowHash, byte[] chainHash, long sealedMicros) {
    static final int COLUMNS = 6;

    /** @return the columns of a select list, for the table of this alias */
    static String columns(String alias) {
        return "%1$s.seq, %1$s.audit_id, %2$s, %1$s.row_hash, %1$s.chain_hash, %3$s".formatted(alias,
                TrailRow.micros(alias + ".audit_at"), TrailRow.micros(alias + ".sealed_at"));
    }

    static SealRow read(ResultSet row) throws SQLException {
        return new SealRow(row.getLong(1), row.getLong(2), row.getLong(3), row.getBytes(4), row.getBytes(5),
                row.getLong(6));
    }
}
