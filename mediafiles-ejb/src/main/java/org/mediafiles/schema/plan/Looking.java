package org.mediafiles.schema.plan;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.schema.version.Sql;

/** Looks at a database in one read-only transaction, in which the server itself refuses every write. */
final class Looking {
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** What is looked for. */
    @FunctionalInterface
    interface Look<T> {
        T at(Connection connection) throws SQLException;
    }

    private Looking() {}

    /**
     * @param lockTimeout as PostgreSQL writes it; the history may be locked by who migrates
     * @throws MediaFilesException {@code CONFLICT} where a small table of ours is locked for longer
     */
    static <T> T look(DataSource database, String lockTimeout, Look<T> look) throws SQLException {
        try (Connection connection = database.getConnection()) {
            int isolation = connection.getTransactionIsolation();
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            try {
                Sql.run(connection, "SET LOCAL lock_timeout = '" + lockTimeout + "'");
                return look.at(connection);
            } catch (SQLException failed) {
                if (LOCK_NOT_AVAILABLE.equals(failed.getSQLState())) {
                    throw new MediaFilesException(ProblemCode.CONFLICT,
                            "Somebody holds a lock on the schema's history or on the catalogue: a migration may be under"
                                    + " way. Try again when it has ended.",
                            failed);
                }
                throw failed;
            } finally {
                // A connection that goes back to a pool is as it was.
                connection.rollback();
                connection.setAutoCommit(true);
                connection.setReadOnly(false);
                connection.setTransactionIsolation(isolation);
            }
        }
    }
}
