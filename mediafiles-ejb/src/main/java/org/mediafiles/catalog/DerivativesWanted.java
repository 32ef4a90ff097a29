package org.mediafiles.catalog;

import java.util.UUID;

/** Fired where a job was written; seen after the transaction has succeeded. It wakes a worker, the row carries the work. */
public record DerivativesWanted(UUID storedObjectId) {}
