package org.mediafiles.web.faces.support;

import java.time.Duration;
import java.time.Instant;

/** How long ago, or in how long: {@code há 5 min}, {@code em 3 h}. The exact time belongs beside it. */
public final class RelativeTime {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private final Words words;
    private final Instant now;

    public RelativeTime(Words words, Instant now) {
        this.words = words;
        this.now = now;
    }

    /** @return empty where there is no instant */
    public String of(Instant instant) {
        if (instant == null) {
            return "";
        }
        long seconds = Duration.between(instant, now).toSeconds();
        String direction = seconds < 0 ? "relative.in." : "relative.ago.";
        long far = Math.abs(seconds);
        if (far < MINUTE) {
            return words.say(direction + "moment");
        }
        if (far < HOUR) {
            return words.say(direction + "minutes", far / MINUTE);
        }
        return far < DAY ? words.say(direction + "hours", far / HOUR) : words.say(direction + "days", far / DAY);
    }
}
