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
 */
public record SchemaSite(DataSource owner, Optional<String> runner, Optional<Path> storageRoot, SchemaConfig config,
        ToolConfig tools, Initiator initiator, Progress progress) {
    public SchemaSite {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(runner, "runner");
        Objects.requireNonNull(storageRoot, "storageRoot");
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(tools, "tools");
        Objects.requireNonNull(initiator, "initiator");
        Objects.requireNonNull(progress, "progress");
    }
}
