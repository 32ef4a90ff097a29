package org.mediafiles.catalog;

import java.time.Duration;
import java.util.UUID;

/**
 * Takes in, while somebody waits for it, a file that stood before us and that no job has looked at yet. A port: whoever
 * hands out bytes need not know how files are taken over.
 */
public interface StandingMedia {
    /**
     * Sees to it that a media file without stored object is looked at. Returns when that has come to an end, whichever,
     * or the time is over; what became of it stands in the rows.
     *
     * @param wait at most so long; the work goes on where the waiting ends
     */
    void takeIn(UUID mediaFileId, Duration wait);
}
