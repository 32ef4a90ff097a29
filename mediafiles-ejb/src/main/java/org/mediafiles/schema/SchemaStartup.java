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

    @PostConstruct
    void start() {
        keeper = new GateKeeper(settings, gate, Databases::lookUp, mappedObjects::mismatch, ready::fire);
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
        Optional<Duration> wait = keeper.attempt();
        if (stopped) {
            return;
        }
        if (gate.isOpen()) {
            tell();
        }
        wait.ifPresent(pause -> next = executor.schedule(this::attempt, pause.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void tell() {
        try {
            opened.fire(new SchemaOpened(keeper.version()));
        } catch (RuntimeException failure) {
            LOG.error("Background work did not start", failure);
        }
    }
}
