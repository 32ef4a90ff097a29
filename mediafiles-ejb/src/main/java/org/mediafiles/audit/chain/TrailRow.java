package org.mediafiles.audit.chain;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A row of the trail in the form that is sealed.
 *
 * @param atMicros microseconds since 1970
 */
record TrailRow(long id, long atMicros, byte[][] texts) {
    /** Everything that a row says besides its number and time. A new column needs a new form of the hash. */
    private static final List<String> TEXTS = List.of("act", "user_id", "username", "role", "patient_id", "event_id",
            "media_file_id", "outcome", "address", "request_id", "details", "before_values", "after_values");
    /** How many columns {@link #columns} gives. */
    static final int COLUMNS = 2 + TEXTS.size();
    private static final long MICROS = 1_000_000;

    /** @return the columns of a select list, for the table of this alias */
    static String columns(String alias) {
        return alias + ".id, " + micros(alias + ".at") + ", "
                + TEXTS.stream().map(column -> alias + "." + column + "::text").collect(Collectors.joining(", "));
    }

    /**
     * @return an SQL expression: microseconds since 1970. What lies outside of year 1 to 9999 is the end of the number's
     *         range, so that nobody's far-off time breaks the arithmetic
     */
    static String micros(String column) {
        return "CASE WHEN " + column + " >= '0001-01-01 UTC' AND " + column
                + " < '9999-12-31 UTC' THEN (extract(epoch FROM "
                + column + ") * 1000000)::bigint WHEN " + column
                + " > 'epoch' THEN 9223372036854775807 ELSE -9223372036854775807 END";
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(Math.floorDiv(micros, MICROS), ChronoUnit.SECONDS).plus(Math.floorMod(micros, MICROS),
                ChronoUnit.MICROS);
    }

    /** @param first where {@link #columns} begin */
    static TrailRow read(ResultSet row, int first) throws SQLException {
        byte[][] texts = new byte[TEXTS.size()][];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = row.getBytes(first + 2 + i);
        }
        return new TrailRow(row.getLong(first), row.getLong(first + 1), texts);
    }

    byte[] hash(ChainHash hash) {
        return hash.row(id, atMicros, texts);
    }
}
