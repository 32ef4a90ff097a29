package org.mediafiles.schema.rollback;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.config.SchemaConfig.Backup;
import org.mediafiles.config.SchemaConfig.OnStartup;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.schema.version.Door;
import org.mediafiles.schema.version.Initiator;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.schema.version.SchemaSite;

/** An installation of a test's own. */
final class Sites {
    private Sites() {}

    /** @param folder holds the storage root and the backups */
    static SchemaSite of(DataSource database, Path folder) {
        return of(database, folder, Duration.ofSeconds(20), Progress.NONE);
    }

    static SchemaSite of(DataSource database, Path folder, Duration lockWait, Progress progress) {
        SchemaConfig config = new SchemaConfig(OnStartup.VALIDATE, false, Backup.DUMP,
                Optional.of(folder.resolve("backups")), 5, Optional.empty(), Optional.empty(), false, lockWait,
                Duration.ofMinutes(1));
        return new SchemaSite(database, Optional.empty(), Optional.of(folder.resolve("media")), config,
                ToolConfig.DEFAULTS, new Initiator("tester", Door.COMMAND), progress);
    }
}
