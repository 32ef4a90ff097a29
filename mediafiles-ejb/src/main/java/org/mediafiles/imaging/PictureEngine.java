package org.mediafiles.imaging;

import java.io.IOException;
import java.util.Map;
import org.mediafiles.model.ByteSource;
import org.mediafiles.model.Variant;

/**
 * What decodes pictures and makes them smaller. Every implementation runs {@code PictureEngineContract}. Whoever calls
 * {@link #derive} or {@link #check} holds a permit for {@link #cost}. A {@link DamagedPictureException} is a verdict on
 * the picture; any other {@link IOException} is not.
 */
interface PictureEngine {
    /** @return whether this engine, on this machine, reads the type */
    boolean takes(String mimeType);

    /**
     * Reads what stands before the pixels.
     *
     * @throws DamagedPictureException where this is no such picture
     */
    PictureHeader probe(ByteSource source, String mimeType, TimeLimit limit) throws IOException;

    /** @return what {@link #derive} holds at once, at most */
    DecodeCost cost(ByteSource source, PictureHeader header, TimeLimit limit) throws IOException;

    /**
     * @return {@code LARGE}, {@code MEDIUM} and {@code THUMBNAIL}: sRGB, upright, without metadata, never enlarged
     * @throws DamagedPictureException where the picture can't be decoded or is cut off
     */
    Map<Variant, DerivedPicture> derive(ByteSource source, PictureHeader header, TimeLimit limit) throws IOException;

    /**
     * Decodes all of it and keeps nothing.
     *
     * @throws DamagedPictureException where the picture can't be decoded or is cut off, also where a decoder would only warn
     */
    void check(ByteSource source, PictureHeader header, TimeLimit limit) throws IOException;
}
