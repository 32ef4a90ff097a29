package org.mediafiles.adoption;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.mediafiles.schema.version.RunLog;

/** A run on record with its steps, from where the record's tables stand. */
final class SchemaRun {
    /** What is done in a step. */
    interface Step {
        /** @return what is worth keeping of it, or {@code null} */
        String go() throws SQLException, AdoptStopped;
    }

    private final RunLog log;
    private final UUID id;

    SchemaRun(RunLog log, UUID id) {
        this.log = log;
        this.id = id;
    }

    UUID id() {
        return id;
    }

    void step(String name, Integer version, String direction, Step work) throws SQLException, AdoptStopped {
        long step = log.beginStep(id, name, version, direction, null);
        try {
            log.endStep(step, "ok", work.go(), null, null, 1);
        } catch (SQLException | AdoptStopped | RuntimeException failure) {
            try {
                log.endStep(step, failure instanceof AdoptStopped ? "stopped" : "failed", failure.getMessage(), null,
                        null, 1);
            } catch (SQLException gone) {
                failure.addSuppressed(gone);
            }
            throw failure;
        }
    }

    void end(AdoptReport report, Integer version) throws SQLException {
        String outcome = switch (report.outcome()) {
            case OK -> "ok";
            case NEEDS_YES, REFUSED -> "refused";
            case STOPPED -> "stopped";
            case FAILED -> "failed";
        };
        log.end(id, outcome, version, report.message(), report.backup().orElse(null), report.json().toString());
    }

    /** A run cannot be ended on a connection that is gone. */
    void endQuietly(Connection connection, AdoptReport report, Integer version) {
        try {
            if (!connection.isClosed()) {
                end(report, version);
            }
        } catch (SQLException gone) {
            // The record then shows a run that never ended, which is what happened.
        }
    }
}
