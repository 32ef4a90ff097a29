package org.mediafiles.adoption;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.mediafiles.catalog.ClaimedStandingFile;
import org.mediafiles.catalog.StandingFileFindings;
import org.mediafiles.model.ByteSource;
import org.mediafiles.model.Sha256;
import org.mediafiles.model.StorageKey;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.validation.InspectedMedia;
import org.mediafiles.validation.MediaInspector;

/**
 * Judges a file that stood before us as an upload would be judged, but refuses nothing: what would not be taken stays what
 * it was, is told of, and is shown only as far as that is safe.
 */
final class StandingFileInspection {
    /** The bytes are a picture or a clip, but of another type than the record says. */
    static final String TYPE_MISMATCH = "type-mismatch";
    /** The bytes are not those that the record was made for. */
    static final String HASH_MISMATCH = "hash-mismatch";
    /** Neither a picture nor a clip. */
    static final String NO_MEDIA = "unsupported-media-type";

    /** Spellings of the same type; Matroska is what a WebM is made of. */
    private static final Map<String, String> ALIASES = Map.of("image/jpg", "image/jpeg", "image/pjpeg", "image/jpeg",
            "image/x-png", "image/png", "image/tif", "image/tiff", "image/heif", "image/heic", "video/x-m4v",
            "video/mp4", "application/mp4", "video/mp4", "application/x-matroska", "video/webm", "video/x-matroska",
            "video/webm");

    /** A damaged file may show something yet; a long clip is as good as a short one. */
    private static final Set<ProblemCode> TRIED_ALL_THE_SAME = Set.of(ProblemCode.NOT_A_VALID_MEDIA_FILE,
            ProblemCode.CLIP_TOO_LONG);

    private final MediaInspector inspector;

    StandingFileInspection(MediaInspector inspector) {
        this.inspector = inspector;
    }

    /**
     * @param sha256 of the bytes as they are
     * @throws MediaFilesException where the failure is not the file's
     */
    StandingFileFindings inspect(ClaimedStandingFile file, StorageKey key, ByteSource bytes, long byteCount,
            Sha256 sha256) {
        String type = inspector.detectType(bytes);
        boolean media = MediaInspector.isPicture(type) || MediaInspector.isVideo(type);
        InspectedMedia found = null;
        ProblemCode verdict = null;
        if (media) {
            try {
                found = inspector.inspect(bytes, true, true);
            } catch (MediaFilesException refused) {
                verdict = verdict(refused);
            }
        }
        boolean typeDiffers = !canonical(type).equals(canonical(file.mimeType()));
        boolean hashDiffers = file.fileHash() != null && !file.fileHash().strip().equalsIgnoreCase(sha256.hex());
        boolean sound = media && verdict == null && !hashDiffers;
        String trouble = hashDiffers
                ? HASH_MISMATCH
                : !media ? NO_MEDIA : verdict != null ? verdict.code() : typeDiffers ? TYPE_MISMATCH : null;
        return new StandingFileFindings(key, byteCount, sha256, type, found == null ? null : found.width(),
                found == null ? null : found.height(), found == null ? null : found.duration(),
                found == null ? null : found.hasPosition(),
                typeDiffers || !media || verdict == ProblemCode.NOT_A_VALID_MEDIA_FILE,
                media && (verdict == null || TRIED_ALL_THE_SAME.contains(verdict)), trouble, sound);
    }

    /** What speaks of the bytes; anything else goes on as it is. */
    private static ProblemCode verdict(MediaFilesException refused) {
        return switch (refused.code()) {
            case NOT_A_VALID_MEDIA_FILE, UNSUPPORTED_MEDIA_TYPE, TOO_MANY_PIXELS, CLIP_TOO_LONG -> refused.code();
            default -> throw refused;
        };
    }

    private static String canonical(String type) {
        String plain = type.strip().toLowerCase(Locale.ROOT);
        return ALIASES.getOrDefault(plain, plain);
    }
}
