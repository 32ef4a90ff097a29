package org.mediafiles.audit.chain;

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
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.naming.NamingException;
import org.jboss.logging.Logger;
import org.mediafiles.config.AuditConfig;
import org.mediafiles.config.StorageConfig;
import org.mediafiles.config.WorkGate;

/** Has the trail sealed while the gate is open, one call after the other. */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class SealTimer {
    private static final Logger LOG = Logger.getLogger(SealTimer.class);
    private static final long PATIENCE_SECONDS = 5;

    @Resource
    private ManagedScheduledExecutorService executor;
    @Inject
    private WorkGate gate;
    @Inject
    private AuditConfig config;
    @Inject
    private StorageConfig storage;

    private final ReentrantLock working = new ReentrantLock();
    private Sealer sealer;
    private ScheduledFuture<?> calls;
    private volatile boolean stopped;

    public SealTimer() {}

    @PostConstruct
    void start() {
        sealer = new Sealer(config, new AnchorFile(config.anchorFile(storage.root())));
        long every = config.sealEvery().toMillis();
        calls = executor.scheduleWithFixedDelay(this::call, 0, every, TimeUnit.MILLISECONDS);
    }

    private void call() {
        if (stopped || !gate.isOpen()) {
            return;
        }
        working.lock();
        try {
            sealer.work(ServerDatabase.lookUp(), () -> stopped);
        } catch (NamingException absent) {
            LOG.debug("no data source yet", absent);
        } finally {
            working.unlock();
        }
    }

    @PreDestroy
    void stop() {
        stopped = true;
        calls.cancel(false);
        try {
            // A database that hangs does not keep the server from ending.
            if (working.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                try {
                    sealer.anchorLast();
                } finally {
                    working.unlock();
                }
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return the file that anchors could not be written to; empty where all is well */
    @Lock(LockType.READ)
    public Optional<String> anchorTrouble() {
        return sealer.anchorTrouble();
    }
}
