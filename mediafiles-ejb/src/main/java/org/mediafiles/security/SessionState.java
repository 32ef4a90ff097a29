package org.mediafiles.security;

import java.time.Duration;

/**
 * How a session stands.
 *
 * @param end  why it is over; {@code null} while it goes on
 * @param left until its end where nothing is done; {@link Duration#ZERO} where it is over
 * @param sinceTouch how long ago its row was touched
 */
public record SessionState(SessionEnd end, Duration left, Duration sinceTouch) {
    static SessionState over(SessionEnd end) {
        return new SessionState(end, Duration.ZERO, Duration.ZERO);
    }

    public boolean goesOn() {
        return end == null;
    }
}
