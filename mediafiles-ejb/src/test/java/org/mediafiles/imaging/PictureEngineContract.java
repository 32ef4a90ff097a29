package org.mediafiles.imaging;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mediafiles.model.ByteSource;
import org.mediafiles.model.Variant;

/** What every engine does with every type that it takes. */
abstract class PictureEngineContract {
    abstract PictureEngine engine();

    abstract String mimeType();

    /** @return a file of the type under test, shown by the orientation 1 to 8 that it names */
    abstract byte[] file(byte[] rgb, int width, int height, int orientation) throws IOException;

    /** @return a file of the type whose samples are Display P3, with the profile that says so */
    abstract byte[] displayP3(byte[] samples, int width, int height) throws IOException;

    final Map<Variant, DerivedPicture> derive(byte[] file) throws IOException {
        ByteSource source = Pictures.of(file);
        return engine().derive(source, engine().probe(source, mimeType(), Pictures.longEnough()),
                Pictures.longEnough());
    }

    static BufferedImage read(DerivedPicture picture) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(picture.jpeg()));
    }

    @Test
    void derivativesFitTheirSides() throws IOException {
        Map<Variant, DerivedPicture> derived = derive(file(PhotoLike.samples(1400, 700), 1400, 700, 1));
        assertAll(() -> assertSize(1200, 600, derived.get(Variant.LARGE)),
                () -> assertSize(800, 400, derived.get(Variant.MEDIUM)),
                () -> assertSize(200, 100, derived.get(Variant.THUMBNAIL)));
    }

    @Test
    void neverEnlarges() throws IOException {
        Map<Variant, DerivedPicture> derived = derive(file(PhotoLike.samples(300, 90), 300, 90, 1));
        assertAll(() -> assertSize(300, 90, derived.get(Variant.LARGE)),
                () -> assertSize(300, 90, derived.get(Variant.MEDIUM)),
                () -> assertSize(200, 60, derived.get(Variant.THUMBNAIL)));
    }

    private static void assertSize(int width, int height, DerivedPicture picture) throws IOException {
        BufferedImage read = read(picture);
        assertEquals(width + "x" + height, read.getWidth() + "x" + read.getHeight());
        assertEquals(width + "x" + height, picture.width() + "x" + picture.height());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void showsUprightWhatEveryOrientationMeans(int orientation) throws IOException {
        // As shown: red upper left, green upper right, blue lower left, white lower right; 96 by 64.
        int[] corners = {0xFF0000, 0x00FF00, 0x0000FF, 0xFFFFFF};
        byte[] shown = new byte[96 * 64 * 3];
        for (int i = 0; i < 96 * 64; i++) {
            int rgb = corners[i / 96 / 32 * 2 + i % 96 / 48];
            for (int c = 0; c < 3; c++) {
                shown[i * 3 + c] = (byte) (rgb >> 16 - 8 * c);
            }
        }
        // The inverse of 6 is 8; all others are their own.
        int inverse = orientation == 6 ? 8 : orientation == 8 ? 6 : orientation;
        PixelRows stored = new PixelRows(96, 64, 3, shown).oriented(inverse);
        byte[] file = file(stored.samples(), stored.width(), stored.height(), orientation);
        PictureHeader header = engine().probe(Pictures.of(file), mimeType(), Pictures.longEnough());
        assertEquals("96x64", header.displayedWidth() + "x" + header.displayedHeight());
        BufferedImage large = read(derive(file).get(Variant.LARGE));
        assertEquals("96x64", large.getWidth() + "x" + large.getHeight());
        for (int corner = 0; corner < 4; corner++) {
            int rgb = large.getRGB(24 + 48 * (corner % 2), 16 + 32 * (corner / 2));
            for (int c = 0; c < 24; c += 8) {
                assertEquals(corners[corner] >> c & 255, rgb >> c & 255, 8, "corner " + corner);
            }
        }
    }

    @Test
    void keepsTheColoursOfAChart() throws IOException {
        assertColours(file(ColourChart.rgb(), ColourChart.WIDTH, ColourChart.HEIGHT, 1));
    }

    @Test
    void convertsDisplayP3ToSrgb() throws IOException {
        byte[] samples = ColourChart.samples(3, srgb -> {
            double[] own = ColourChart.times(inverse(IccProfiles.P3_TO_XYZ), ColourChart.xyz(srgb));
            return Arrays.stream(own).mapToInt(value -> ColourChart.level(ColourChart.encoded(value))).toArray();
        });
        assertColours(displayP3(samples, ColourChart.WIDTH, ColourChart.HEIGHT));
    }

    final void assertColours(byte[] file) throws IOException {
        double off = ColourChart.meanDifference(read(derive(file).get(Variant.LARGE)));
        assertTrue(off < 1, "mean CIEDE2000 " + off);
    }

    static double[][] inverse(double[][] m) {
        double[][] out = new double[3][3];
        double det = 0;
        for (int i = 0; i < 3; i++) {
            det += m[0][i] * (m[1][(i + 1) % 3] * m[2][(i + 2) % 3] - m[1][(i + 2) % 3] * m[2][(i + 1) % 3]);
        }
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                out[j][i] = (m[(i + 1) % 3][(j + 1) % 3] * m[(i + 2) % 3][(j + 2) % 3]
                        - m[(i + 1) % 3][(j + 2) % 3] * m[(i + 2) % 3][(j + 1) % 3]) / det;
            }
        }
        return out;
    }

    @Test
    void leavesNothingInADerivativeThatIsNotPicture() throws IOException {
        for (DerivedPicture picture : derive(file(PhotoLike.samples(260, 90), 260, 90, 6)).values()) {
            String text = new String(picture.jpeg(), StandardCharsets.ISO_8859_1);
            assertTrue(text.startsWith("\u00ff\u00d8\u00ff\u00e0"), "a JFIF header");
            for (String mark : new String[]{"Exif", "ICC_PROFILE", "http://ns.adobe", "Photoshop", "\u00ff\u00fe"}) {
                // A comment's marker can't stand in coded data, where each FF is followed by 00.
                assertTrue(!text.contains(mark), mark);
            }
        }
    }

    @Test
    void refusesWhatIsCutOff() throws IOException {
        byte[] whole = file(PhotoLike.samples(400, 300), 400, 300, 1);
        ByteSource cut = Pictures.of(Arrays.copyOf(whole, whole.length * 6 / 10));
        assertThrows(IOException.class,
                () -> engine().check(cut, engine().probe(cut, mimeType(), Pictures.longEnough()),
                        Pictures.longEnough()));
    }

    @Test
    void takesWhatIsWhole() throws IOException {
        ByteSource whole = Pictures.of(file(PhotoLike.samples(400, 300), 400, 300, 1));
        engine().check(whole, engine().probe(whole, mimeType(), Pictures.longEnough()), Pictures.longEnough());
    }

    @Test
    void hasEndedWhenItsTimeIsOver() throws IOException {
        ByteSource source = Pictures.of(file(PhotoLike.samples(1400, 1000), 1400, 1000, 1));
        PictureHeader header = engine().probe(source, mimeType(), Pictures.longEnough());
        assertThrows(TimeLimit.Exceeded.class,
                () -> engine().derive(source, header, TimeLimit.of(Duration.ofNanos(1))));
    }
}
