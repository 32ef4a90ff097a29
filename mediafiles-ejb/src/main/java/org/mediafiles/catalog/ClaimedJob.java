package org.mediafiles.catalog;

import java.util.UUID;
import org.mediafiles.model.StorageKey;

/**
 * A derivative job that is one worker's for the time of its lease.
 *
 * @param claim    who has it: differs with every claim
 * @param attempts how often it was claimed, this time included
 * @param key      of the original
 * @param mimeType of the original
 */
public record ClaimedJob(long id, String claim, UUID storedObjectId, int attempts, StorageKey key, String mimeType) {}
