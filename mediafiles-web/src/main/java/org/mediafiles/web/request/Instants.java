package org.mediafiles.web.request;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import org.mediafiles.problem.MediaFilesException;

/** Instants as clients write them: ISO-8601 with an offset. */
public final class Instants {
    private static final DateTimeFormatter FORM = DateTimeFormatter
            .ofPattern(
                    "uuuu-MM-dd'T'HH:mm[:ss][.SSSSSSSSS][.SSSSSSSS][.SSSSSSS][.SSSSSS][.SSSSS][.SSSS][.SSS][.SS][.S][XXX][XX][X]")
            .withResolverStyle(java.time.format.ResolverStyle.STRICT);

    private Instants() {}

    /** @throws MediaFilesException {@code INVALID_REQUEST} at the field, also where the offset is missing */
    public static Instant parse(String field, String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text.strip(), FORM);
            if (time.getYear() < 1 || time.getYear() > 9999) {
                throw new DateTimeException("beyond the calendar");
            }
            return time.toInstant();
        } catch (DateTimeException e) {
            throw MediaFilesException.invalid(field,
                    "An instant is ISO-8601 with an offset, for example 2026-11-23T14:05:00-03:00.");
        }
    }

    /** As {@link #parse}, from a query, where an unescaped {@code +} arrives as a space; {@code null} stays. */
    public static Instant parseQuery(String field, String text) {
        return text == null || text.isBlank()
                ? null
                : parse(field, text.strip().replaceFirst(" (?=\\d\\d:?\\d\\d$)", "+"));
    }
}
