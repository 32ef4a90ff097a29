package org.mediafiles.schema;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.Readiness;
import org.mediafiles.health.SchemaReadiness;

/** Tells the readiness probe where the gate stands; see {@link org.mediafiles.health} for why it cannot ask itself. */
@Singleton
@Startup
public class GateReport {
    @Inject
    private SchemaGate gate;
    @Inject
    @Readiness
    private SchemaReadiness readiness;

    @PostConstruct
    void start() {
        readiness.watch(() -> gate.isOpen() ? "" : gate.reason());
    }
}
