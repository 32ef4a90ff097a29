package org.mediafiles.schema.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.schema.version.ClinicalTables;
import org.mediafiles.schema.version.RunLog;
import org.mediafiles.schema.version.SchemaSite;

/**
 * Stands before every operation that changes the schema: a database with a row in any of the eight tables is saved first,
 * the way the site is configured. Called with the schema's lock in hand, so that no other door changes it meanwhile.
 */
public final class BackupGuard {
    private final SchemaSite site;

    public BackupGuard(SchemaSite site) {
        this.site = site;
    }

    /**
     * @param connection holds the schema's lock; in auto-commit mode, without an open transaction
     * @param operation  as the command line spells it, for example {@code migrate}
     * @return what was saved, fresh; empty where there is nothing to save. {@link BackupReport#saves} is false where it is
     *         switched off
     * @throws MediaFilesException where it could not be saved, with what to do: the operation has to stop
     */
    public Optional<BackupReport> before(Connection connection, String operation) throws SQLException {
        return ClinicalTables.holdRows(connection)
                ? Optional.of(new Backup(site).make(connection, operation, BackupRequest.of(site.config().backup())))
                : Optional.empty();
    }

    /** The same, as a step of a run that is on record. */
    public Optional<BackupReport> before(Connection connection, String operation, UUID run) throws SQLException {
        if (!ClinicalTables.holdRows(connection)) {
            return Optional.empty();
        }
        RunLog log = new RunLog(connection, site.initiator());
        long step = log.beginStep(run, "backup", null, "other", null);
        try {
            Optional<BackupReport> made = before(connection, operation);
            log.endStep(step, "ok", made.map(BackupReport::place).orElse(null), null, null, 1);
            return made;
        } catch (MediaFilesException refused) {
            log.endStep(step, "failed", refused.getMessage(), null, null, 1);
            throw refused;
        }
    }
}
