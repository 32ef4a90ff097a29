package org.mediafiles.storage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.mediafiles.config.StorageConfig;

/** Opens the configured store, once, when its first bytes are wanted. */
@ApplicationScoped
class MediaStoreProducer {
    @Produces
    @ApplicationScoped
    MediaStore open(StorageConfig config) {
        return FolderStore.open(config.root());
    }
}
