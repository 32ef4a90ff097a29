package org.mediafiles.schema.plan;

import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.ResourceBundle;

/** The words of plan and impact in one language. Numbers are written as the language does. */
final class PlanWords {
    private static final String BUNDLE = "org.mediafiles.schema.plan";
    private static final long KILO = 1024;

    private final ResourceBundle bundle;
    private final Locale locale;

    PlanWords(Locale locale) {
        this.locale = locale;
        this.bundle = ResourceBundle.getBundle(BUNDLE, locale, PlanWords.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    String text(String key, Object... arguments) {
        return new MessageFormat(bundle.getString(key), locale).format(arguments);
    }

    /** @return for example {@code 12.5 MB}; a sign only where it shrinks */
    String bytes(long bytes) {
        if (Math.abs(bytes) < KILO) {
            return String.format(locale, "%d B", bytes);
        }
        String[] units = {"kB", "MB", "GB", "TB"};
        double value = bytes;
        int unit = -1;
        while (Math.abs(value) >= KILO && unit < units.length - 1) {
            value /= KILO;
            unit++;
        }
        return String.format(locale, "%.1f %s", value, units[unit]);
    }

    /** @return for example {@code 0.25 s} or {@code 12 min 5 s} */
    String time(long millis) {
        if (millis < 60_000) {
            return String.format(locale, "%.2f s", millis / 1000.0);
        }
        return String.format(locale, "%d min %d s", millis / 60_000, millis % 60_000 / 1000);
    }

    /** @return in the machine's time zone, with its offset */
    String instant(Instant at) {
        return DateTimeFormatter.ofPattern(bundle.getString("pattern.instant"), locale).withZone(ZoneId.systemDefault())
                .format(at);
    }

    String number(long number) {
        return String.format(locale, "%,d", number);
    }
}
