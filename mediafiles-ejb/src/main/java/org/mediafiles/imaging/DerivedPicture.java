package org.mediafiles.imaging;

/**
 * A derivative: an sRGB JPEG without metadata.
 *
 * @param jpeg   the whole file; never {@code null}
 * @param width  pixels
 * @param height pixels
 */
public record DerivedPicture(byte[] jpeg, int width, int height) {}
