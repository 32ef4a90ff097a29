package org.mediafiles.catalog;

import jakarta.ejb.Stateless;
import java.util.UUID;
import org.mediafiles.security.Caller;

/** Media files as records; their bytes leave by {@code delivery}. */
@Stateless
public class MediaFileService {
    /** @throws org.mediafiles.problem.MediaFilesException {@code NOT_FOUND}, also where its event is in the trash */
    public MediaFileRecord get(Caller caller, UUID id) {
        throw new IllegalStateException("to be written");
    }

    /** The admin's list, newest first. */
    public Page<MediaFileListing> list(Caller caller, MediaFileQuery query) {
        throw new IllegalStateException("to be written");
    }
}
