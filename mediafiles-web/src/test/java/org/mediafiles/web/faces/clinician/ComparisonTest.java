package org.mediafiles.web.faces.clinician;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.MediaFileRecord;
import org.mediafiles.catalog.SeriesFileRecord;
import org.mediafiles.model.EventType;

class ComparisonTest {
    private static final ZoneId HOSPITAL = ZoneId.of("America/Sao_Paulo");

    private static MediaFileRecord file(String captured) {
        return new MediaFileRecord(UUID.randomUUID(), "a.jpg", "image/jpeg", "image", 5, "ab", 3, 4, null, false, null,
                captured == null ? Map.of() : Map.of("captureTime", captured), Instant.EPOCH, true, false);
    }

    private static ComparedPicture photo(String at, MediaFileRecord file) {
        return ComparedPicture.of(event(EventType.PHOTO, at, file, null), file.id());
    }

    private static EventRecord event(EventType type, String at, MediaFileRecord file, List<SeriesFileRecord> files) {
        return new EventRecord(UUID.randomUUID(), type, UUID.randomUUID(), Instant.parse(at), "x", Instant.EPOCH, null,
                Instant.EPOCH, null, Instant.EPOCH, file, null, null, files, "v", null);
    }

    private static EventRecord series(MediaFileRecord... files) {
        return event(EventType.PHOTO_SERIES, "2026-11-23T17:05:00Z", null, Stream.of(files)
                .map(file -> new SeriesFileRecord(UUID.randomUUID(), 1, "", file)).toList());
    }

    private static long days(String left, String right) {
        return Comparison.of(photo(left, file(null)), photo(right, file(null)), HOSPITAL).days();
    }

    @Test
    void daysAreTheHospitals() {
        assertEquals(0, days("2026-11-23T03:00:00Z", "2026-11-24T02:59:00Z"), "midnight to midnight in São Paulo");
        assertEquals(1, days("2026-11-24T02:59:00Z", "2026-11-24T03:00:00Z"), "a minute over midnight");
        assertEquals(12, days("2026-11-24T10:00:00Z", "2026-11-12T20:00:00Z"), "whichever stands first");
    }

    @Test
    void picturesOfOneSeriesGoByTheCameraWhereBothHaveItsTime() {
        MediaFileRecord first = file("2026-11-01T10:00:00-03:00");
        MediaFileRecord second = file("2026-11-08T10:00:00-03:00");
        MediaFileRecord silent = file(null);
        EventRecord series = series(first, second, silent);
        Comparison known = Comparison.of(ComparedPicture.of(series, first.id()),
                ComparedPicture.of(series, second.id()), HOSPITAL);
        assertEquals(7, known.days());
        assertTrue(known.byCamera());
        Comparison unknown = Comparison.of(ComparedPicture.of(series, first.id()),
                ComparedPicture.of(series, silent.id()), HOSPITAL);
        assertEquals(0, unknown.days());
        assertFalse(unknown.byCamera());
        assertFalse(Comparison.of(photo("2026-11-23T10:00:00Z", first), photo("2026-11-20T10:00:00Z", second),
                HOSPITAL).byCamera(), "two events have times of their own");
    }

    @Test
    void stepsStayWithinTheSeries() {
        MediaFileRecord first = file(null);
        MediaFileRecord second = file("not a time");
        EventRecord series = series(first, second);
        ComparedPicture picture = ComparedPicture.of(series, second.id());
        assertEquals(2, picture.place());
        assertEquals(first.id(), picture.neighbour(-1));
        assertNull(picture.neighbour(1));
        assertNull(picture.captured());
        assertNull(photo("2026-11-23T10:00:00Z", first).neighbour(1));
    }
}
