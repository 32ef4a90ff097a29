package org.mediafiles.config;

import java.time.Duration;

/**
 * How long clients may keep the server waiting.
 *
 * @param bodyPatience {@code mediafiles.http.body-patience-seconds}, default 30 s: so long in all, not counting what it
 *                     earns by sending, a client may leave a body unfinished before it is cut off
 */
public record HttpConfig(Duration bodyPatience) {
    public static final HttpConfig DEFAULTS = new HttpConfig(Duration.ofSeconds(30));

    public HttpConfig {
        if (bodyPatience.isNegative() || bodyPatience.isZero()) {
            throw new IllegalArgumentException("mediafiles.http.body-patience-seconds: at least 1");
        }
    }
}
