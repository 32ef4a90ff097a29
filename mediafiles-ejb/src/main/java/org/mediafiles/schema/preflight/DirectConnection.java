package org.mediafiles.schema.preflight;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Sql;

/**
 * Whether a connection keeps its server process. A pooler in transaction mode lends one for each transaction: our lock, which
 * belongs to the session, would stay behind in the pool, and would guard nothing.
 * <p>
 * One client that asks twice learns nothing, since an idle pool lends the same process again. What reveals a pooler:
 * while a second client is in a transaction, it is either served by the process that was ours a moment ago, or we are moved
 * to another. The process number of the protocol's greeting is the pooler's own invention in any mode.
 */
final class DirectConnection {
    private static final int TRIES = 3;
    /** A prepared statement stands already that another client made, or is gone: processes were exchanged beneath us. */
    private static final Set<String> MIXED_UP = Set.of("42P05", "26000");
    /** A pool without a free process would let us wait; then it is one. */
    private static final int WAIT_SECONDS = 10;

    private DirectConnection() {}

    static List<Finding> look(Look look) throws SQLException {
        try {
            return compare(look);
        } catch (SQLException failure) {
            if (MIXED_UP.contains(Sql.state(failure))) {
                return List.of(Found.stops("pooler-by-transaction"));
            }
            throw failure;
        }
    }

    private static List<Finding> compare(Look look) throws SQLException {
        Connection ours = look.connection();
        for (int i = 0; i < TRIES; i++) {
            if (isLent(look, ours)) {
                return List.of(Found.stops("pooler-by-transaction"));
            }
        }
        OptionalLong greeted = greetedBy(ours);
        return List.of(greeted.isPresent() && greeted.getAsLong() != process(ours)
                ? Found.warning("pooler-by-session")
                : Found.ok("direct-connection"));
    }

    private static boolean isLent(Look look, Connection ours) throws SQLException {
        long first = process(ours);
        try (Connection second = look.site().owner().getConnection()) {
            second.setAutoCommit(false);
            try {
                // Asked before we ask again: a pool of one process would have none left for us.
                return process(second) == first || process(ours) != first;
            } finally {
                second.rollback();
                second.setAutoCommit(true);
            }
        }
    }

    private static long process(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(WAIT_SECONDS);
            try (ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** @return the process that the server's greeting named; empty where the driver keeps it from us */
    private static OptionalLong greetedBy(Connection connection) {
        for (Connection candidate : candidates(connection)) {
            try {
                // The driver is the server's, not ours: it is not on the class path of the archive.
                Object named = candidate.getClass().getMethod("getBackendPID").invoke(candidate);
                return OptionalLong.of(((Number) named).longValue());
            } catch (ReflectiveOperationException | RuntimeException wrapper) {
                continue;
            }
        }
        return OptionalLong.empty();
    }

    /** A server's data source wraps the driver's connection. */
    private static List<Connection> candidates(Connection connection) {
        List<Connection> candidates = new ArrayList<>(List.of(connection));
        try {
            candidates.add(connection.getMetaData().getConnection());
            Method underlying = connection.getClass().getMethod("getUnderlyingConnection");
            candidates.add((Connection) underlying.invoke(connection));
        } catch (ReflectiveOperationException | SQLException | RuntimeException none) {
            return candidates;
        }
        return candidates;
    }
}
