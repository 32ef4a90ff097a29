package org.mediafiles.catalog;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;
import org.mediafiles.problem.MediaFilesException;

/**
 * Where a page ended: the last row's time and id. Opaque to clients, never with a name in it, since cursors travel in
 * URLs. A cursor of another list is refused.
 *
 * @param at with microseconds; the epoch where the list is not ordered by time
 */
record Cursor(Instant at, UUID id) {
    /** PostgreSQL's {@code timestamptz} reaches further; nothing clinical lies beyond. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    static Cursor of(UUID id) {
        return new Cursor(Instant.EPOCH, id);
    }

    /** @param list names the list, for example {@code timeline} */
    String encode(String list) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, at);
        String text = list + ' ' + micros + ' ' + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** @throws MediaFilesException {@code INVALID_REQUEST} at {@code cursor} */
    static Cursor decode(String list, String encoded) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.US_ASCII);
            String[] parts = text.split(" ", -1);
            if (parts.length != 3 || !parts[0].equals(list)) {
                throw broken();
            }
            Instant at = Instant.EPOCH.plus(Long.parseLong(parts[1]), ChronoUnit.MICROS);
            if (at.isBefore(EARLIEST) || at.isAfter(LATEST)) {
                throw broken();
            }
            return new Cursor(at, UUID.fromString(parts[2]));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException malformed) {
            throw broken();
        }
    }

    /** @return what a cursor that leads nowhere is told as */
    static MediaFilesException broken() {
        return MediaFilesException.invalid("cursor", "This cursor is not one of this list.");
    }
}
