package org.mediafiles.schema.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.mediafiles.schema.version.Initiator;
import org.mediafiles.schema.version.RunLog;
import org.mediafiles.schema.version.Sql;

/**
 * This run on the record. On a new database it begins when Flyway has made its history, a moment before the first version;
 * what was done before that stands in the run's own row.
 */
final class RunRecord {
    private static final Logger LOG = Logger.getLogger(RunRecord.class);

    private final Connection connection;
    private final RunLog log;
    private final Integer from;
    private final Integer to;
    private UUID run;

    /** @param connection the one that holds the lock */
    RunRecord(Connection connection, Initiator initiator, Integer from, Integer to) {
        this.connection = connection;
        this.log = new RunLog(connection, initiator);
        this.from = from;
        this.to = to;
    }

    /** Idempotent; does nothing before Flyway's history stands. */
    void begin() throws SQLException {
        if (run == null
                && Sql.flag(connection, "SELECT to_regclass('mediafiles_ops.schema_history') IS NOT NULL")) {
            RunLog.bootstrap(connection);
            RunLog.endBrokenOff(connection);
            run = log.begin("migrate", from, to);
        }
    }

    /** @return {@code null} where the run has not begun */
    Long beginStep(String name, Integer version, String direction, Long bytes) throws SQLException {
        return run == null ? null : log.beginStep(run, name, version, direction, bytes);
    }

    /** @param step {@code null}: none was begun */
    void endStep(Long step, String outcome, String message, String locks, Long bytes, int attempts) {
        if (step == null) {
            return;
        }
        try {
            log.endStep(step, outcome, message, locks, bytes, attempts);
        } catch (SQLException away) {
            // The work decides what the run came to; the next run closes this record.
            LOG.warnf("The end of step %d is not on record (SQLSTATE %s)", step, Sql.state(away));
        }
    }

    void end(String outcome, Integer reached, String message, String backup, String report) {
        if (run == null) {
            return;
        }
        try {
            log.end(run, outcome, reached, message, backup, report);
        } catch (SQLException away) {
            LOG.warnf("The end of run %s is not on record (SQLSTATE %s)", run, Sql.state(away));
        }
    }

    /** @return {@code null} where the run has not begun */
    UUID id() {
        return run;
    }
}
