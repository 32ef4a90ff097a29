package org.mediafiles.adoption;

import java.sql.SQLException;
import org.mediafiles.adoption.SchemaArguments.Option;
import org.mediafiles.schema.backup.Backup;
import org.mediafiles.schema.backup.BackupRequest;
import org.mediafiles.schema.migrate.Info;
import org.mediafiles.schema.migrate.Migrate;
import org.mediafiles.schema.migrate.MigrateOptions;
import org.mediafiles.schema.version.SchemaReport;
import org.mediafiles.schema.version.SchemaSite;

/** Which operation a command is. */
final class CommandOperations {
    private final SchemaSite site;
    private final SchemaArguments arguments;

    CommandOperations(SchemaSite site, SchemaArguments arguments) {
        this.site = site;
        this.arguments = arguments;
    }

    /** @throws IllegalArgumentException where an option that the command needs is missing */
    SchemaReport run() throws SQLException {
        return switch (arguments.command()) {
            case INFO -> new Info(site).run();
            case BACKUP -> new Backup(site).run(new BackupRequest(site.config().backup(), arguments.has(Option.DEEP),
                    arguments.findPath(Option.WITH_FILES)));
            case MIGRATE -> new Migrate(site).run(arguments.target(), MigrateOptions.DEFAULTS);
            default -> throw new IllegalArgumentException(arguments.command().spelled() + " is not there.");
        };
    }
}
