package org.mediafiles.audit.read;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.mediafiles.problem.MediaFilesException;

/**
 * A place in the trail: behind the row of that time and id, going back in time.
 *
 * @param at with microseconds
 */
public record AuditPosition(Instant at, long id) {
    private static final String LIST = "audit";
    /** PostgreSQL's {@code timestamptz} reaches further; no trail does. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** @return opaque to clients */
    public String encode() {
        String text = LIST + ' ' + ChronoUnit.MICROS.between(Instant.EPOCH, at) + ' ' + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** @throws MediaFilesException {@code INVALID_REQUEST} at {@code cursor} */
    public static AuditPosition decode(String encoded) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.US_ASCII).split(" ",
                    -1);
            if (parts.length != 3 || !parts[0].equals(LIST)) {
                throw broken();
            }
            Instant at = Instant.EPOCH.plus(Long.parseLong(parts[1]), ChronoUnit.MICROS);
            if (at.isBefore(EARLIEST) || at.isAfter(LATEST)) {
                throw broken();
            }
            return new AuditPosition(at, Long.parseLong(parts[2]));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException malformed) {
            throw broken();
        }
    }

    private static MediaFilesException broken() {
        return MediaFilesException.invalid("cursor", "This cursor is not one of this list.");
    }
}
