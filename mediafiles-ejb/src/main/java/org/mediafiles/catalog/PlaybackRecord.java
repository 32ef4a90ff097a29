package org.mediafiles.catalog;

/**
 * How far a clip's playback version is.
 *
 * @param status   {@code processing}, {@code ready} or {@code failed}
 * @param reason   a code for why it failed; {@code null} otherwise
 * @param progress per cent, while it is being made; {@code null} where nobody works on it now
 */
public record PlaybackRecord(String status, String reason, Integer progress) {
    public PlaybackRecord(String status, String reason) {
        this(status, reason, null);
    }
}
