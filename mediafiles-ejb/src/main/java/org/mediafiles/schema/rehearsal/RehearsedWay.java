package org.mediafiles.schema.rehearsal;

import java.util.OptionalInt;
import org.mediafiles.schema.migrate.Migrate;
import org.mediafiles.schema.migrate.MigrateOptions;
import org.mediafiles.schema.rollback.Rollback;
import org.mediafiles.schema.rollback.RollbackRequest;
import org.mediafiles.schema.version.SchemaReport;
import org.mediafiles.schema.version.SchemaSite;

/** The way up and back that is rehearsed. A database of Django's has another one, which its adoption knows. */
public interface RehearsedWay {
    /** Brings the restored database to what the program needs. */
    SchemaReport up(SchemaSite target);

    /** @param version what stood before; empty where no history of ours did */
    SchemaReport back(SchemaSite target, OptionalInt version);

    /** The program's own versions. */
    RehearsedWay OURS = new RehearsedWay() {
        @Override
        public SchemaReport up(SchemaSite target) {
            return new Migrate(target).run(OptionalInt.empty(), MigrateOptions.DEFAULTS);
        }

        @Override
        public SchemaReport back(SchemaSite target, OptionalInt version) {
            RollbackRequest request = version.isPresent()
                    ? RollbackRequest.to(version.getAsInt())
                    : RollbackRequest.toNone();
            return new Rollback(target).run(request.asRehearsal());
        }
    };
}
