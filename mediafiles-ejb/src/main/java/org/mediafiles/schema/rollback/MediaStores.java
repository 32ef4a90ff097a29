package org.mediafiles.schema.rollback;

import java.nio.file.Files;
import java.util.Optional;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.storage.FolderStore;
import org.mediafiles.storage.MediaStore;

/** The site's store, opened when it is first needed; never made, since an empty new folder would be a lie. */
final class MediaStores {
    private final SchemaSite site;
    private MediaStore store;

    MediaStores(SchemaSite site) {
        this.site = site;
    }

    /** @return empty where no storage root is named or none is there */
    Optional<MediaStore> find() {
        if (store == null && site.storageRoot().filter(Files::isDirectory).isPresent()) {
            store = FolderStore.open(site.storageRoot().get());
        }
        return Optional.ofNullable(store);
    }
}
