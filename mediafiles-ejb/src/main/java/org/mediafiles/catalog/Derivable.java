package org.mediafiles.catalog;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether smaller pictures can be had of a media file: of what we take always, of what stood before us by what was found. */
final class Derivable {
    private static final Set<String> PICTURES = Set.of("image/jpeg", "image/png", "image/webp", "image/tiff",
            "image/heic", "image/heif");
    private static final Set<String> CLIPS = Set.of("video/mp4", "video/quicktime", "video/webm");
    /** Of which a job makes something, where nothing hinders it. */
    static final Set<String> TYPES = Stream.concat(PICTURES.stream(), CLIPS.stream())
            .collect(Collectors.toUnmodifiableSet());
    /** Why an adopted video has no playback: its bytes are of a kind that is not taken. */
    static final String NO_CLIP = "unsupported-media-type";
    /** Nothing is decoded that would not have been taken. */
    static final Set<String> HINDRANCES = Set.of("too-many-pixels", "unsupported-media-type");

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

    /** As {@link #is}, for a clip's poster and playback. */
    static boolean isClip(String fileType, String detectedType, String trouble) {
        return "video".equals(fileType) && (detectedType == null || CLIPS.contains(detectedType))
                && (trouble == null || !HINDRANCES.contains(trouble));
    }
}
