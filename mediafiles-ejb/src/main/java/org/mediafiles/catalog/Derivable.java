package org.mediafiles.catalog;

import java.util.Set;

/** Whether smaller pictures can be had of a media file: of what we take always, of what stood before us by what was found. */
final class Derivable {
    private static final Set<String> PICTURES = Set.of("image/jpeg", "image/png", "image/webp", "image/tiff",
            "image/heic", "image/heif");
    /** Nothing is decoded that would not have been taken. */
    private static final Set<String> HINDRANCES = Set.of("too-many-pixels", "unsupported-media-type");

    private Derivable() {}

    /**
     * @param fileType     the record's kind
     * @param detectedType of the stored object; {@code null} where there is none yet
     * @param trouble      what was found of an adopted file; {@code null} where all is well
     */
    static boolean is(String fileType, String detectedType, String trouble) {
        return !"video".equals(fileType) && (detectedType == null || PICTURES.contains(detectedType))
                && (trouble == null || !HINDRANCES.contains(trouble));
    }
}
