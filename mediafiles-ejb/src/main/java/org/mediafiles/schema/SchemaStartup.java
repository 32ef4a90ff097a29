package org.mediafiles.schema;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.naming.NamingException;
import org.jboss.logging.Logger;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.config.Settings;

/**
 * Starts the look at the database and returns: a deployment that blocks is rolled back after 300 s, and one with the
 * database down still has to succeed. Attempts follow one another on a managed thread until the gate is open.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class SchemaStartup {
    private static final Logger LOG = Logger.getLogger(SchemaStartup.class);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    /** An admin mends something by hand. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

    @Resource
    private ManagedScheduledExecutorService executor;
    @Inject
    private Settings settings;
    @Inject
    private SchemaGate gate;
    @Inject
    private MappedObjects mappedObjects;
    @Inject
    private Event<SchemaReady> ready;
    @Inject
    private Event<SchemaOpened> opened;

    private Databases databases;
    private SchemaMigration migration;
    private Duration wait = FIRST_WAIT;
    private Verdict lastShown;
    private volatile Future<?> next;
    private volatile boolean stopped;

    @PostConstruct
    void start() {
        if (!settings.problems().isEmpty()) {
            show(Verdict.fail(GateReason.CONFIGURATION_INVALID, String.join(" ", settings.problems())));
            return;
        }
        next = executor.submit(this::attempt);
    }

    @PreDestroy
    void stop() {
        stopped = true;
        Future<?> running = next;
        if (running != null) {
            running.cancel(false);
        }
    }

    private void attempt() {
        Verdict verdict;
        try {
            verdict = look();
        } catch (SQLException | RuntimeException | NamingException failure) {
            verdict = Sql.isConnectionLost(failure) || failure instanceof SQLException
                    ? unavailable(failure)
                    : failed(failure);
        }
        if (stopped) {
            return;
        }
        show(verdict);
        if (verdict.isOpen()) {
            tell(verdict.detail());
        } else {
            retry(verdict);
        }
    }

    private Verdict look() throws SQLException, NamingException {
        if (migration == null) {
            databases = Databases.lookUp();
            migration = new SchemaMigration(databases.owner(), databases.runner());
        }
        if (gate.state() == SchemaGate.State.CLOSED) {
            gate.hold(GateReason.MIGRATING.code(), "The schema is being looked at or migrated.");
        }
        Verdict verdict = migration.run(settings.schema().onStartup());
        if (!verdict.isOpen()) {
            return verdict;
        }
        Optional<String> mismatch = mappedObjects.mismatch();
        if (mismatch.isPresent()) {
            return Verdict.fail(GateReason.SCHEMA_MISMATCH, mismatch.get());
        }
        ready.fire(new SchemaReady(databases.owner()));
        return checkDemoUsers(settings.schema()).orElse(verdict);
    }

    /** A user whose password is its name is welcome in the run profile alone. */
    private Optional<Verdict> checkDemoUsers(SchemaConfig config) throws SQLException {
        if (config.demoUsers()) {
            return Optional.empty();
        }
        try (Connection connection = databases.runner().getConnection()) {
            List<String> active = DemoUsers.active(connection);
            return active.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Verdict.fail(GateReason.DEMO_USERS_PRESENT, "Demo users could sign in: "
                            + String.join(", ", active) + ". Lock them with user.sh lock or delete them."));
        }
    }

    private void show(Verdict verdict) {
        switch (verdict.state()) {
            case OPEN -> gate.open();
            case CLOSED -> gate.hold(verdict.reason().code(), verdict.detail());
            case FAILED -> gate.fail(verdict.reason().code(), verdict.detail());
        }
        if (!verdict.equals(lastShown)) {
            log(verdict);
        }
        lastShown = verdict;
    }

    private static void log(Verdict verdict) {
        switch (verdict.state()) {
            case OPEN -> LOG.infof("The schema is at version %s; MediaFiles is open", verdict.detail());
            case CLOSED -> LOG.warnf("MediaFiles waits (%s): %s", verdict.reason().code(), verdict.detail());
            case FAILED -> LOG.errorf("MediaFiles stays shut (%s): %s", verdict.reason().code(), verdict.detail());
        }
    }

    private void tell(String version) {
        try {
            opened.fire(new SchemaOpened(version));
        } catch (RuntimeException failure) {
            LOG.error("Background work did not start", failure);
        }
    }

    private void retry(Verdict verdict) {
        if (verdict.state() == SchemaGate.State.CLOSED) {
            next = executor.schedule(this::attempt, wait.toMillis(), TimeUnit.MILLISECONDS);
            Duration longer = wait.multipliedBy(2);
            wait = longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
        } else if (verdict.reason().isWorthLookingAgain()) {
            wait = LOOK_AGAIN;
            next = executor.schedule(this::attempt, LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static Verdict unavailable(Exception failure) {
        LOG.debug("The database does not answer", failure);
        return Verdict.hold(GateReason.DATABASE_UNAVAILABLE, "The database does not answer; it is asked again.");
    }

    private static Verdict failed(Exception failure) {
        LOG.error("The start broke off", failure);
        return Verdict.fail(GateReason.START_FAILED, "The start broke off; the server's log says where.");
    }
}
