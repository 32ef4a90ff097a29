package org.mediafiles.schema.rollback;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.mediafiles.schema.backup.BackupGuard;
import org.mediafiles.schema.backup.BackupReport;
import org.mediafiles.schema.version.SchemaSite;

/** Saves the database before it is changed. */
interface BackupFirst {
    /**
     * @param connection which holds the lock
     * @param run        on whose record it goes
     * @return where it lies, or its label; empty where the database holds nothing that needs one
     * @throws org.mediafiles.problem.MediaFilesException with what to do, where it could not be made
     */
    Optional<String> before(Connection connection, UUID run) throws SQLException;

    /** @param operation as the command line spells it */
    static BackupFirst of(SchemaSite site, String operation) {
        return (connection, run) -> new BackupGuard(site).before(connection, operation, run)
                .map(BackupReport::place);
    }
}
