package org.mediafiles.imaging;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.mediafiles.model.ByteSource;
import org.mediafiles.model.Variant;

/** Makes the derivatives of a picture: chooses the engine, takes the decode permit, bounds the time. */
@ApplicationScoped
public class PictureDeriver {
    /**
     * @param mimeType as {@code validation} found it
     * @return {@code LARGE}, {@code MEDIUM} and {@code THUMBNAIL}
     * @throws org.mediafiles.problem.MediaFilesException {@code NOT_A_VALID_MEDIA_FILE}; {@code NOT_READY} where no permit
     *                                                    came within 10 s
     */
    public Map<Variant, DerivedPicture> derive(ByteSource source, String mimeType) {
        throw new IllegalStateException("to be written");
    }
}
