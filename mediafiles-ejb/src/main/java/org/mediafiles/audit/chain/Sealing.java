package org.mediafiles.audit.chain;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * One round of sealing: rows without a seal get one, by their time, the oldest first. Only one program at a time does so;
 * writers of rows wait for nobody. What it knows from one round to the next spares it looking at the whole trail.
 * <p>
 * A row may become visible after later ones were sealed, since its transaction took a while. It is looked for as far back as
 * {@link #LATE} says; what comes later still is found by {@link Sweep} and, whether sealed or not, told as added by
 * {@link AuditVerification}.
 */
final class Sealing {
    /** Rows sealed in one transaction. */
    static final int BATCH = 5_000;
    /** {@code 15 min}: longer than a row may come late, {@link AuditVerification#GRACE}. */
    static final Duration LATE = Duration.ofMinutes(15);
    /** Usual transactions are over by then; looked at in every round. */
    private static final Duration JUST_NOW = Duration.ofSeconds(10);
    /** How often rounds look as far back as {@link #LATE}; at once after a pause of a minute. */
    private static final Duration LATE_EVERY = Duration.ofSeconds(30);
    private static final long PAUSE_MICROS = 60_000_000;
    private static final Duration A_DAY = Duration.ofDays(1);
    /** "audit" in ASCII: nobody else's key in a database that is shared. */
    static final long LOCK = 0x6175646974L;

    private static final Logger LOG = Logger.getLogger(Sealing.class);
    private static final String TAIL = """
                                       SELECT coalesce(seq, 0), chain_hash, %s, %s FROM (SELECT 1) here
                                       LEFT JOIN LATERAL (SELECT * FROM mediafiles_ops.audit_seal ORDER BY seq DESC LIMIT 1) s
                                           ON true"""
            .formatted(TrailRow.micros("sealed_at"),
                    TrailRow.micros("clock_timestamp()"));
    /** Seals of rows from the future don't move the place. */
    private static final String PLACE = """
                                        SELECT greatest(?, max(least(audit_at, sealed_at)))
                                        FROM mediafiles_ops.audit_seal WHERE seq > ?""";
    static final String UNSEALED = "SELECT " + TrailRow.columns("a")
            + """
              , a.at::text FROM mediafiles_ops.audit_event a
              WHERE a.at >= ? AND a.at <= ?
                  AND NOT EXISTS (SELECT FROM mediafiles_ops.audit_seal s WHERE s.audit_id = a.id)
              ORDER BY a.at, a.id LIMIT\s""" + BATCH;
    private static final String SEAL_TIME = "SELECT " + TrailRow.micros("t")
            + """
              , t::text FROM (SELECT greatest(clock_timestamp(),
                  (SELECT sealed_at FROM mediafiles_ops.audit_seal ORDER BY seq DESC LIMIT 1)) t) n""";
    private static final String INSERT = """
                                         INSERT INTO mediafiles_ops.audit_seal
                                             (seq, audit_id, audit_at, row_hash, chain_hash, sealed_at)
                                         SELECT n.seq, n.id, n.at, n.row_hash, n.chain_hash, ?::timestamptz
                                         FROM unnest(?::bigint[], ?::bigint[], ?::timestamptz[], ?::bytea[], ?::bytea[])
                                             AS n (seq, id, at, row_hash, chain_hash)""";

    private final ChainHash hash = new ChainHash();
    /** The chain's end as this program saw it last; {@code null} before the first round. */
    private ChainEnd end;
    /** The latest time that was sealed; {@link OffsetDateTime#MIN}, which is the database's -infinity, while nothing is. */
    private OffsetDateTime place = OffsetDateTime.MIN;
    /** The last seal that {@link #place} knows of. */
    private long placed;
    /** No row of today lies after this. One that does is somebody's work, and left to {@link Sweep}. */
    private OffsetDateTime soon = OffsetDateTime.MAX;
    private long lookedLateAt = System.nanoTime() - LATE_EVERY.toNanos();

    /** @return the chain's end, as this program saw it last; empty before its first round and while nothing is sealed */
    Optional<ChainEnd> end() {
        return Optional.ofNullable(end).filter(last -> last.seq() > 0);
    }

    /**
     * Seals what it finds, at most one batch, and commits.
     *
     * @param connection in no transaction; it is given back as it came
     * @param from       where to begin; {@code null} for where it left off
     * @return how many rows were sealed; empty where another program is sealing
     */
    Optional<Integer> round(Connection connection, OffsetDateTime from) throws SQLException {
        boolean before = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try {
            if (!tryLock(connection)) {
                connection.rollback();
                return Optional.empty();
            }
            int sealed = seal(connection, from);
            connection.commit();
            return Optional.of(sealed);
        } catch (SQLException | RuntimeException failed) {
            // What this program knows of the chain may not stand.
            forget();
            rollback(connection, failed);
            throw failed;
        } finally {
            restore(connection, before);
        }
    }

    private void forget() {
        end = null;
        place = OffsetDateTime.MIN;
        placed = 0;
    }

    private static void rollback(Connection connection, Exception failed) {
        try {
            connection.rollback();
        } catch (SQLException gone) {
            failed.addSuppressed(gone);
        }
    }

    private static void restore(Connection connection, boolean autoCommit) {
        try {
            connection.setAutoCommit(autoCommit);
        } catch (SQLException gone) {
            LOG.debug("the connection is gone", gone);
        }
    }

    private static boolean tryLock(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_try_advisory_xact_lock(?)")) {
            statement.setLong(1, LOCK);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private int seal(Connection connection, OffsetDateTime from) throws SQLException {
        oneByOne(connection);
        long pausedMicros = follow(connection);
        boolean late = pausedMicros > PAUSE_MICROS
                || System.nanoTime() - lookedLateAt >= LATE_EVERY.toNanos();
        List<Unsealed> rows = from == null
                ? unsealed(connection, before(place, late ? LATE : JUST_NOW), soon)
                : unsealed(connection, from, OffsetDateTime.MAX);
        if (from == null && late && rows.size() < BATCH) {
            lookedLateAt = System.nanoTime();
        }
        if (!rows.isEmpty()) {
            append(connection, rows);
        }
        return rows.size();
    }

    /**
     * For this transaction alone: what is looked up here are few rows of a long table, by their key. Left to itself the planner,
     * whose knowledge of a table that only grows lags behind, reads all of it each time.
     */
    static void oneByOne(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off;"
                    + " SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off;"
                    + " SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL jit = off");
        }
    }

    /**
     * Looks where the chain ends now, and tells where it is not as this program left it.
     *
     * @return for how long nobody has sealed anything, in microseconds
     */
    private long follow(Connection connection) throws SQLException {
        ChainEnd left = end;
        long paused;
        try (PreparedStatement statement = connection.prepareStatement(TAIL);
                ResultSet row = statement.executeQuery()) {
            row.next();
            long seq = row.getLong(1);
            end = new ChainEnd(seq, seq == 0 ? ChainHash.GENESIS : row.getBytes(2));
            paused = row.getLong(4) - row.getLong(3);
            soon = TrailRow.instant(row.getLong(4)).plus(A_DAY).atOffset(ZoneOffset.UTC);
        }
        if (left != null && left.seq() > 0 && !stands(connection, left)) {
            LOG.errorf(
                    "The audit chain is not as this server left it: seal %d is gone or another one. Verify the trail.",
                    left.seq());
            place = OffsetDateTime.MIN;
            placed = 0;
        }
        if (end.seq() > placed) {
            place = place(connection);
            placed = end.seq();
        }
        return paused;
    }

    private boolean stands(Connection connection, ChainEnd left) throws SQLException {
        if (left.seq() == end.seq()) {
            return Arrays.equals(left.chainHash(), end.chainHash());
        }
        try (PreparedStatement statement = connection
                .prepareStatement("SELECT chain_hash FROM mediafiles_ops.audit_seal WHERE seq = ?")) {
            statement.setLong(1, left.seq());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && Arrays.equals(row.getBytes(1), left.chainHash());
            }
        }
    }

    /** Bounds that are plain values let the planner leave out all months but this one. */
    private static OffsetDateTime before(OffsetDateTime time, Duration by) {
        return time.getYear() <= 0 ? OffsetDateTime.MIN : time.minus(by);
    }

    private OffsetDateTime place(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PLACE)) {
            statement.setObject(1, place);
            statement.setLong(2, placed);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getObject(1, OffsetDateTime.class);
            }
        }
    }

    /** A row and its time as the database spells it. */
    private record Unsealed(TrailRow row, String at) {}

    private static List<Unsealed> unsealed(Connection connection, OffsetDateTime from, OffsetDateTime to)
            throws SQLException {
        List<Unsealed> rows = new ArrayList<>();
        Set<Long> ids = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(UNSEALED)) {
            statement.setObject(1, from);
            statement.setObject(2, to);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    TrailRow one = TrailRow.read(row, 1);
                    // A number that stands twice, at two times, is somebody's work; only one of them can be sealed.
                    if (ids.add(one.id())) {
                        rows.add(new Unsealed(one, row.getString(TrailRow.COLUMNS + 1)));
                    }
                }
            }
        }
        return rows;
    }

    private void append(Connection connection, List<Unsealed> rows) throws SQLException {
        int count = rows.size();
        Long[] seqs = new Long[count];
        Long[] ids = new Long[count];
        String[] times = new String[count];
        byte[][] rowHashes = new byte[count][];
        byte[][] chainHashes = new byte[count][];
        long sealedMicros;
        String sealedAt;
        try (PreparedStatement statement = connection.prepareStatement(SEAL_TIME);
                ResultSet row = statement.executeQuery()) {
            row.next();
            sealedMicros = row.getLong(1);
            sealedAt = row.getString(2);
        }
        byte[] previous = end.chainHash();
        for (int i = 0; i < count; i++) {
            TrailRow row = rows.get(i).row();
            seqs[i] = end.seq() + 1 + i;
            ids[i] = row.id();
            times[i] = rows.get(i).at();
            rowHashes[i] = row.hash(hash);
            previous = hash.link(previous, seqs[i], row.id(), row.atMicros(), rowHashes[i], sealedMicros);
            chainHashes[i] = previous;
        }
        insert(connection, sealedAt, List.of(connection.createArrayOf("bigint", seqs),
                connection.createArrayOf("bigint", ids), connection.createArrayOf("timestamptz", times),
                connection.createArrayOf("bytea", rowHashes), connection.createArrayOf("bytea", chainHashes)));
        end = new ChainEnd(seqs[count - 1], previous);
    }

    private static void insert(Connection connection, String sealedAt, List<Array> columns) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setString(1, sealedAt);
            for (int i = 0; i < columns.size(); i++) {
                statement.setArray(i + 2, columns.get(i));
            }
            statement.executeUpdate();
        }
    }
}
