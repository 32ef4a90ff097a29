package org.mediafiles.catalog;

import java.time.Instant;
import java.util.UUID;

/**
 * An adopted file that an admin should know of.
 *
 * @param eventId      {@code null} where no event shows it
 * @param patientId    {@code null} where no event shows it
 * @param path         where the record says that it is, below the storage root
 * @param recordedType what the record says that it is
 * @param detectedType what its bytes say; {@code null} where there are none
 * @param code         why it is listed, kebab-case, for example {@code file-missing}; {@code null} where the type alone is
 * @param lookedAt     when it was looked at last
 */
public record AdoptedFileListing(UUID mediaFileId, UUID eventId, UUID patientId, String path, String recordedType,
        String detectedType, String code, Instant lookedAt) {}
