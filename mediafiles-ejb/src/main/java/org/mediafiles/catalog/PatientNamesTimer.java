package org.mediafiles.catalog;

import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.mediafiles.config.WorkGate;

/** Brings the folded names in step every minute while the gate is open: after an adoption all of them. */
@Singleton
public class PatientNamesTimer {
    private static final Logger LOG = Logger.getLogger(PatientNamesTimer.class);

    @Inject
    private PatientSearchService names;
    @Inject
    private WorkGate gate;

    public PatientNamesTimer() {}

    PatientNamesTimer(PatientSearchService names, WorkGate gate) {
        this.names = names;
        this.gate = gate;
    }

    @Schedule(hour = "*", minute = "*", second = "10", persistent = false)
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    void tick() {
        if (!gate.isOpen()) {
            return;
        }
        try {
            names.refreshRemoved();
            Optional<UUID> last = names.refreshBatch(null);
            while (last.isPresent() && gate.isOpen()) {
                last = names.refreshBatch(last.get());
            }
        } catch (RuntimeException e) {
            LOG.warn("bringing patients' searchable names in step failed; tried again in a minute", e);
        }
    }
}
