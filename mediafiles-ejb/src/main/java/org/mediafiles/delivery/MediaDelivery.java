package org.mediafiles.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.mediafiles.model.Variant;
import org.mediafiles.security.Caller;

/**
 * The one way out for bytes: authorise, find or make the variant, put the look on record, hand out the bytes. An
 * orchestrator: it holds no transaction.
 */
@ApplicationScoped
public class MediaDelivery {
    /**
     * Finds a variant without putting a look on record yet: enough for {@code HEAD}, {@code 304} and {@code 416}.
     * Where a photo's derivative is not made yet, it is made now, waiting at most 10 s.
     *
     * @throws org.mediafiles.problem.MediaFilesException {@code NOT_FOUND} (also for a variant that this kind does not
     *                                                    have), {@code FORBIDDEN} (a viewer's original),
     *                                                    {@code NOT_READY} with a time to wait
     */
    public Deliverable find(Caller caller, UUID mediaFileId, Variant variant) {
        throw new IllegalStateException("to be written");
    }

    /**
     * Puts the look on record (once per person, file, variant and five minutes) and opens the bytes. If it can't be put
     * on record, no bytes leave.
     */
    public DeliveredBytes open(Caller caller, Deliverable deliverable) {
        throw new IllegalStateException("to be written");
    }
}
