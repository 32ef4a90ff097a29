package org.mediafiles.ingest;

import java.util.UUID;
import org.mediafiles.model.Sha256;

/**
 * Bytes that lie in the store's incoming folder, counted and hashed, not looked into yet. Its row stands, so a crash
 * leaves nothing unknown.
 *
 * @param uploadId  the upload's row
 * @param kind      what the way in takes
 * @param fileSize  bytes received; where {@code tooLarge}, only as many as were read
 * @param sha256    of what was received; {@code null} where {@code tooLarge}
 * @param limit     bytes that were allowed
 * @param tooLarge  more came than allowed; the rest was not read
 */
public record SpooledUpload(UUID uploadId, IntakeKind kind, long fileSize, Sha256 sha256, long limit,
        boolean tooLarge) {}
