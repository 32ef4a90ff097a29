package org.mediafiles.imaging;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.mediafiles.model.Variant;

/** The three sizes, each from the one before: 1200 → 800 → 200. */
final class DerivativeChain {
    /** Pixels of the largest derivative's longer side. */
    static final int LARGEST = 1200;

    private record Step(Variant variant, int side, int quality) {}

    private static final Step[] STEPS = {new Step(Variant.LARGE, LARGEST, 85), new Step(Variant.MEDIUM, 800, 80),
            new Step(Variant.THUMBNAIL, 200, 75)};

    private DerivativeChain() {}

    /**
     * @param fitted      fits {@link #LARGEST}, in the file's own colours
     * @param profile     the file's ICC profile, {@code null} for none
     * @param orientation EXIF's, 1 to 8
     */
    static Map<Variant, DerivedPicture> of(PixelRows fitted, byte[] profile, int orientation) throws IOException {
        PixelRows picture = SrgbConversion.toSrgb(fitted, profile).oriented(orientation);
        Map<Variant, DerivedPicture> derived = new EnumMap<>(Variant.class);
        for (Step step : STEPS) {
            picture = LanczosScaler.scale(picture, step.side);
            derived.put(step.variant, JpegEncoder.encode(picture, step.quality));
        }
        return derived;
    }
}
