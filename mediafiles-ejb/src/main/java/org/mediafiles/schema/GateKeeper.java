package org.mediafiles.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.mediafiles.config.Settings;
import org.mediafiles.schema.version.Sql;

/** Looks at the database, lets the gate show what it saw, and says when to look again. Not safe for two threads at once. */
final class GateKeeper {
    private static final Logger LOG = Logger.getLogger(GateKeeper.class);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    /** An admin mends something by hand. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

    private final Settings settings;
    private final SchemaGate gate;
    private final Supplier<Databases> lookUp;
    private final Supplier<Optional<String>> mappedObjects;
    private final Consumer<SchemaReady> ready;

    private Databases databases;
    private SchemaMigration migration;
    private Duration wait = FIRST_WAIT;
    private Verdict lastShown;

    /**
     * @param lookUp        gives the data sources; asked once
     * @param mappedObjects tells the first difference between tables and entities, if there is one
     * @param ready         does what has to stand before the gate opens; what it throws keeps the gate shut
     */
    GateKeeper(Settings settings, SchemaGate gate, Supplier<Databases> lookUp, Supplier<Optional<String>> mappedObjects,
            Consumer<SchemaReady> ready) {
        this.settings = settings;
        this.gate = gate;
        this.lookUp = lookUp;
        this.mappedObjects = mappedObjects;
        this.ready = ready;
    }

    /** @return how long to wait before the next attempt; empty where there is nothing to wait for */
    Optional<Duration> attempt() {
        Verdict verdict = look();
        show(verdict);
        if (verdict.state() == SchemaGate.State.CLOSED) {
            Duration now = wait;
            Duration longer = wait.multipliedBy(2);
            wait = longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
            return Optional.of(now);
        }
        return verdict.isOpen() || !verdict.reason().isWorthLookingAgain() ? Optional.empty() : Optional.of(LOOK_AGAIN);
    }

    /** @return the schema's version; call it once the gate is open */
    String version() {
        return lastShown.detail();
    }

    private Verdict look() {
        if (!settings.problems().isEmpty()) {
            return Verdict.fail(GateReason.CONFIGURATION_INVALID, String.join(" ", settings.problems()));
        }
        try {
            return lookAtDatabase();
        } catch (SQLException | RuntimeException failure) {
            if (Sql.isConnectionLost(failure)) {
                return Verdict.unavailable(failure);
            }
            LOG.error("The start broke off", failure);
            return Verdict.fail(GateReason.START_FAILED, "The start broke off; the server's log says where.");
        }
    }

    private Verdict lookAtDatabase() throws SQLException {
        if (migration == null) {
            databases = lookUp.get();
            migration = new SchemaMigration(databases, settings, this::tell);
        }
        if (gate.state() == SchemaGate.State.CLOSED) {
            gate.hold(GateReason.MIGRATING.code(), "The schema is being looked at or migrated.");
        }
        Verdict verdict = migration.run(settings.schema().onStartup());
        if (!verdict.isOpen()) {
            return verdict;
        }
        Optional<String> mismatch = mappedObjects.get();
        if (mismatch.isPresent()) {
            return Verdict.fail(GateReason.SCHEMA_MISMATCH, mismatch.get());
        }
        ready.accept(new SchemaReady(databases.owner()));
        return demoUsers().orElse(verdict);
    }

    /** What a migration does now is what the page shows that stands for everything meanwhile. */
    private void tell(String line) {
        LOG.info(line);
        if (gate.state() == SchemaGate.State.CLOSED) {
            gate.hold(GateReason.MIGRATING.code(), line);
        }
    }

    /** A user whose password is its name is welcome in the run profile alone. */
    private Optional<Verdict> demoUsers() throws SQLException {
        if (settings.schema().demoUsers()) {
            return Optional.empty();
        }
        try (Connection connection = databases.runner().getConnection()) {
            List<String> active = DemoUsers.active(connection);
            return active.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Verdict.fail(GateReason.DEMO_USERS_PRESENT, "Demo users could sign in: "
                            + String.join(", ", active)
                            + ". Lock each with user.sh lock; the last admin needs --force."));
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
}
