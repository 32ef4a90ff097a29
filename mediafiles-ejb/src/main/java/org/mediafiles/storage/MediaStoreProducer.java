package org.mediafiles.storage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.io.IOException;
import org.mediafiles.config.StorageConfig;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** Opens the configured store, once, when its first bytes are wanted. */
@ApplicationScoped
class MediaStoreProducer {
    /** {@code 256 MiB} stay free for derivatives and for whoever else lives on that disk. */
    private static final long RESERVED_BYTES = 256L << 20;

    @Produces
    @ApplicationScoped
    MediaStore open(StorageConfig config) {
        try {
            return new FilesystemMediaStore(config.root(), RESERVED_BYTES);
        } catch (IOException e) {
            throw new MediaFilesException(ProblemCode.INTERNAL_ERROR,
                    "mediafiles.storage.root cannot be opened or made.", e);
        }
    }
}
