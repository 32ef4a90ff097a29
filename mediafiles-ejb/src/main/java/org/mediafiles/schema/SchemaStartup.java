package org.mediafiles.schema;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
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

    private GateKeeper keeper;
    private volatile Future<?> next;
    private volatile boolean stopped;
    private volatile boolean told;

    @PostConstruct
    void start() {
        keeper = new GateKeeper(settings, gate, Databases::lookUp, mappedObjects::mismatch, InstallationMark::claim,
                ready::fire);
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

    /** Looks at once, for who has just changed the schema; the looks that are due go on as they were. */
    @Lock(LockType.READ)
    public void lookNow() {
        keeper.attempt();
        tellOnce();
    }

    /** Sends everybody away while something is taken back; {@link #lookNow} decides what comes after. */
    @Lock(LockType.READ)
    public void shut(String line) {
        keeper.shut(line);
    }

    private void attempt() {
        Optional<Duration> wait = keeper.attempt();
        if (stopped) {
            return;
        }
        tellOnce();
        wait.ifPresent(pause -> next = executor.schedule(this::attempt, pause.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void tellOnce() {
        if (told || !gate.isOpen()) {
            return;
        }
        told = true;
        try {
            opened.fire(new SchemaOpened(keeper.version()));
        } catch (RuntimeException failure) {
            LOG.error("Background work did not start", failure);
        }
    }
}
