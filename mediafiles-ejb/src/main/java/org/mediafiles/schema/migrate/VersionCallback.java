package org.mediafiles.schema.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.mediafiles.schema.version.RunLog;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScript;

/**
 * What is done around one version on Flyway's own connection: inside the version's transaction where it has one, so that it
 * stands exactly if the version stands.
 */
final class VersionCallback implements Callback {
    /** What has to be done once the history stands and before the version begins. */
    interface Before {
        void run() throws SQLException;
    }

    private final VersionScript script;
    private final Duration lockTimeout;
    private final Duration statementTimeout;
    private final Before before;
    private final NoRowLost rows = new NoRowLost();

    VersionCallback(VersionScript script, Duration lockTimeout, Duration statementTimeout, Before before) {
        this.script = script;
        this.lockTimeout = lockTimeout;
        this.statementTimeout = statementTimeout;
        this.before = before;
    }

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_MIGRATE || event == Event.BEFORE_EACH_MIGRATE || event == Event.AFTER_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        try {
            if (event == Event.BEFORE_MIGRATE) {
                before.run();
            } else if (event == Event.BEFORE_EACH_MIGRATE) {
                begin(context.getConnection());
            } else {
                end(context.getConnection());
            }
        } catch (SQLException failure) {
            throw new FlywayException("around " + script.name(), failure);
        }
    }

    private void begin(Connection connection) throws SQLException {
        if (!script.transactional()) {
            // An index built concurrently blocks no writer while it waits, so it may wait; it must not be cut off.
            Sql.run(connection, "SET lock_timeout TO 0");
            Sql.run(connection, "SET statement_timeout TO 0");
            return;
        }
        Sql.run(connection, "SET LOCAL lock_timeout TO " + lockTimeout.toMillis());
        Sql.run(connection, "SET LOCAL statement_timeout TO " + statementTimeout.toMillis());
        rows.look(connection);
        if (KeptAudit.concerns(script.sql())) {
            KeptAudit.moveAside(connection);
        }
    }

    private void end(Connection connection) throws SQLException {
        if (script.transactional()) {
            rows.require(connection, "V" + script.version());
        }
        if (script.transactional() && KeptAudit.concerns(script.sql())) {
            KeptAudit.moveBack(connection);
        }
        RunLog.remember(connection, script);
    }

    @Override
    public String getCallbackName() {
        return "mediafiles";
    }
}
