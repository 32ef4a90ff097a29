package org.mediafiles.config;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where the bytes lie.
 *
 * @param root {@code mediafiles.storage.root}, an absolute folder that only this program writes to; there is no default,
 *             since patients' files must not end up where a new server's folder replaces them
 */
public record StorageConfig(Path root) {
    public StorageConfig {
        Objects.requireNonNull(root, "root");
        if (!root.isAbsolute()) {
            throw new IllegalArgumentException("mediafiles.storage.root: an absolute folder");
        }
    }
}
