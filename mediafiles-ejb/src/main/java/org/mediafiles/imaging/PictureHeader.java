package org.mediafiles.imaging;

/**
 * What stands before the pixels: read without decoding any.
 *
 * @param mimeType  as detected
 * @param width     pixels as stored
 * @param height    pixels as stored
 * @param sideways  the picture is shown turned by 90° or 270°, so width and height change places
 * @param animated  it has further frames that are shown one after the other
 * @param exif      never {@code null}
 * @param coding    what the decoder must know about memory
 */
public record PictureHeader(String mimeType, int width, int height, boolean sideways, boolean animated, ExifTags exif,
        Coding coding) {
    /** How the pixels come. */
    public enum Coding {
        /** Row after row. */
        SEQUENTIAL,
        /** In passes over the whole picture (progressive JPEG, interlaced PNG). */
        PASSES,
        /** All at once. */
        WHOLE,
        /** Sensor data with a small picture in front (DNG and the like): nothing that we show. */
        RAW
    }

    /** @return pixels as shown */
    public int displayedWidth() {
        return sideways ? height : width;
    }

    /** @return pixels as shown */
    public int displayedHeight() {
        return sideways ? width : height;
    }

    /** @return width × height */
    public long pixels() {
        return (long) width * height;
    }
}
