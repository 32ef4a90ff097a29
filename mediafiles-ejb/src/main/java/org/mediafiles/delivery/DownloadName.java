package org.mediafiles.delivery;

import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.mediafiles.catalog.MediaBytesRecord;
import org.mediafiles.config.HospitalConfig;

/** Under which name a browser saves: when and what, in the hospital's time and language; never who. */
final class DownloadName {
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("uuuu-MM-dd_HHmm", Locale.ROOT);
    private static final Map<String, String> EXTENSIONS = Map.of("image/jpeg", "jpg", "image/png", "png", "image/webp",
            "webp", "image/tiff", "tif", "image/heic", "heic", "image/heif", "heif", "video/mp4", "mp4",
            "video/quicktime", "mov", "video/webm", "webm");

    private DownloadName() {}

    /** @return whether it is a type of pictures or clips that we serve */
    static boolean knows(String mimeType) {
        return EXTENSIONS.containsKey(mimeType);
    }

    /** @param mimeType of the bytes that leave */
    static String of(MediaBytesRecord media, String mimeType, HospitalConfig hospital) {
        return "%s_%s_%02d.%s".formatted(WHEN.format(media.eventDatetime().atZone(hospital.timeZone())),
                word(media, hospital), media.orderIndex(), extension(mimeType));
    }

    /** @return without the dot */
    static String extension(String mimeType) {
        return EXTENSIONS.getOrDefault(mimeType, "bin");
    }

    private static String word(MediaBytesRecord media, HospitalConfig hospital) {
        boolean english = hospital.locale().getLanguage().equals(Locale.ENGLISH.getLanguage());
        if (media.video()) {
            return "video";
        }
        return english ? "photo" : "foto";
    }
}
