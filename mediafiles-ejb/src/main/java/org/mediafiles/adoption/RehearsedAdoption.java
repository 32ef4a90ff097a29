package org.mediafiles.adoption;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.schema.rehearsal.RehearsedWay;
import org.mediafiles.schema.rollback.Rollback;
import org.mediafiles.schema.rollback.RollbackRequest;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.SchemaHistory;
import org.mediafiles.schema.version.SchemaLock;
import org.mediafiles.schema.version.SchemaReport;
import org.mediafiles.schema.version.SchemaSite;

/** Rehearses whatever stands in the backup: a database of Django's is taken over and given back, ours goes up and back. */
final class RehearsedAdoption implements RehearsedWay {
    @Override
    public SchemaReport up(SchemaSite target) {
        try (Connection connection = target.owner().getConnection()) {
            return SchemaHistory.read(connection).current().isPresent()
                    ? RehearsedWay.OURS.up(target)
                    : new Adopt(target).run(true);
        } catch (SQLException away) {
            throw new MediaFilesException(ProblemCode.NOT_READY, "The rehearsed database does not answer.", away);
        }
    }

    @Override
    public SchemaReport back(SchemaSite target, OptionalInt version) {
        return version.isPresent()
                ? RehearsedWay.OURS.back(target, version)
                : new Unadopt(target, new OnACopy(OwnSchemaWork.of(target)), WritersOutside.BETWEEN_LOOKS,
                        Adopt.Checkpoint.NONE).run(true);
    }

    /** Nobody works with a restored backup, so it needs none itself. */
    private record OnACopy(OwnSchemaWork own) implements SchemaWork {
        @Override
        public List<Finding> preflight() {
            return own.preflight();
        }

        @Override
        public Optional<String> backUp(Connection connection, String operation) {
            return Optional.empty();
        }

        @Override
        public SchemaReport migrate(SchemaLock lock) {
            return own.migrate(lock);
        }

        @Override
        public SchemaReport rollBack(SchemaLock lock, int version) {
            return new Rollback(own.site()).underLock(lock, RollbackRequest.to(version).asRehearsal());
        }
    }
}
