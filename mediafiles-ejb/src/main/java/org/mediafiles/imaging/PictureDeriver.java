package org.mediafiles.imaging;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import org.mediafiles.model.ByteSource;
import org.mediafiles.model.Variant;

/** Makes the derivatives of a picture: chooses the engine, takes the decode permit, bounds the time. */
@ApplicationScoped
public class PictureDeriver {
    private final PictureDecoding decoding;

    /** For the container's proxy alone. */
    protected PictureDeriver() {
        this(null);
    }

    @Inject
    public PictureDeriver(PictureDecoding decoding) {
        this.decoding = decoding;
    }

    /**
     * @param mimeType as {@code validation} found it
     * @return {@code LARGE}, {@code MEDIUM} and {@code THUMBNAIL}
     * @throws org.mediafiles.problem.MediaFilesException {@code NOT_A_VALID_MEDIA_FILE}; {@code NOT_READY} where no permit
     *                                                    came within 10 s, for an interruption, and past the time
     *                                                    (the cause is {@link TimeLimit.Exceeded} then);
     *                                                    {@code STORAGE_FULL}, {@code INTERNAL_ERROR}
     */
    public Map<Variant, DerivedPicture> derive(ByteSource source, String mimeType) {
        return decoding.derive(source, mimeType);
    }
}
