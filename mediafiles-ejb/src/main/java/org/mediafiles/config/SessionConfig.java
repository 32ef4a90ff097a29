package org.mediafiles.config;

import java.time.Duration;

/**
 * How long somebody stays signed in on the pages.
 *
 * @param idle     {@code mediafiles.session.idle-minutes}, default {@code 15}: without an act, on a ward PC that is shared
 * @param absolute {@code mediafiles.session.absolute-hours}, default {@code 12}: a shift, whatever is done
 */
public record SessionConfig(Duration idle, Duration absolute) {
    /** {@code 2 min}: how long before the end a page asks whether to stay. */
    private static final Duration WARNING = Duration.ofMinutes(2);
    /** {@code 24 h}: past it a session is no session any more. */
    private static final Duration LONGEST_IDLE = Duration.ofHours(24);
    /** {@code 7 d}. */
    private static final Duration LONGEST = Duration.ofDays(7);

    public static final SessionConfig DEFAULTS = new SessionConfig(Duration.ofMinutes(15), Duration.ofHours(12));

    public SessionConfig {
        if (idle.compareTo(Duration.ofMinutes(1)) < 0 || idle.compareTo(LONGEST_IDLE) > 0) {
            throw new IllegalArgumentException("mediafiles.session.idle-minutes: from 1 to 1440");
        }
        if (absolute.compareTo(Duration.ofHours(1)) < 0 || absolute.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("mediafiles.session.absolute-hours: from 1 to 168");
        }
    }

    /** @return how long before the end a page asks; half of a short session */
    public Duration warning() {
        Duration half = idle.dividedBy(2);
        return half.compareTo(WARNING) < 0 ? half : WARNING;
    }
}
