package org.mediafiles.catalog;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.mediafiles.config.HospitalConfig;
import org.mediafiles.config.UploadLimits;
import org.mediafiles.model.CleanText;
import org.mediafiles.model.EventType;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** What an event's own fields may be. */
@Dependent
class NewEventFields {
    /** {@code 5 min}: how far a client's clock may run ahead. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);
    /** Several paragraphs; the seed's column has no bound. */
    private static final int MAX_SERIES_DESCRIPTION = 10_000;
    /** A few sentences under a picture; the seed's column has no bound. */
    private static final int MAX_CAPTION = 1_000;

    private final UploadLimits limits;
    private final HospitalConfig hospital;

    @Inject
    NewEventFields(UploadLimits limits, HospitalConfig hospital) {
        this.limits = limits;
        this.hospital = hospital;
    }

    /** @return cleaned; the kind's name where there is nothing */
    String description(EventType type, String text) {
        String clean = CleanText.line(text);
        if (clean.codePointCount(0, clean.length()) > limits.maxDescriptionLength()) {
            throw MediaFilesException.invalid("description",
                    "A description has at most " + limits.maxDescriptionLength() + " characters.");
        }
        return clean.isEmpty() ? nameOf(type) : clean;
    }

    /** @return the kind's name in the hospital's language */
    String nameOf(EventType type) {
        boolean english = hospital.locale().getLanguage().equals(Locale.ENGLISH.getLanguage());
        return switch (type) {
            case PHOTO -> english ? "Photo" : "Foto";
            case PHOTO_SERIES -> english ? "Photo series" : "Série de Fotos";
            case VIDEO_CLIP -> english ? "Video clip" : "Vídeo Curto";
        };
    }

    /** @param when {@code null} becomes now */
    Instant eventDatetime(Instant when, LocalDate birthday, Instant now) {
        if (when == null) {
            return now;
        }
        if (when.isAfter(now.plus(CLOCK_TOLERANCE))) {
            throw MediaFilesException.invalid("eventDatetime", "The event's time lies in the future.");
        }
        if (when.isBefore(birthday.minusDays(1).atStartOfDay(hospital.timeZone()).toInstant())) {
            throw MediaFilesException.invalid("eventDatetime", "The event's time lies before the patient's birth.");
        }
        return when;
    }

    /** @return cleaned; empty where there is nothing */
    String seriesDescription(String text) {
        return bounded("seriesDescription", "A series description", CleanText.paragraph(text), MAX_SERIES_DESCRIPTION);
    }

    /** @return cleaned to one line; empty where there is nothing */
    String caption(String text) {
        return bounded("caption", "A caption", CleanText.line(text), MAX_CAPTION);
    }

    /** @return cleaned, one for each picture, empty where none was given */
    List<String> captions(List<String> captions, int pictures) {
        if (captions.size() > pictures) {
            throw MediaFilesException.invalid("caption", "There are more captions than pictures.");
        }
        List<String> cleaned = new ArrayList<>();
        captions.forEach(caption -> cleaned.add(caption(caption)));
        cleaned.addAll(Collections.nCopies(pictures - captions.size(), ""));
        return cleaned;
    }

    /** @throws MediaFilesException {@code TOO_MANY_IMAGES} with {@code limit} */
    void requireRoomInSeries(int pictures) {
        if (pictures > limits.maxSeriesImages()) {
            throw new MediaFilesException(ProblemCode.TOO_MANY_IMAGES,
                    "A series has at most " + limits.maxSeriesImages() + " pictures.")
                    .with("limit", limits.maxSeriesImages());
        }
    }

    private static String bounded(String field, String what, String clean, int most) {
        if (clean.codePointCount(0, clean.length()) > most) {
            throw MediaFilesException.invalid(field, what + " has at most " + most + " characters.");
        }
        return clean;
    }
}
