package org.mediafiles.schema.rehearsal;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.mediafiles.schema.version.BackupMeans;

/**
 * What is tried where.
 *
 * @param target an empty database, best on another cluster; logs in as who may create in it
 * @param means  the target's password, for {@code pg_restore}
 * @param from   the dump; empty for the newest of the site's own database
 */
public record RehearsalRequest(DataSource target, BackupMeans means, Optional<Path> from) {
    public RehearsalRequest {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(means, "means");
        Objects.requireNonNull(from, "from");
    }
}
