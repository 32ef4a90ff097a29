package org.mediafiles.validation;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;

/** EXIF's spelling of times. What a camera without a set clock writes (blanks, zeros) is no time. */
final class CaptureTime {
    private static final DateTimeFormatter EXIF = DateTimeFormatter.ofPattern("uuuu:MM:dd HH:mm:ss", Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);
    /** There are no digital photos from before. */
    private static final int EARLIEST_YEAR = 1980;

    private CaptureTime() {}

    /** @return {@code null} for nothing usable */
    static LocalDateTime local(String exif) {
        try {
            LocalDateTime time = exif == null ? null : LocalDateTime.parse(exif.strip(), EXIF);
            return time == null || time.getYear() < EARLIEST_YEAR ? null : time;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** @return {@code null} for nothing usable */
    static ZoneOffset offset(String exif) {
        try {
            return exif == null ? null : ZoneOffset.of(exif.strip());
        } catch (DateTimeException e) {
            return null;
        }
    }
}
