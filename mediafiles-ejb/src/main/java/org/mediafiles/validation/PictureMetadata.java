package org.mediafiles.validation;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.mediafiles.imaging.ExifTags;
import org.mediafiles.model.CleanText;

/** The whitelist: camera, lens, orientation; the capture time is told apart, since it may lack its offset. What is not in {@link ExifTags} can't get here. */
final class PictureMetadata {
    private static final int MAX_NAME = 100;

    private PictureMetadata() {}

    /** @return in this order, without what the file does not say */
    static Map<String, Object> of(ExifTags exif) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        putName(metadata, "camera", exif.make(), exif.model());
        putName(metadata, "lens", exif.lensMake(), exif.lensModel());
        metadata.put("orientation", exif.orientation());
        return metadata;
    }

    /** @param make {@code null} for none; @param model {@code null} for none */
    static void putName(Map<String, Object> metadata, String key, String make, String model) {
        String maker = CleanText.cut(CleanText.line(make), MAX_NAME);
        String name = CleanText.cut(CleanText.line(model), MAX_NAME);
        // Many makers repeat themselves in the model: "Canon", "Canon EOS 5D".
        boolean repeated = name.toLowerCase(Locale.ROOT).startsWith(maker.toLowerCase(Locale.ROOT));
        String whole = repeated || name.isEmpty() ? name.isEmpty() ? maker : name : (maker + ' ' + name).strip();
        if (!whole.isEmpty()) {
            metadata.put(key, whole);
        }
    }
}
