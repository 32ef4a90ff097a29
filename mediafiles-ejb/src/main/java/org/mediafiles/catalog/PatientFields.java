package org.mediafiles.catalog;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.mediafiles.model.CleanText;
import org.mediafiles.problem.MediaFilesException;

/** What a patient's fields may be. */
final class PatientFields {
    /** {@code 200}: the seed's column. */
    private static final int MAX_NAME = 200;
    /** {@code 100}: the columns of the identifiers. */
    private static final int MAX_IDENTIFIER = 100;
    private static final int MOST_IDENTIFIERS = 20;
    /** Nobody alive was born before; a typing error was. */
    private static final LocalDate EARLIEST_BIRTHDAY = LocalDate.of(1850, 1, 1);

    private final ZoneId zone;
    private final Clock clock;

    PatientFields(ZoneId zone, Clock clock) {
        this.zone = zone;
        this.clock = clock;
    }

    String name(String text) {
        return text(text, "name", MAX_NAME);
    }

    LocalDate birthday(LocalDate day) {
        if (day == null) {
            throw MediaFilesException.invalid("birthday", "A birthday is needed.");
        }
        if (day.isAfter(LocalDate.now(clock.withZone(zone)))) {
            throw MediaFilesException.invalid("birthday", "A birthday does not lie in the future.");
        }
        if (day.isBefore(EARLIEST_BIRTHDAY)) {
            throw MediaFilesException.invalid("birthday", "A birthday is not before 1850.");
        }
        return day;
    }

    /** @return cleaned, ordered by system, each once */
    List<PatientIdentifier> identifiers(List<PatientIdentifier> given) {
        if (given.size() > MOST_IDENTIFIERS) {
            throw MediaFilesException.invalid("identifiers",
                    "A patient has at most " + MOST_IDENTIFIERS + " identifiers.");
        }
        Set<PatientIdentifier> kept = new LinkedHashSet<>();
        for (PatientIdentifier identifier : given) {
            if (identifier == null) {
                throw MediaFilesException.invalid("identifiers", "An identifier has a system and a value.");
            }
            kept.add(new PatientIdentifier(text(identifier.system(), "identifiers", MAX_IDENTIFIER),
                    text(identifier.value(), "identifiers", MAX_IDENTIFIER)));
        }
        return kept.stream().sorted(Comparator.comparing(PatientIdentifier::system)
                .thenComparing(PatientIdentifier::value)).toList();
    }

    private static String text(String given, String field, int most) {
        String clean = CleanText.line(given);
        int length = clean.codePointCount(0, clean.length());
        if (length < 1 || length > most) {
            throw MediaFilesException.invalid(field, "This is text of 1 to " + most + " characters.");
        }
        return clean;
    }
}
