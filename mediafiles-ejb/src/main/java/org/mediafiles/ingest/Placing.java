package org.mediafiles.ingest;

import java.util.List;
import org.jboss.logging.Logger;
import org.mediafiles.catalog.PlannedUpload;
import org.mediafiles.catalog.StoredUpload;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.storage.MediaStore;

/** Sees to it that uploads' bytes stand under their keys: moved there now, or there already. */
final class Placing {
    private static final Logger LOG = Logger.getLogger(Placing.class);

    private final MediaStore store;

    Placing(MediaStore store) {
        this.store = store;
    }

    /** One after the other: what is not reached stays in the incoming folder. */
    List<StoredUpload> place(List<PlannedUpload> planned) {
        return planned.stream().map(this::place).toList();
    }

    private StoredUpload place(PlannedUpload planned) {
        boolean there = planned.stands() && hasLength(planned);
        if (!there) {
            long spooled = store.spooledSize(planned.uploadId()).orElse(planned.byteCount());
            if (spooled != planned.byteCount()) {
                LOG.errorf("upload %s holds %d bytes, not the %d that were received", planned.uploadId(), spooled,
                        planned.byteCount());
                throw new MediaFilesException(ProblemCode.UNKNOWN_UPLOAD, "The upload's bytes are damaged.");
            }
            if (!store.put(planned.uploadId(), planned.key()) && !hasLength(planned)) {
                LOG.errorf("stored object %s does not hold the %d bytes it should", planned.key(),
                        planned.byteCount());
                throw new MediaFilesException(ProblemCode.INTERNAL_ERROR, "The stored object is damaged.");
            }
        }
        return new StoredUpload(planned.uploadId(), planned.key(), store.spooledSize(planned.uploadId()).isEmpty());
    }

    private boolean hasLength(PlannedUpload planned) {
        return store.size(planned.key()).orElse(-1) == planned.byteCount();
    }
}
