package org.mediafiles.adoption;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.SchemaLock;
import org.mediafiles.schema.version.SchemaReport;

/** What adoption leaves to the schema's own operations; a test gives others. */
interface SchemaWork {
    /** @return what the checks before found; those that stop bear {@link Finding.Level#STOPS} */
    List<Finding> preflight();

    /**
     * Saves the database before it is changed.
     *
     * @param connection which holds the schema's lock
     * @return where it lies, or its label; empty where nothing stands that needs one
     * @throws AdoptStopped where it could not be made
     */
    Optional<String> backUp(Connection connection, String operation) throws SQLException, AdoptStopped;

    /** Migrates to the newest version; the database is saved already. */
    SchemaReport migrate(SchemaLock lock);

    /** Rolls back to a version, rows and all. */
    SchemaReport rollBack(SchemaLock lock, int version);
}
