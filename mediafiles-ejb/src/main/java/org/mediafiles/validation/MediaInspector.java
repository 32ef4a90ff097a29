package org.mediafiles.validation;

import jakarta.enterprise.context.ApplicationScoped;
import org.mediafiles.model.ByteSource;

/** Finds out what bytes are and refuses what is not good. */
@ApplicationScoped
public class MediaInspector {
    /** How many first bytes {@link #looksLikeVideo} wants to see. */
    public static final int HEAD_BYTES = 64 * 1024;

    /** @param head the first bytes, up to {@link #HEAD_BYTES} */
    public boolean looksLikeVideo(byte[] head) {
        throw new IllegalStateException("to be written");
    }

    /**
     * Type, then content: probe, limits, truncation, hidden payloads.
     *
     * @param images pictures are taken here
     * @param videos clips are taken here
     * @throws org.mediafiles.problem.MediaFilesException {@code UNSUPPORTED_MEDIA_TYPE}, {@code NOT_A_VALID_MEDIA_FILE},
     *                                                    {@code TOO_MANY_PIXELS}, {@code CLIP_TOO_LONG}, {@code NOT_READY}
     */
    public InspectedMedia inspect(ByteSource bytes, boolean images, boolean videos) {
        throw new IllegalStateException("to be written");
    }
}
