package org.mediafiles.adoption;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.SchemaLock;
import org.mediafiles.schema.version.SchemaReport;
import org.mediafiles.schema.version.SchemaSite;

/** The schema's own operations, saving nothing; notes what it was asked. */
class PlainSchemaWork implements SchemaWork {
    final List<String> asked = new ArrayList<>();
    final List<Finding> findings = new ArrayList<>();
    private final SchemaWork real;

    PlainSchemaWork(SchemaSite site) {
        real = OwnSchemaWork.of(site);
    }

    @Override
    public List<Finding> preflight() {
        asked.add("preflight");
        return findings;
    }

    @Override
    public Optional<String> backUp(Connection connection, String operation) throws SQLException {
        asked.add("backup for " + operation);
        return Optional.of("a label");
    }

    @Override
    public SchemaReport migrate(SchemaLock lock) {
        asked.add("migrate");
        return real.migrate(lock);
    }

    @Override
    public SchemaReport rollBack(SchemaLock lock, int version) {
        asked.add("roll back to " + version);
        return real.rollBack(lock, version);
    }
}
