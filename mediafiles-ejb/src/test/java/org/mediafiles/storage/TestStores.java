package org.mediafiles.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Stores for tests of other packages. */
public final class TestStores {
    private TestStores() {}

    public static MediaStore filesystem(Path root) {
        try {
            return new FilesystemMediaStore(root, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
