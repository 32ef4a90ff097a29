package org.mediafiles.storage;

import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** How a filesystem's failure is told: the cause is for the log alone. */
final class StoreFailure {
    private StoreFailure() {}

    /** @param doing for example {@code "writing an upload"}; keys and ids alone */
    static MediaFilesException of(String doing, Exception e) {
        if (isFull(e)) {
            return new MediaFilesException(ProblemCode.STORAGE_FULL, "The storage has no room for this upload.", e);
        }
        return new MediaFilesException(ProblemCode.INTERNAL_ERROR, "The storage failed " + doing + '.', e);
    }

    /** The JDK tells a full disk or quota by its text alone: the system's ENOSPC and EDQUOT. */
    static boolean isFull(Exception e) {
        String text = String.valueOf(e.getMessage());
        return text.contains("No space left on device") || text.contains("quota exceeded");
    }
}
