package org.mediafiles.catalog;

import jakarta.persistence.EntityManager;
import java.time.Instant;

/** Time as the database sees it: one clock for all servers, and the one that ages are measured by. */
final class DatabaseClock {
    private DatabaseClock() {}

    static Instant now(EntityManager em) {
        return (Instant) em.createNativeQuery("select clock_timestamp() as moment", Instant.class).getSingleResult();
    }
}
