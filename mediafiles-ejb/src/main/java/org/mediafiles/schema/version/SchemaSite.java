package org.mediafiles.schema.version;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.config.ToolConfig;

/**
 * One installation as the schema's work sees it, whichever door it came in by.
 *
 * @param owner       logs in as who owns the tables, on a direct connection (no transaction pooler); gives a new or pooled
 *                    connection in auto-commit mode at each call
 * @param runner      the login that the server works with and that gets its rights after every migration; empty where
 *                    nobody named one, then nothing is granted
 * @param storageRoot the absolute folder of the media files; empty where nobody named one, then what needs it says so
 * @param config      what is configured of backup, pg_dump and the rest
 * @param tools       where ffmpeg and the picture converters are
 * @param means       what saving the database needs beyond the connection: a password for programs, a label, a cold copy
 */
public record SchemaSite(DataSource owner, Optional<String> runner, Optional<Path> storageRoot, SchemaConfig config,
        ToolConfig tools, Initiator initiator, Progress progress, BackupMeans means) {
    public SchemaSite {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(runner, "runner");
        Objects.requireNonNull(storageRoot, "storageRoot");
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(tools, "tools");
        Objects.requireNonNull(initiator, "initiator");
        Objects.requireNonNull(progress, "progress");
        Objects.requireNonNull(means, "means");
    }

    /** A site where nothing but the connection is known for saving the database. */
    public SchemaSite(DataSource owner, Optional<String> runner, Optional<Path> storageRoot, SchemaConfig config,
            ToolConfig tools, Initiator initiator, Progress progress) {
        this(owner, runner, storageRoot, config, tools, initiator, progress, BackupMeans.NONE);
    }

    /** @return the same with these means */
    public SchemaSite with(BackupMeans others) {
        return new SchemaSite(owner, runner, storageRoot, config, tools, initiator, progress, others);
    }

    /** @return the same with another configuration */
    public SchemaSite with(SchemaConfig other) {
        return new SchemaSite(owner, runner, storageRoot, other, tools, initiator, progress, means);
    }
}
