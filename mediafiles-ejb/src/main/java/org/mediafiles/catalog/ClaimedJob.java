package org.mediafiles.catalog;

import java.time.YearMonth;
import java.util.UUID;
import org.mediafiles.model.StorageKey;
import org.mediafiles.model.Variant;

/**
 * A derivative job that is one worker's for the time of its lease.
 *
 * @param kind     what it makes
 * @param claim    who has it: differs with every claim
 * @param attempts how often it was claimed, this time included
 * @param key      of the original
 * @param mimeType of the original
 * @param standing the original stood before us, so what lies beside it may be the other system's
 * @param month    when the object was recorded
 */
public record ClaimedJob(long id, JobKind kind, String claim, UUID storedObjectId, int attempts, StorageKey key,
        String mimeType,
        boolean standing, YearMonth month) {
    /** @return where this variant of the original belongs */
    public StorageKey variantKey(Variant variant) {
        return standing
                ? StorageKey.besideStanding(storedObjectId, mimeType.startsWith("video/"), month, variant)
                : key.sibling(variant);
    }
}
