package org.mediafiles.audit.chain;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import javax.sql.DataSource;
import org.mediafiles.audit.chain.Fault.Kind;

/**
 * Compares the whole trail with its chain of seals and with the anchors, as of one moment, beside writers and sealers. Reads
 * as a stream: however long the trail, it holds some thousand rows at a time.
 */
public final class AuditVerification {
    /**
     * {@code 10 min}: how much later than its time a row may become visible without being called added; longer than any
     * transaction of the program.
     */
    static final Duration GRACE = Duration.ofMinutes(10);
    static final long GRACE_MICROS = GRACE.toMillis() * 1_000;

    private static final int FETCH = 1_000;
    /** A row that was not there when some seal of a later one was made, ten minutes after its time, was added. */
    private static final String SETTLED = "max(least(audit_at, sealed_at - interval '" + GRACE.toMinutes()
            + " minutes'))";
    private static final String SUMS = "SELECT count(*), coalesce(max(seq), 0), " + SETTLED + "::text, "
            + TrailRow.micros(SETTLED) + ", " + TrailRow.micros("now()") + " FROM mediafiles_ops.audit_seal";
    private static final String WALK = "SELECT " + SealRow.columns("s") + ", a.id IS NOT NULL, " + TrailRow.columns("a")
            + " FROM mediafiles_ops.audit_seal s LEFT JOIN mediafiles_ops.audit_event a"
            + " ON a.at = s.audit_at AND a.id = s.audit_id ORDER BY s.seq";
    private static final String FIRST_ADDED = "SELECT a.id, " + TrailRow.micros("a.at")
            + " FROM mediafiles_ops.audit_event a WHERE a.at < ?::timestamptz AND NOT EXISTS"
            + " (SELECT FROM mediafiles_ops.audit_seal s WHERE s.audit_id = a.id AND s.audit_at = a.at)"
            + " ORDER BY a.at, a.id LIMIT 1";
    /** A row whose time has not come has no seal before a sealer's walk over the whole trail. */
    private static final String FIRST_FROM_THE_FUTURE = FIRST_ADDED.replace("a.at < ?::timestamptz",
            "a.at > now() + interval '" + GRACE.toMinutes() + " minutes'");
    private static final String ONE_SEAL_EACH = """
                                                SELECT EXISTS (SELECT FROM pg_index JOIN pg_attribute ON attrelid = indrelid
                                                    AND attnum = indkey[0] WHERE indrelid = 'mediafiles_ops.audit_seal'::regclass
                                                    AND indisunique AND indisvalid AND indnkeyatts = 1 AND indpred IS NULL
                                                    AND attname = 'audit_id')""";

    private static final String LATE = "The row came to its place more than ten minutes after its time, when later ones were"
            + " sealed; it bears no seal.";
    private static final String EARLY = "The row's time has not come yet; it bears no seal.";

    private final AnchorFile anchors;

    public AuditVerification(AnchorFile anchors) {
        this.anchors = anchors;
    }

    /** How far it is. */
    @FunctionalInterface
    public interface Progress {
        Progress NONE = (done, total) -> {};

        /** Called every now and then. */
        void checked(long done, long total);
    }

    /** @throws SQLException where the database does not answer, or has no chain */
    public VerificationReport run(DataSource database, Progress progress) throws SQLException {
        long begun = System.nanoTime();
        AnchorCheck anchorCheck = AnchorCheck.begin(anchors);
        try (Connection connection = database.getConnection()) {
            boolean before = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
                statement.execute("SET LOCAL statement_timeout = 0");
                statement.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
                return run(connection, anchorCheck, progress, begun);
            } finally {
                connection.rollback();
                connection.setAutoCommit(before);
            }
        }
    }

    /**
     * @param settled the moment before which no row may be without a seal, as the database spells it; {@code null} while
     *                nothing is sealed
     */
    private record Sums(long seals, long lastSeq, String settled, long settledMicros, long nowMicros) {}

    private static VerificationReport run(Connection connection, AnchorCheck anchorCheck, Progress progress, long begun)
            throws SQLException {
        long rows = count(connection, "SELECT count(*) FROM mediafiles_ops.audit_event", null);
        Sums sums = sums(connection);
        long settledRows = sums.settled == null
                ? 0
                : count(connection, "SELECT count(*) FROM mediafiles_ops.audit_event WHERE at < ?::timestamptz",
                        sums.settled);
        Sealing.oneByOne(connection);
        anchorCheck.run(connection, sums.lastSeq);
        ChainWalk walk = new ChainWalk(sums.nowMicros, sums.settledMicros);
        walk(connection, walk, sums.seals, progress);
        Fault first = earlier(named(connection, walk), anchorCheck.first());
        long added = Math.max(0, settledRows - walk.matchedSettled());
        if (added > 0 || !oneSealEach(connection)) {
            Fault found = sums.settled == null ? null : firstAdded(connection, FIRST_ADDED, sums.settled, LATE);
            first = first == null ? found : first;
        }
        if (first == null) {
            first = firstAdded(connection, FIRST_FROM_THE_FUTURE, null, EARLY);
        }
        return new VerificationReport(rows, walk.sealed(), Math.max(0, rows - walk.matched()),
                Math.max(first == null ? 0 : 1, walk.faults() + anchorCheck.faults() + added), first,
                anchorCheck.checked(), anchorCheck.trouble(), Duration.ofNanos(System.nanoTime() - begun));
    }

    private static Fault earlier(Fault one, Fault other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return other.seq() < one.seq() ? other : one;
    }

    private static long count(Connection connection, String sql, String time) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (time != null) {
                statement.setString(1, time);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static Sums sums(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(SUMS)) {
            row.next();
            return new Sums(row.getLong(1), row.getLong(2), row.getString(3), row.getLong(4), row.getLong(5));
        }
    }

    private static boolean oneSealEach(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ONE_SEAL_EACH)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static void walk(Connection connection, ChainWalk walk, long seals, Progress progress) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WALK)) {
            statement.setFetchSize(FETCH);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    boolean there = row.getBoolean(SealRow.COLUMNS + 1);
                    walk.pass(SealRow.read(row), there ? TrailRow.read(row, SealRow.COLUMNS + 2) : null);
                    if (walk.sealed() % FETCH == 0) {
                        progress.checked(walk.sealed(), seals);
                    }
                }
            }
        }
    }

    /** @param time a parameter of the statement; {@code null} where it has none */
    private static Fault firstAdded(Connection connection, String sql, String time, String detail) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (time != null) {
                statement.setString(1, time);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? new Fault(Kind.ADDED, row.getLong(1), null, TrailRow.instant(row.getLong(2)), detail)
                        : null;
            }
        }
    }

    /** A row that is not in its place may stand in another one, or under another number. */
    private static Fault named(Connection connection, ChainWalk walk) throws SQLException {
        SealRow seal = walk.firstWithoutRow();
        if (seal == null) {
            return walk.first();
        }
        String elsewhere = text(connection, "SELECT at::text FROM mediafiles_ops.audit_event WHERE id = ? LIMIT 1",
                seal.auditId());
        if (elsewhere != null) {
            return new Fault(Kind.REORDERED, seal.auditId(), seal.seq(), TrailRow.instant(seal.auditMicros()),
                    "The row stands at another time: " + elsewhere + ".");
        }
        Long number = renumbered(connection, seal);
        return number == null
                ? walk.first()
                : new Fault(Kind.CHANGED, seal.auditId(), seal.seq(), TrailRow.instant(seal.auditMicros()),
                        "The row bears another number: " + number + ".");
    }

    private static String text(Connection connection, String sql, long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    private static Long renumbered(Connection connection, SealRow seal) throws SQLException {
        ChainHash hash = new ChainHash();
        try (PreparedStatement statement = connection.prepareStatement("SELECT " + TrailRow.columns("a")
                + " FROM mediafiles_ops.audit_event a WHERE a.at ="
                + " (SELECT audit_at FROM mediafiles_ops.audit_seal WHERE seq = ?)")) {
            statement.setLong(1, seal.seq());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    TrailRow one = TrailRow.read(row, 1);
                    if (Arrays.equals(hash.row(seal.auditId(), one.atMicros(), one.texts()), seal.rowHash())) {
                        return one.id();
                    }
                }
            }
        }
        return null;
    }
}
