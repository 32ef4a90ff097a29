package org.mediafiles.storage;

import org.mediafiles.model.Sha256;

/**
 * What came in.
 *
 * @param byteCount how many bytes were read
 * @param sha256    of them; {@code null} where {@code tooLarge}
 * @param tooLarge  more came than was allowed; nothing was kept
 */
public record Spooled(long byteCount, Sha256 sha256, boolean tooLarge) {}
