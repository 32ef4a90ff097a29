package org.mediafiles.schema.preflight;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.mediafiles.schema.version.ClinicalTables;
import org.mediafiles.schema.version.FileTrouble;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.SchemaHistory;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScripts;

/**
 * Looks at everything that could keep a change of the schema from ending well, before it is begun. It writes nothing: each
 * check reads in a read-only transaction of its own, within a time, and one that breaks off is a warning that says so.
 */
public final class Preflight {
    private static final Logger LOG = Logger.getLogger(Preflight.class);
    /** Most checks read the catalogue only. Those that count rows have the site's own time. */
    private static final Duration QUICK = Duration.ofSeconds(30);
    /** For reading, only a change of that very table is waited for. */
    static final Duration LOCK_WAIT = Duration.ofSeconds(2);
    /** No server says so to this driver; a pooler does where it lends for single statements, or refuses our way to greet. */
    private static final String PROTOCOL_BROKEN = "08P01";

    private final SchemaSite site;
    private final VersionScripts scripts;
    private final List<Check> checks;

    public Preflight(SchemaSite site) {
        this(site, VersionScripts.ours(), Checklist.all());
    }

    /** For tests: other scripts, other checks. */
    Preflight(SchemaSite site, VersionScripts scripts, List<Check> checks) {
        this.site = site;
        this.scripts = scripts;
        this.checks = checks;
    }

    /** @return what was found, also where the database does not answer */
    public PreflightReport run(Purpose purpose) {
        PreflightReport.Collector collector = new PreflightReport.Collector(purpose);
        try (Connection connection = site.owner().getConnection()) {
            look(connection, purpose, collector);
        } catch (SQLException away) {
            LOG.warnf("The checklist found no database (SQLSTATE %s)", Sql.state(away));
            collector.add(Topic.SERVER, List.of(Sql.state(away).equals(PROTOCOL_BROKEN)
                    ? Found.stops("pooler-by-transaction")
                    : Found.stops("database-away", Sql.state(away))));
        }
        return collector.report();
    }

    private void look(Connection connection, Purpose purpose, PreflightReport.Collector collector)
            throws SQLException {
        Look look = begin(connection, purpose);
        Topic topic = null;
        for (Check check : checks) {
            if (check.topic() != topic) {
                topic = check.topic();
                site.progress().says("preflight: " + topic.code());
            }
            collector.add(topic, look(check, look));
        }
    }

    private Look begin(Connection connection, Purpose purpose) throws SQLException {
        boolean rows = holdsRows(connection);
        try {
            return inReadOnlyTransaction(connection, QUICK, () -> {
                SchemaHistory history = SchemaHistory.read(connection);
                return new Look(connection, site, purpose, scripts, history, Met.read(connection, history, rows));
            });
        } catch (SQLException failure) {
            if (Sql.isConnectionLost(failure)) {
                throw failure;
            }
            LOG.warnf("The history cannot be read (SQLSTATE %s)", Sql.state(failure));
            return new Look(connection, site, purpose, scripts, new SchemaHistory(false, List.of()), Met.UNREADABLE);
        }
    }

    /** A table that somebody else changes just now is taken for one with rows. */
    private static boolean holdsRows(Connection connection) throws SQLException {
        try {
            return inReadOnlyTransaction(connection, QUICK, () -> ClinicalTables.holdRows(connection));
        } catch (SQLException failure) {
            if (Sql.isConnectionLost(failure)) {
                throw failure;
            }
            return true;
        }
    }

    private List<Finding> look(Check check, Look look) throws SQLException {
        try {
            return check.readOnly()
                    ? inReadOnlyTransaction(look.connection(), time(check), () -> check.inspection().look(look))
                    : check.inspection().look(look);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return List.of(failed(check, stopped));
        } catch (Exception failure) {
            if (Sql.isConnectionLost(failure)) {
                throw new SQLException("the connection broke", Sql.state(failure), failure);
            }
            LOG.warnf("The check %s broke off: %s", check.name(), failure);
            return List.of(failed(check, failure));
        }
    }

    private static Finding failed(Check check, Exception failure) {
        String state = Sql.state(failure);
        return Found.warning("check-failed", check.name(),
                state.isEmpty() ? reason(failure) : "SQLSTATE " + state);
    }

    private static String reason(Exception failure) {
        return failure instanceof IOException io ? FileTrouble.of(io) : "for a reason that was not foreseen";
    }

    private Duration time(Check check) {
        Duration configured = site.config().statementTimeout();
        return check.topic() == Topic.DATA || configured.compareTo(QUICK) < 0 ? configured : QUICK;
    }

    /** What is done inside. */
    @FunctionalInterface
    private interface Reading<T, E extends Exception> {
        T read() throws SQLException, E;
    }

    private static <T, E extends Exception> T inReadOnlyTransaction(Connection connection, Duration time,
            Reading<T, E> reading) throws SQLException, E {
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        try {
            Sql.run(connection, "SET LOCAL statement_timeout = " + time.toMillis());
            Sql.run(connection, "SET LOCAL lock_timeout = " + LOCK_WAIT.toMillis());
            return reading.read();
        } finally {
            // A connection that goes back to a pool is to be as it came.
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
                connection.setReadOnly(false);
            }
        }
    }
}
