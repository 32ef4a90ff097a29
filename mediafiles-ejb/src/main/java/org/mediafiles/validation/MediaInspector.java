package org.mediafiles.validation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import org.mediafiles.config.UploadLimits;
import org.mediafiles.imaging.PictureDecoding;
import org.mediafiles.imaging.PictureHeader;
import org.mediafiles.model.ByteSource;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** Finds out what bytes are and refuses what is not good. */
@ApplicationScoped
public class MediaInspector {
    /** How many first bytes {@link #looksLikeVideo} wants to see. */
    public static final int HEAD_BYTES = 64 * 1024;

    /** What is taken, and the ending of its files. */
    private static final Map<String, String> PICTURES = Map.of("image/jpeg", "jpg", "image/png", "png", "image/webp",
            "webp", "image/tiff", "tif", "image/heic", "heic", "image/heif", "heif");

    private final TypeDetector types;
    private final PictureDecoding decoding;
    private final UploadLimits limits;
    private final ClipInspector clips;

    /** For the container's proxy alone. */
    protected MediaInspector() {
        this.types = null;
        this.decoding = null;
        this.limits = null;
        this.clips = null;
    }

    @Inject
    public MediaInspector(PictureDecoding decoding, UploadLimits limits, ClipInspector clips) {
        this.types = new TypeDetector();
        this.decoding = decoding;
        this.limits = limits;
        this.clips = clips;
    }

    /** @param head the first bytes, up to {@link #HEAD_BYTES} */
    public boolean looksLikeVideo(byte[] head) {
        return isVideo(types.detect(head));
    }

    /**
     * The type by the bytes alone, whatever it is and whether or not it is taken here.
     *
     * @throws org.mediafiles.problem.MediaFilesException {@code NOT_A_VALID_MEDIA_FILE} where there are no bytes; what is
     *                                                    not the file's failure as {@link #inspect}
     */
    public String detectType(ByteSource bytes) {
        return type(bytes);
    }

    /** @param type as {@link #detectType} tells it */
    public static boolean isPicture(String type) {
        return PICTURES.containsKey(type);
    }

    /**
     * Type, then content: probe, limits, truncation, hidden payloads.
     *
     * @param images pictures are taken here
     * @param videos clips are taken here
     * @throws org.mediafiles.problem.MediaFilesException {@code UNSUPPORTED_MEDIA_TYPE}, {@code NOT_A_VALID_MEDIA_FILE},
     *                                                    {@code TOO_MANY_PIXELS}, {@code CLIP_TOO_LONG}; {@code NOT_READY},
     *                                                    {@code STORAGE_FULL}, {@code INTERNAL_ERROR} where the
     *                                                    failure is not the file's
     */
    public InspectedMedia inspect(ByteSource bytes, boolean images, boolean videos) {
        String type = type(bytes);
        if (videos && (isVideo(type) || !images)) {
            return clips.inspect(bytes, type);
        }
        if (!PICTURES.containsKey(type)) {
            throw unsupported("A picture has to be JPEG, PNG, WebP, TIFF or HEIC; this is " + type + ".");
        }
        return picture(bytes, type);
    }

    private String type(ByteSource bytes) {
        return decoding.look(bytes, cursor -> {
            if (cursor.size() == 0) {
                throw notValid("it is empty");
            }
            return types.detect(cursor.bytes((int) Math.min(HEAD_BYTES, cursor.size())));
        });
    }

    private InspectedMedia picture(ByteSource bytes, String type) {
        PictureHeader header = decoding.probe(bytes, type);
        if (header.animated()) {
            throw unsupported("Moving pictures are not taken as photos.");
        }
        if (header.coding() == PictureHeader.Coding.RAW) {
            throw unsupported("Raw camera files are not taken: send the picture the camera made of it.");
        }
        checkSize(header);
        checkAround(bytes, header);
        decoding.check(bytes, header);
        return new InspectedMedia(type, PICTURES.get(type), false, header.displayedWidth(), header.displayedHeight(),
                null,
                header.exif().position(), CaptureTime.local(header.exif().captureTime()),
                CaptureTime.offset(header.exif().offset()), PictureMetadata.of(header.exif()));
    }

    private void checkSize(PictureHeader header) {
        int longer = Math.max(header.width(), header.height());
        if (longer > limits.maxPhotoSide() || header.pixels() > limits.maxPhotoPixels()) {
            throw new MediaFilesException(ProblemCode.TOO_MANY_PIXELS,
                    "The picture has " + header.width() + " × " + header.height() + " pixels; at most "
                            + limits.maxPhotoPixels() + " are taken, " + limits.maxPhotoSide() + " on a side.");
        }
    }

    private void checkAround(ByteSource bytes, PictureHeader header) {
        decoding.look(bytes, cursor -> {
            PictureLayout layout = PictureLayout.of(cursor, header.mimeType());
            // A picture in passes that lacks its end may lack whole passes, of which no decoder knows.
            if (!layout.ended() && header.coding() == PictureHeader.Coding.PASSES) {
                throw notValid("its coded data end before the last row");
            }
            Optional<String> hidden = HiddenPayload.find(cursor, layout);
            if (hidden.isPresent()) {
                throw notValid("it holds " + hidden.get());
            }
            return null;
        });
    }

    /** @param type as {@link #detectType} tells it */
    public static boolean isVideo(String type) {
        return type.startsWith("video/") || type.equals("application/x-matroska") || type.equals("application/mp4");
    }

    private static MediaFilesException unsupported(String detail) {
        return new MediaFilesException(ProblemCode.UNSUPPORTED_MEDIA_TYPE, detail);
    }

    private static MediaFilesException notValid(String why) {
        return new MediaFilesException(ProblemCode.NOT_A_VALID_MEDIA_FILE, "This is not a valid picture: " + why + ".");
    }
}
