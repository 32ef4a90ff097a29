package org.mediafiles.catalog;

import java.math.BigDecimal;
import org.mediafiles.model.Sha256;
import org.mediafiles.model.StorageKey;

/**
 * What a file that stood before us turned out to be.
 *
 * @param key            the file's own path: it is never moved
 * @param byteCount      how many bytes there are, at least 1
 * @param mimeType       detected from the bytes
 * @param width          pixels as displayed; {@code null} where they could not be measured
 * @param height         pixels as displayed; {@code null} where they could not be measured
 * @param duration       of a clip, seconds; {@code null} for pictures and where it could not be measured
 * @param hasPosition    {@code null} where nobody could look
 * @param attachmentOnly never shown in place: the bytes are not what the record says, or nothing that is shown
 * @param derivable      smaller pictures, or a poster and a playback, can be tried
 * @param trouble        a code for what an admin should know; {@code null} where all is well
 * @param sound          {@code false} where a person has to look at it
 */
public record StandingFileFindings(StorageKey key, long byteCount, Sha256 sha256, String mimeType, Integer width,
        Integer height, BigDecimal duration, Boolean hasPosition, boolean attachmentOnly, boolean derivable,
        String trouble,
        boolean sound) {}
