package org.mediafiles.catalog;

import java.util.List;
import java.util.UUID;
import org.mediafiles.audit.Concerned;

/**
 * Command: received uploads become further pictures of a series, after those it has.
 *
 * @param uploadIds      in order
 * @param captions       as many as uploads or fewer; never {@code null}
 * @param allowDuplicate {@code true} to take bytes that the patient has already in another event; a series never has the
 *                       same bytes twice
 */
public record AddPicturesCommand(UUID seriesId, List<UUID> uploadIds, List<String> captions, boolean allowDuplicate)
        implements
            Concerned {
    @Override
    public UUID eventId() {
        return seriesId;
    }
}
