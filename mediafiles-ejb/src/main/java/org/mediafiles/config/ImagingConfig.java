package org.mediafiles.config;

import java.time.Duration;

/**
 * How long pictures may keep the machine busy.
 *
 * @param permitWait  {@code mediafiles.imaging.permit-wait-seconds}, default 10 s: how long a decode waits for memory before
 *                    the answer is to try again
 * @param decodeLimit {@code mediafiles.imaging.decode-limit-seconds}, default 60 s: past it a decode is ended
 */
public record ImagingConfig(Duration permitWait, Duration decodeLimit) {
    public static final ImagingConfig DEFAULTS = new ImagingConfig(Duration.ofSeconds(10), Duration.ofSeconds(60));

    public ImagingConfig {
        if (permitWait.isNegative() || decodeLimit.isNegative() || decodeLimit.isZero()) {
            throw new IllegalArgumentException("mediafiles.imaging.*-seconds: no negative time, and some to decode");
        }
    }
}
