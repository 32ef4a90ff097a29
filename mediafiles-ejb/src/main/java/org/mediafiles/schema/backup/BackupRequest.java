package org.mediafiles.schema.backup;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.mediafiles.config.SchemaConfig;

/**
 * What is to be saved and how thoroughly.
 *
 * @param mode      {@code OFF} saves nothing
 * @param deep      every recorded media file is read again and compared with its recorded size and SHA-256
 * @param withFiles the folder that the recorded media files are copied to, each compared; empty for no copy
 */
public record BackupRequest(SchemaConfig.Backup mode, boolean deep, Optional<Path> withFiles) {
    public BackupRequest {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(withFiles, "withFiles");
    }

    /** The database and the list of files, without opening any of them. */
    public static BackupRequest of(SchemaConfig.Backup mode) {
        return new BackupRequest(mode, false, Optional.empty());
    }
}
