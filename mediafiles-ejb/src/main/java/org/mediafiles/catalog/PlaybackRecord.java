package org.mediafiles.catalog;

/**
 * How far a clip's playback version is.
 *
 * @param status {@code processing}, {@code ready} or {@code failed}
 * @param reason why it failed; {@code null} otherwise
 */
public record PlaybackRecord(String status, String reason) {}
