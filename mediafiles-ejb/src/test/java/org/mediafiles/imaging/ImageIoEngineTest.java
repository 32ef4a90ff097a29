package org.mediafiles.imaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mediafiles.model.ByteSource;
import org.mediafiles.model.Variant;

/** The contract for each type that the JVM decodes itself, and what each type has of its own. */
class ImageIoEngineTest {
    private static final int W = ColourChart.WIDTH;
    private static final int H = ColourChart.HEIGHT;

    private abstract static class InJvm extends PictureEngineContract {
        @Override
        PictureEngine engine() {
            return new ImageIoEngine();
        }
    }

    @Nested
    class Jpeg extends InJvm {
        @Override
        String mimeType() {
            return "image/jpeg";
        }

        @Override
        byte[] file(byte[] rgb, int width, int height, int orientation) {
            return TestFiles.withExif(TestFiles.jpeg(rgb, width, height, 3), TestFiles.exifOrientation(orientation));
        }

        @Override
        byte[] displayP3(byte[] samples, int width, int height) {
            return TestFiles.withProfile(TestFiles.jpeg(samples, width, height, 3), IccProfiles.displayP3());
        }

        @Test
        void convertsAdobeRgb() throws IOException {
            byte[] samples = ColourChart.samples(3, srgb -> {
                double[] own = ColourChart.times(inverse(IccProfiles.ADOBE_TO_XYZ), ColourChart.xyz(srgb));
                return Arrays.stream(own)
                        .mapToInt(value -> ColourChart.level(Math.pow(Math.max(0, value), 1 / IccProfiles.ADOBE_GAMMA)))
                        .toArray();
            });
            assertColours(TestFiles.withProfile(TestFiles.jpeg(samples, W, H, 3), IccProfiles.adobeRgb()));
        }

        @Test
        void turnsPlainInks() throws IOException {
            assertColours(TestFiles.jpeg(ColourChart.samples(4, Jpeg::inks), W, H, 4));
        }

        @Test
        void turnsInksThatAdobeWroteUpsideDown() throws IOException {
            byte[] samples = ColourChart.samples(4, srgb -> invert(inks(srgb)));
            assertColours(adobe(TestFiles.jpeg(samples, W, H, 4), 0));
        }

        @Test
        void turnsYcck() throws IOException {
            byte[] samples = ColourChart.samples(4, srgb -> {
                int[] inks = inks(srgb);
                double r = 255 - inks[0];
                double g = 255 - inks[1];
                double b = 255 - inks[2];
                double y = 0.299 * r + 0.587 * g + 0.114 * b;
                // Photoshop writes the inks inverted: what YCC codes is then the inks themselves.
                double luma = 255 - y;
                return new int[]{level(luma), level(128 - (b - y) / 1.772), level(128 - (r - y) / 1.402),
                        255 - inks[3]};
            });
            assertColours(adobe(TestFiles.jpeg(samples, W, H, 4), 2));
        }

        @Test
        void convertsInksByTheirProfile() throws IOException {
            byte[] plain = TestFiles.jpeg(ColourChart.samples(4, Jpeg::inks), W, H, 4);
            assertColours(TestFiles.withProfile(plain, IccProfiles.plainCmyk()));
        }

        @Test
        void ignoresAProfileThatIsBrokenOrOfAnotherKind() throws IOException {
            byte[] plain = TestFiles.jpeg(ColourChart.rgb(), W, H, 3);
            assertColours(TestFiles.withProfile(plain, new byte[300]));
            assertColours(TestFiles.withProfile(plain, IccProfiles.plainCmyk()));
        }

        @Test
        void readsProgressiveAndGrey() throws IOException {
            assertColours(TestFiles.jpeg(ColourChart.rgb(), W, H, 3, true));
            byte[] grey = new byte[100 * 100];
            Arrays.fill(grey, (byte) 100);
            assertEquals(0xFF646464, read(derive(TestFiles.jpeg(grey, 100, 100, 1)).get(Variant.LARGE)).getRGB(50, 50));
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void findsAnEarlyEndThatAnEndMarkCovers(boolean progressive) throws IOException {
            byte[] whole = TestFiles.jpeg(PhotoLike.samples(600, 400), 600, 400, 3, progressive);
            byte[] cut = Arrays.copyOf(whole, whole.length * 7 / 10);
            cut[cut.length - 2] = (byte) 0xFF;
            cut[cut.length - 1] = (byte) 0xD9;
            ByteSource source = Pictures.of(cut);
            PictureHeader header = engine().probe(source, mimeType(), Pictures.longEnough());
            assertThrows(TruncatedPictureException.class, () -> engine().check(source, header, Pictures.longEnough()));
        }

        @Test
        void takesAPictureThatLacksNothingButTheEndMark() throws IOException {
            byte[] whole = TestFiles.jpeg(PhotoLike.samples(300, 200), 300, 200, 3);
            ByteSource source = Pictures.of(Arrays.copyOf(whole, whole.length - 2));
            engine().check(source, engine().probe(source, mimeType(), Pictures.longEnough()), Pictures.longEnough());
        }

        private static int[] inks(double[] srgb) {
            double black = 1 - Math.max(srgb[0], Math.max(srgb[1], srgb[2]));
            // Half of the black there could be: both ways of making dark are used.
            double k = black / 2;
            return new int[]{level(255 * (1 - srgb[0] / (1 - k))), level(255 * (1 - srgb[1] / (1 - k))),
                    level(255 * (1 - srgb[2] / (1 - k))), level(255 * k)};
        }

        private static int level(double value) {
            return (int) Math.max(0, Math.min(255, Math.round(value)));
        }

        private static int[] invert(int[] inks) {
            return Arrays.stream(inks).map(ink -> 255 - ink).toArray();
        }

        private static byte[] adobe(byte[] jpeg, int transform) {
            return TestFiles.withSegment(jpeg, 0xEE,
                    new byte[]{'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform});
        }
    }

    @Nested
    class Png extends InJvm {
        @Override
        String mimeType() {
            return "image/png";
        }

        @Override
        byte[] file(byte[] rgb, int width, int height, int orientation) {
            return TestFiles.png(width, height, 8, 2, rgb,
                    TestFiles.chunk("eXIf", TestFiles.exifOrientation(orientation)));
        }

        @Override
        byte[] displayP3(byte[] samples, int width, int height) {
            return TestFiles.png(width, height, 8, 2, samples, TestFiles.chunk("iCCP",
                    TestFiles.concat(IccProfiles.latin("P3\0\0"), TestFiles.deflate(IccProfiles.displayP3()))));
        }

        @Test
        void readsInterlacedSixteenBitPaletteAndAlpha() throws IOException {
            byte[] rgb = ColourChart.rgb();
            assertColours(TestFiles.interlacedPng(rgb, W, H));
            byte[] wide = new byte[rgb.length * 2];
            byte[] clear = new byte[W * H * 4];
            byte[] indexes = new byte[W * H];
            byte[] palette = new byte[24 * 3];
            for (int i = 0; i < rgb.length; i++) {
                wide[2 * i] = rgb[i];
                wide[2 * i + 1] = rgb[i];
                clear[i / 3 * 4 + i % 3] = rgb[i];
                clear[i / 3 * 4 + 3] = (byte) 255;
                int patch = i / 3 / W / ColourChart.PATCH * ColourChart.COLUMNS + i / 3 % W / ColourChart.PATCH;
                indexes[i / 3] = (byte) patch;
                palette[patch * 3 + i % 3] = rgb[i];
            }
            assertColours(TestFiles.png(W, H, 16, 2, wide));
            assertColours(TestFiles.png(W, H, 8, 6, clear));
            assertColours(TestFiles.png(W, H, 8, 3, indexes, TestFiles.chunk("PLTE", palette)));
        }

        @Test
        void laysWhatIsTransparentOnWhite() throws IOException {
            byte[] half = new byte[40 * 40 * 4];
            for (int i = 3; i < half.length; i += 4) {
                half[i] = (byte) 128;
            }
            int rgb = read(derive(TestFiles.png(40, 40, 8, 6, half)).get(Variant.LARGE)).getRGB(20, 20);
            assertEquals(127, rgb & 255, 2);
            byte[] bits = new byte[5 * 40];
            int white = read(derive(TestFiles.png(40, 40, 1, 3, bits, TestFiles.chunk("PLTE", new byte[6]),
                    TestFiles.chunk("tRNS", new byte[]{0}))).get(Variant.LARGE)).getRGB(20, 20);
            assertEquals(0xFFFFFFFF, white);
        }

        @Test
        void everyRowFilterIsUndone() throws IOException {
            // The JDK's writer chooses filters row by row; the pixels are those of a photo.
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            byte[] rgb = PhotoLike.samples(180, 120);
            javax.imageio.ImageIO.write(PhotoLike.image(rgb.clone(), 180, 120), "png", png);
            ByteSource source = Pictures.of(png.toByteArray());
            LanczosScaler same = new LanczosScaler(1200);
            try (ByteCursor cursor = ByteCursor.of(source, Pictures.longEnough())) {
                new PngDecoder(PngStructure.read(cursor), cursor, Pictures.longEnough()).decode(same);
            }
            org.junit.jupiter.api.Assertions.assertArrayEquals(rgb, same.result().samples());
        }

        @Test
        void refusesAWrongChecksumAndAMissingEnd() throws IOException {
            byte[] whole = TestFiles.png(60, 60, 8, 2, PhotoLike.samples(60, 60));
            byte[] damaged = whole.clone();
            damaged[whole.length / 2] ^= 1;
            byte[] endless = Arrays.copyOf(whole, whole.length - 12);
            byte[] interlaced = TestFiles.interlacedPng(PhotoLike.samples(200, 200), 200, 200);
            byte[] cut = Arrays.copyOf(interlaced, interlaced.length / 2);
            for (byte[] bad : new byte[][]{damaged, endless, cut}) {
                ByteSource source = Pictures.of(bad);
                assertThrows(IOException.class,
                        () -> engine().check(source, engine().probe(source, mimeType(), Pictures.longEnough()),
                                Pictures.longEnough()));
            }
        }
    }

    @Nested
    class Tiff extends InJvm {
        @Override
        String mimeType() {
            return "image/tiff";
        }

        @Override
        byte[] file(byte[] rgb, int width, int height, int orientation) {
            return TestFiles.tiff(rgb, width, height, 3, 2, orientation, new byte[0]);
        }

        @Override
        byte[] displayP3(byte[] samples, int width, int height) {
            return TestFiles.tiff(samples, width, height, 3, 2, 1, IccProfiles.displayP3());
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1})
        void showsGreyFromEitherEnd(int photometric) throws IOException {
            byte[] grey = new byte[64 * 64];
            Arrays.fill(grey, (byte) (photometric == 0 ? 255 - 60 : 60));
            byte[] file = TestFiles.tiff(grey, 64, 64, 1, photometric, 1, new byte[0]);
            assertEquals(60, read(derive(file).get(Variant.LARGE)).getRGB(30, 30) & 255, 1);
        }
    }

    @Nested
    class Webp extends InJvm {
        @Override
        String mimeType() {
            return "image/webp";
        }

        @Override
        byte[] file(byte[] rgb, int width, int height, int orientation) {
            return TestWebp.of(rgb, width, height, 8,
                    TestWebp.chunk("EXIF", TestFiles.exifOrientation(orientation)));
        }

        @Override
        byte[] displayP3(byte[] samples, int width, int height) {
            return TestWebp.of(samples, width, height, 32, TestWebp.chunk("ICCP", IccProfiles.displayP3()));
        }
    }
}
