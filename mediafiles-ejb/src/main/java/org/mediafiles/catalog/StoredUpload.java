package org.mediafiles.catalog;

import java.util.UUID;
import org.mediafiles.model.StorageKey;

/**
 * Command: a planned upload whose bytes stand in the store.
 *
 * @param key       under which they stand
 * @param spoolGone nothing of it is left in the incoming folder
 */
public record StoredUpload(UUID uploadId, StorageKey key, boolean spoolGone) {}
