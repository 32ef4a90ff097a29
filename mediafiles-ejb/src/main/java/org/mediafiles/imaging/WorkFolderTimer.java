package org.mediafiles.imaging;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.io.IOException;
import org.jboss.logging.Logger;

/** Removes decoded pictures that a killed server left in the temporary folder: at the start and every ten minutes. */
@Startup
@Singleton
public class WorkFolderTimer {
    private static final Logger LOG = Logger.getLogger(WorkFolderTimer.class);

    public WorkFolderTimer() {}

    @PostConstruct
    void start() {
        sweep();
    }

    @Schedule(hour = "*", minute = "*/10", persistent = false)
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    void tick() {
        sweep();
    }

    /** Nothing is at work any more. */
    @PreDestroy
    void stop() {
        try {
            PrivateFolders.OWN.close();
        } catch (IOException e) {
            LOG.warn("the work folder stays until the next start", e);
        }
    }

    private static void sweep() {
        try {
            int swept = PrivateFolders.OWN.sweep();
            if (swept > 0) {
                LOG.infof("work folders of %d servers that were killed are removed", swept);
            }
        } catch (IOException | RuntimeException e) {
            // Tidying up keeps no archive from starting.
            LOG.warn("the temporary folder can't be looked through; tried again in ten minutes", e);
        }
    }
}
