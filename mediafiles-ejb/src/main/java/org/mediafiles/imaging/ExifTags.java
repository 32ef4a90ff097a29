package org.mediafiles.imaging;

import java.io.IOException;

/**
 * The few EXIF tags we look at, as the file has them: not cleaned. There is no field for a position, a person or a serial
 * number, so none can leak.
 *
 * @param make        {@code null} where the file says nothing; so for all texts
 * @param captureTime {@code yyyy:MM:dd HH:mm:ss} by EXIF's rules
 * @param offset      {@code ±HH:mm}
 * @param orientation 1 to 8; 1 where the file says nothing or nonsense
 * @param position    the file holds a latitude and longitude
 */
public record ExifTags(String make, String model, String lensMake, String lensModel, String captureTime, String offset,
        int orientation, boolean position) {
    /** A file without EXIF. */
    public static final ExifTags NONE = new ExifTags(null, null, null, null, null, null, 1, false);

    private static final int MAX_TEXT = 200;

    /** @return a copy, shown otherwise than its EXIF says (HEIF: {@code irot} and {@code imir} decide) */
    ExifTags withOrientation(int other) {
        return new ExifTags(make, model, lensMake, lensModel, captureTime, offset, other, position);
    }

    ExifTags withPosition() {
        return new ExifTags(make, model, lensMake, lensModel, captureTime, offset, orientation, true);
    }

    /** @param base where the TIFF header ({@code II*} or {@code MM*}) stands; damage reads as absence */
    static ExifTags read(ByteCursor cursor, long base) throws IOException {
        try {
            TiffDirectory first = TiffDirectory.first(cursor, base);
            TiffDirectory exif = first.sub(0x8769);
            TiffDirectory gps = first.sub(0x8825);
            String original = exif.text(0x9003, MAX_TEXT);
            boolean digitized = original == null;
            int orientation = (int) first.number(0x0112, 1);
            return new ExifTags(first.text(0x010F, MAX_TEXT), first.text(0x0110, MAX_TEXT), exif.text(0xA433, MAX_TEXT),
                    exif.text(0xA434, MAX_TEXT), digitized ? exif.text(0x9004, MAX_TEXT) : original,
                    exif.text(digitized ? 0x9012 : 0x9011, MAX_TEXT),
                    orientation < 1 || orientation > 8 ? 1 : orientation,
                    gps.has(2) || gps.has(4) || gps.has(20) || gps.has(22));
        } catch (DamagedPictureException e) {
            return NONE;
        }
    }
}
