package org.mediafiles.web.faces.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.MediaFileRecord;
import org.mediafiles.catalog.PlaybackRecord;
import org.mediafiles.catalog.SeriesFileRecord;
import org.mediafiles.config.UploadLimits;
import org.mediafiles.model.EventType;

class EventWordsTest {
    private static final Instant AT = Instant.parse("2026-11-23T17:05:00Z");
    private static final HospitalFormat FORMAT = new HospitalFormat(Language.PT_BR, ZoneId.of("America/Sao_Paulo"));
    private static final Words WORDS = new Words(Language.PT_BR, FORMAT, UploadLimits.DEFAULTS);

    private static MediaFileRecord file(BigDecimal duration, boolean derivable, boolean unusable) {
        PlaybackRecord playback = duration == null ? null : new PlaybackRecord("processing", null);
        return new MediaFileRecord(UUID.randomUUID(), "a", "image/jpeg", duration == null ? "image" : "video", 5, "ab",
                1080, 1920, duration, false, playback, Map.of(), AT, derivable, unusable);
    }

    private static EventRecord event(EventType type, MediaFileRecord single, List<MediaFileRecord> pictures) {
        List<SeriesFileRecord> files = pictures == null
                ? null
                : pictures.stream().map(one -> new SeriesFileRecord(UUID.randomUUID(), 1, "", one)).toList();
        return new EventRecord(UUID.randomUUID(), type, UUID.randomUUID(), AT, "x", AT, null, AT, null, AT, single,
                null, null, files, "v", null);
    }

    @Test
    void seriesIsCoveredByItsFirstPictureThatCanBeShown() {
        MediaFileRecord there = file(null, true, false);
        assertEquals(there, EventWords
                .cover(event(EventType.PHOTO_SERIES, null, List.of(file(null, false, true), there))));
        assertNull(EventWords.cover(event(EventType.PHOTO_SERIES, null, List.of())));
    }

    @Test
    void clipIsCoveredUnlessItsFileIsMissing() {
        MediaFileRecord clip = file(BigDecimal.ONE, false, false);
        assertEquals(clip, EventWords.cover(event(EventType.VIDEO_CLIP, clip, null)));
        assertNull(EventWords.cover(event(EventType.VIDEO_CLIP, file(BigDecimal.ONE, false, true), null)));
        assertNull(EventWords.cover(event(EventType.VIDEO_CLIP, null, null)));
    }

    @Test
    void tilesAreNamedForWhoDoesNotSeeThem() {
        assertEquals("Foto de 14:05",
                EventWords.alt(event(EventType.PHOTO, file(null, true, false), null), WORDS, FORMAT));
        assertEquals("Série de Fotos de 14:05, 1 foto", EventWords.alt(
                event(EventType.PHOTO_SERIES, null, List.of(file(null, true, false))), WORDS, FORMAT));
        assertEquals("Vídeo Curto de 14:05, 0:32", EventWords.alt(
                event(EventType.VIDEO_CLIP, file(new BigDecimal("31.6"), false, false), null), WORDS, FORMAT));
    }

    @Test
    void lengthIsMinutesAndSeconds() {
        assertEquals("0:01", EventWords.length(new BigDecimal("0.040")));
        assertEquals("1:00", EventWords.length(new BigDecimal("59.568")));
        assertEquals("2:01", EventWords.length(new BigDecimal("121.000")));
        assertEquals("", EventWords.length(null));
    }

    @Test
    void blankPictureHasTheShapeOfWhatIsToCome() {
        assertEquals("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='1080' height='1920'/%3E",
                EventWords.blank(file(BigDecimal.ONE, false, false)));
    }
}
