package org.mediafiles.schema.plan;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalInt;

/**
 * Says after which phase of the seed a database stands that Django made. The adoption's own looks at the whole catalogue; this
 * room, which may not know it, only at which tables stand.
 */
@FunctionalInterface
public interface PhaseRecognition {
    /**
     * @param connection in a read-only transaction; only the catalogue and {@code django_migrations} may be read
     * @return 0–6; empty where the database is none that Django made, or is at no phase that is known
     */
    OptionalInt phase(Connection connection) throws SQLException;
}
