package org.mediafiles.config;

import java.time.Duration;

/**
 * How much of the machine clips may have.
 *
 * @param transcodes     {@code mediafiles.media.transcodes}, default half the processors and at least 1: how many clips are
 *                       re-encoded at once; posters, and clips that need no re-encoding, are made beside them, one at a time
 * @param transcodeLimit {@code mediafiles.media.transcode-limit-seconds}, default 1800 s: past it the making of a clip's
 *                       derivatives is ended
 * @param probeLimit     {@code mediafiles.media.probe-limit-seconds}, default 60 s: past it the answer to a sent clip is to
 *                       try again, since nothing was found out about it
 */
public record MediaConfig(int transcodes, Duration transcodeLimit, Duration probeLimit) {
    /** More would only wait for each other. */
    private static final int MOST_TRANSCODES = 64;

    public static final MediaConfig DEFAULTS = new MediaConfig(
            Math.max(1, Runtime.getRuntime().availableProcessors() / 2), Duration.ofMinutes(30),
            Duration.ofSeconds(60));

    public MediaConfig {
        if (transcodes < 1 || transcodes > MOST_TRANSCODES || transcodeLimit.isNegative() || transcodeLimit.isZero()
                || probeLimit.isNegative() || probeLimit.isZero()) {
            throw new IllegalArgumentException(
                    "mediafiles.media.transcodes, transcode-limit-seconds and probe-limit-seconds: 1 to "
                            + MOST_TRANSCODES
                            + " clips at once, and some time for each");
        }
    }

    /** @return how many threads one clip's re-encoding may have, so that all together keep no more than the processors busy */
    public int threadsPerTranscode() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / transcodes);
    }
}
