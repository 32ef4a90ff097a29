package org.mediafiles.web.faces.support;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.stream.Stream;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.MediaFileRecord;
import org.mediafiles.catalog.SeriesFileRecord;
import org.mediafiles.model.EventType;

/** What the timeline says and shows of an event of any kind. */
final class EventWords {
    private static final int MINUTE = 60;

    private EventWords() {}

    /** @return {@code null} where nothing can be shown */
    static MediaFileRecord cover(EventRecord event) {
        if (event.type() == EventType.VIDEO_CLIP) {
            return event.mediaFile() == null || event.mediaFile().unusable() ? null : event.mediaFile();
        }
        Stream<MediaFileRecord> pictures = event.type() == EventType.PHOTO_SERIES
                ? event.files().stream().map(SeriesFileRecord::mediaFile)
                : Stream.ofNullable(event.mediaFile());
        return pictures.filter(file -> file != null && file.derivable()).findFirst().orElse(null);
    }

    /** @return for example {@code 5 fotos} or {@code 0:32}; empty for a photo, and where a clip's length is unknown */
    static String extent(EventRecord event, Words words) {
        return switch (event.type()) {
            case PHOTO -> "";
            case PHOTO_SERIES -> words.say("series.count", event.files().size());
            case VIDEO_CLIP -> event.mediaFile() == null ? "" : length(event.mediaFile().duration());
        };
    }

    static String alt(EventRecord event, Words words, HospitalFormat format) {
        String name = words.say("tile.alt", words.say("kind." + event.type().apiName()),
                format.time(event.eventDatetime()));
        String extent = extent(event, words);
        return extent.isEmpty() ? name : name + ", " + extent;
    }

    /**
     * @param seconds {@code null} where unknown
     * @return minutes and whole seconds, never less than one: {@code 0:32}; empty where unknown
     */
    static String length(BigDecimal seconds) {
        if (seconds == null) {
            return "";
        }
        long whole = Math.max(1, seconds.setScale(0, RoundingMode.HALF_UP).longValue());
        return "%d:%02d".formatted(whole / MINUTE, whole % MINUTE);
    }

    static String blank(MediaFileRecord file) {
        int width = file.width() == null || file.width() < 1 ? 16 : file.width();
        int height = file.height() == null || file.height() < 1 ? 9 : file.height();
        return "data:image/svg+xml,%%3Csvg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d'/%%3E"
                .formatted(width, height);
    }
}
