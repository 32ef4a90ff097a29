package org.mediafiles.web.faces.support;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates as people type them: {@code 17/05/1980}, {@code 17.5.1980}, {@code 17051980}, {@code 1980-05-17}, {@code 17 May
 * 1980}, {@code 17 mai 1980}; with a time {@code 14:05}, {@code 14h05} or {@code 1405} behind.
 */
public final class HospitalDates {
    private static final Pattern ISO = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})");
    private static final Pattern DAY_FIRST = Pattern.compile("(\\d{1,2})[/.\\- ](\\d{1,2})[/.\\- ](\\d{4})");
    private static final Pattern DIGITS = Pattern.compile("(\\d{2})(\\d{2})(\\d{4})");
    private static final Pattern NAMED = Pattern
            .compile("(\\d{1,2})(?: de)?[ .\\-](\\p{L}{3,9})\\.?(?: de)?[ .\\-](\\d{4})");
    private static final Pattern TIME = Pattern.compile("(\\d{1,2})(?:[:hH.](\\d{2})|(\\d{2}))(?::\\d{2})?");
    private static final Pattern DATE_AND_TIME = Pattern
            .compile("(.*\\d{4}|\\d{4}-\\d{1,2}-\\d{1,2})(?:,? +|, *|T)(?:às +|at +)?([\\d:hH.]+)");
    private static final List<List<String>> MONTHS = List.of(
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
            List.of("jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"));

    private HospitalDates() {}

    /** @return empty for what is no date */
    public static Optional<LocalDate> parseDate(String text) {
        String typed = text == null ? "" : text.strip();
        try {
            Matcher iso = ISO.matcher(typed);
            if (iso.matches()) {
                return Optional.of(LocalDate.of(number(iso, 1), number(iso, 2), number(iso, 3)));
            }
            for (Pattern pattern : List.of(DAY_FIRST, DIGITS)) {
                Matcher matcher = pattern.matcher(typed);
                if (matcher.matches()) {
                    return Optional.of(LocalDate.of(number(matcher, 3), number(matcher, 2), number(matcher, 1)));
                }
            }
            Matcher named = NAMED.matcher(typed);
            if (named.matches()) {
                return Optional.of(LocalDate.of(number(named, 3), month(named.group(2)), number(named, 1)));
            }
            return Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * @param zone the hospital's
     * @return empty for what is no date with a time; a time that a clock change skips is moved on
     */
    public static Optional<Instant> parseDateTime(String text, ZoneId zone) {
        Matcher both = DATE_AND_TIME.matcher(text == null ? "" : text.strip());
        if (!both.matches()) {
            return Optional.empty();
        }
        Optional<LocalTime> time = parseTime(both.group(2));
        return parseDate(both.group(1))
                .flatMap(date -> time.map(t -> LocalDateTime.of(date, t).atZone(zone).toInstant()));
    }

    private static Optional<LocalTime> parseTime(String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int minute = Integer.parseInt(matcher.group(2) == null ? matcher.group(3) : matcher.group(2));
        int hour = number(matcher, 1);
        return hour > 23 || minute > 59 ? Optional.empty() : Optional.of(LocalTime.of(hour, minute));
    }

    private static int month(String name) {
        String head = name.substring(0, 3).toLowerCase(Locale.ROOT);
        return MONTHS.stream().mapToInt(names -> names.indexOf(head) + 1).filter(month -> month > 0).findFirst()
                .orElseThrow(() -> new DateTimeException("no month"));
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
