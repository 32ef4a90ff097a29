package org.mediafiles.adoption;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.schema.backup.BackupGuard;
import org.mediafiles.schema.backup.BackupReport;
import org.mediafiles.schema.migrate.Migrate;
import org.mediafiles.schema.preflight.Preflight;
import org.mediafiles.schema.preflight.Purpose;
import org.mediafiles.schema.rollback.Rollback;
import org.mediafiles.schema.rollback.RollbackRequest;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Finding.Level;
import org.mediafiles.schema.version.SchemaLock;
import org.mediafiles.schema.version.SchemaReport;
import org.mediafiles.schema.version.SchemaSite;

/** The schema's operations as they are. */
record OwnSchemaWork(SchemaSite site) implements SchemaWork {
    static OwnSchemaWork of(SchemaSite site) {
        return new OwnSchemaWork(site);
    }

    @Override
    public List<Finding> preflight() {
        return new Preflight(site).run(Purpose.ADOPT).findings().stream()
                .filter(finding -> finding.level() == Level.STOPS || finding.level() == Level.WARNING).toList();
    }

    @Override
    public Optional<String> backUp(Connection connection, String operation) throws SQLException, AdoptStopped {
        try {
            return new BackupGuard(site).before(connection, operation).map(BackupReport::place);
        } catch (MediaFilesException refused) {
            throw AdoptStopped.stopped(refused.getMessage());
        }
    }

    @Override
    public SchemaReport migrate(SchemaLock lock) {
        // The adoption's own checklist and backup are a moment old, and nothing has changed since.
        return Migrate.savedBefore(site).underLock(lock, OptionalInt.empty());
    }

    @Override
    public SchemaReport rollBack(SchemaLock lock, int version) {
        return new Rollback(site).underLock(lock, RollbackRequest.to(version).agreed());
    }
}
