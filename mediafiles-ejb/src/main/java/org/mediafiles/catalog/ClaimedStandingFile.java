package org.mediafiles.catalog;

import java.util.UUID;

/**
 * A media file that stood before us and is one worker's to look at for the time of its lease.
 *
 * @param claim    who has it: differs with every claim
 * @param attempts how often it was claimed, this time included
 * @param path     as the record bears it; it may say anything
 * @param mimeType as the record bears it
 * @param fileHash as the record bears it; {@code null} where it was never hashed
 */
public record ClaimedStandingFile(UUID mediaFileId, String claim, int attempts, String path, String mimeType,
        String fileHash) {}
