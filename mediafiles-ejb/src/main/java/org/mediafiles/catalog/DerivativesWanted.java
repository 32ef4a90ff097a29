package org.mediafiles.catalog;

import java.util.UUID;

/**
 * Fired where a job was written; seen after the transaction has succeeded. It wakes a worker, the row carries the work.
 *
 * @param storedObjectId {@code null} where there are several
 */
public record DerivativesWanted(UUID storedObjectId) {}
