package org.mediafiles.schema;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.mediafiles.config.SchemaConfig.OnStartup;
import org.mediafiles.config.Settings;
import org.mediafiles.schema.migrate.AuditPartitions;
import org.mediafiles.schema.version.RunLog;
import org.mediafiles.schema.version.SchemaHistory;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScripts;

/** Looks at the database, lets the gate show what it saw, and says when to look again. Safe for several threads. */
final class GateKeeper {
    private static final Logger LOG = Logger.getLogger(GateKeeper.class);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    /** An admin mends something by hand. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);
    /** Another door, here or elsewhere, takes the schema back under a program at work. */
    private static final Duration WATCH = Duration.ofSeconds(5);

    private static final String BIND_ADDRESS = "jboss.bind.address";
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "[::1]", "localhost");

    private final Settings settings;
    private final SchemaGate gate;
    private final Supplier<Databases> lookUp;
    private final Supplier<Optional<String>> mappedObjects;
    private final Storage storage;
    private final Consumer<SchemaReady> ready;

    /** Looks at the folder for the files. */
    @FunctionalInterface
    interface Storage {
        /** @return why not to open; empty where the folder is this installation's */
        Optional<Verdict> claim(Path root, UUID installation);
    }

    private Databases databases;
    private SchemaMigration migration;
    private Duration wait = FIRST_WAIT;
    private Verdict lastShown;
    /** From then on only an admin changes the schema: what was rolled back on purpose is not migrated again. */
    private boolean wasOpen;

    /**
     * @param lookUp        gives the data sources; asked once
     * @param mappedObjects tells the first difference between tables and entities, if there is one
     * @param storage       tells whether the folder for the files is ours
     * @param ready         does what has to stand before the gate opens; what it throws keeps the gate shut
     */
    GateKeeper(Settings settings, SchemaGate gate, Supplier<Databases> lookUp, Supplier<Optional<String>> mappedObjects,
            Storage storage, Consumer<SchemaReady> ready) {
        this.settings = settings;
        this.gate = gate;
        this.lookUp = lookUp;
        this.mappedObjects = mappedObjects;
        this.storage = storage;
        this.ready = ready;
    }

    /** @return how long to wait before the next attempt; empty where there is nothing to wait for */
    synchronized Optional<Duration> attempt() {
        if (gate.isOpen() && stillStands()) {
            return Optional.of(WATCH);
        }
        Verdict verdict = look();
        show(verdict);
        wasOpen = wasOpen || verdict.isOpen();
        if (verdict.state() == SchemaGate.State.CLOSED) {
            Duration now = wait;
            Duration longer = wait.multipliedBy(2);
            wait = longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
            return Optional.of(now);
        }
        if (verdict.isOpen()) {
            return Optional.of(WATCH);
        }
        return verdict.reason().isWorthLookingAgain() ? Optional.of(LOOK_AGAIN) : Optional.empty();
    }

    /** Shuts the gate for work that takes something away; the next attempt decides what becomes of it. */
    synchronized void shut(String line) {
        gate.hold(GateReason.MIGRATING.code(), line);
    }

    /**
     * A cheap look beside the work. A newer program's versions that came meanwhile are no reason to stop where they say
     * that the program before them works on. What does not answer is no verdict.
     */
    private boolean stillStands() {
        try (Connection connection = databases.runner().getConnection()) {
            int ours = VersionScripts.ours().latest();
            int current = SchemaHistory.read(connection).current().orElse(-1);
            return current == ours || current > ours && worksOn(connection, ours);
        } catch (SQLException | RuntimeException away) {
            LOG.debug("The history could not be read", away);
            return true;
        }
    }

    /** A version that says nothing of itself may be anything. */
    private static boolean worksOn(Connection connection, int ours) throws SQLException {
        return RunLog.stands(connection) && Sql.flag(connection,
                """
                SELECT NOT EXISTS (
                    SELECT FROM mediafiles_ops.schema_history newer
                    LEFT JOIN mediafiles_ops.schema_undo known ON known.version::text = newer.version
                    WHERE newer.version ~ '^[0-9]+$' AND newer.version::int > %d
                        AND (known.script IS NULL OR split_part(known.script, E'\\n', 1)
                            !~ 'kind: (expand|migrate)\\M'))""".formatted(ours));
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
        Verdict verdict = migration.run(wasOpen ? OnStartup.VALIDATE : settings.schema().onStartup());
        if (!verdict.isOpen()) {
            return verdict;
        }
        Optional<String> mismatch = mappedObjects.get();
        if (mismatch.isPresent()) {
            return Verdict.fail(GateReason.SCHEMA_MISMATCH, mismatch.get());
        }
        Optional<Verdict> unfit = storage().or(this::demoUsersBeyondLoopback);
        if (unfit.isPresent()) {
            return unfit.get();
        }
        try (Connection owner = databases.owner().getConnection()) {
            AuditPartitions.ensure(owner);
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

    private Optional<Verdict> storage() throws SQLException {
        try (Connection connection = databases.runner().getConnection()) {
            UUID installation = UUID.fromString(Sql.text(connection, "SELECT id FROM mediafiles_ops.installation"));
            return storage.claim(settings.storage().root(), installation);
        }
    }

    /** The run profile alone makes demo users, and it listens to this machine alone. */
    private Optional<Verdict> demoUsersBeyondLoopback() {
        String address = System.getProperty(BIND_ADDRESS, "");
        return settings.schema().demoUsers() && !address.isEmpty() && !LOOPBACK.contains(address)
                ? Optional.of(Verdict.fail(GateReason.DEMO_USERS_PRESENT,
                        "mediafiles.demo-users is set on a server that"
                                + " listens at " + address
                                + ": their passwords are their names, so they are for the run profile"
                                + " alone. Remove that setting and restart."))
                : Optional.empty();
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
