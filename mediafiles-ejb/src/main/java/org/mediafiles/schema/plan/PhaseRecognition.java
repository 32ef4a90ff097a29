package org.mediafiles.schema.plan;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalInt;

/**
 * Says after which phase of the seed a database stands that Django made. What prints definitions, such as {@code
 * pg_get_indexdef} or {@code pg_get_constraintdef}, opens the table, and so waits for who holds it: a plan does without.
 */
@FunctionalInterface
public interface PhaseRecognition {
    /**
     * @param connection in a read-only transaction; only the catalogue and {@code django_migrations} may be read
     * @return 0–6; empty where the database is none that Django made, or is at no phase that is known
     */
    OptionalInt phase(Connection connection) throws SQLException;
}
