package org.mediafiles.web.faces.support;

import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * How the pages write dates, numbers and sizes: in the language of the page and the hospital's time zone, never the
 * device's. {@code 23/11/2026 14:05} in Portuguese, {@code 23 Nov 2026, 14:05} in English.
 */
public final class HospitalFormat {
    private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB");
    private static final int UNIT_STEP = 1000;
    private static final int MINUTE = 60;

    private final Language language;
    private final ZoneId zone;

    public HospitalFormat(Language language, ZoneId zone) {
        this.language = language;
        this.zone = zone;
    }

    public String dateTime(Instant instant) {
        return pattern(language == Language.PT_BR ? "dd/MM/yyyy HH:mm" : "d MMM yyyy, HH:mm", Locale.ENGLISH)
                .format(instant.atZone(zone));
    }

    /** @return as {@link #dateTime}, with seconds */
    public String dateTimeSeconds(Instant instant) {
        return pattern(language == Language.PT_BR ? "dd/MM/yyyy HH:mm:ss" : "d MMM yyyy, HH:mm:ss", Locale.ENGLISH)
                .format(instant.atZone(zone));
    }

    /** @return a day as a heading, with its weekday: {@code segunda-feira, 23 de novembro de 2026} */
    public String dayHeading(LocalDate day) {
        return pattern(language == Language.PT_BR ? "EEEE, d 'de' MMMM 'de' yyyy" : "EEEE, d MMMM yyyy",
                language.locale()).format(day);
    }

    public String date(LocalDate day) {
        return pattern(language == Language.PT_BR ? "dd/MM/yyyy" : "d MMM yyyy", Locale.ENGLISH).format(day);
    }

    public String time(Instant instant) {
        return pattern("HH:mm", Locale.ENGLISH).format(instant.atZone(zone));
    }

    public LocalDate dayOf(Instant instant) {
        return LocalDate.ofInstant(instant, zone);
    }

    /** @return whole years; 0 in the first year and for a birthday to come */
    public int age(LocalDate birthday, LocalDate today) {
        return Math.max(0, Period.between(birthday, today).getYears());
    }

    public String number(long value) {
        return NumberFormat.getIntegerInstance(language.locale()).format(value);
    }

    /** @return with one decimal below ten of a unit, for example {@code 4,7 MB}; a unit is 1,000 of the one before */
    public String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= UNIT_STEP && unit < UNITS.size() - 1) {
            value /= UNIT_STEP;
            unit++;
        }
        return decimal(value, unit > 0 && value < 10 ? 1 : 0) + '\u00a0' + UNITS.get(unit);
    }

    /** @return for example {@code 0,25 s}, {@code 12,3 s}, {@code 2 min 5 s} */
    public String duration(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < MINUTE) {
            return decimal(time.toMillis() / 1000.0, seconds < 10 ? 2 : 1) + "\u00a0s";
        }
        return number(seconds / MINUTE) + "\u00a0min " + seconds % MINUTE + "\u00a0s";
    }

    /** @return a difference with its sign, for example {@code +4,7 MB} */
    public String growth(long bytes) {
        return bytes < 0 ? '\u2212' + size(-bytes) : '+' + size(bytes);
    }

    /** @return a limit, which is set in units of 1,024: {@code 64 MB}, not {@code 67,1 MB} */
    public String limit(long bytes) {
        double mega = bytes / (double) (1 << 20);
        return mega < 1 ? size(bytes) : decimal(mega, mega == Math.rint(mega) ? 0 : 1) + "\u00a0MB";
    }

    /** @return with two decimals at most, for example {@code 29,97} */
    public String decimal(double value) {
        NumberFormat format = NumberFormat.getNumberInstance(language.locale());
        format.setMaximumFractionDigits(2);
        return format.format(value);
    }

    public String megapixels(long pixels) {
        double mega = pixels / 1e6;
        return decimal(mega, mega < 10 ? 1 : 0) + "\u00a0MP";
    }

    private String decimal(double value, int digits) {
        NumberFormat format = NumberFormat.getNumberInstance(language.locale());
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        return format.format(value);
    }

    private static DateTimeFormatter pattern(String pattern, Locale locale) {
        return DateTimeFormatter.ofPattern(pattern, locale);
    }
}
