package org.mediafiles.imaging;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** ICC profiles made on the spot: none of anybody's is copied. */
final class IccProfiles {
    /** Primaries adapted to D50, column by column R, G, B. */
    static final double[][] SRGB_TO_XYZ = {{0.4360747, 0.3850649, 0.1430804}, {0.2225045, 0.7168786, 0.0606169},
            {0.0139322, 0.0971045, 0.7141733}};
    static final double[][] P3_TO_XYZ = {{0.5151187, 0.2919778, 0.1571035}, {0.2411892, 0.6922441, 0.0665668},
            {-0.0010505, 0.0418791, 0.7840713}};
    static final double[][] ADOBE_TO_XYZ = {{0.6097559, 0.2052401, 0.1492240}, {0.3111242, 0.6256560, 0.0632197},
            {0.0194811, 0.0608902, 0.7448387}};
    static final double ADOBE_GAMMA = 563 / 256.0;
    private static final int GRID = 11;

    private IccProfiles() {}

    static byte[] displayP3() {
        return rgb(P3_TO_XYZ, srgbCurve());
    }

    static byte[] adobeRgb() {
        return rgb(ADOBE_TO_XYZ, curve(563));
    }

    /** Grey of a gamma of 1.8. */
    static byte[] grey18() {
        Map<String, byte[]> tags = common();
        tags.put("kTRC", curve((int) Math.round(1.8 * 256)));
        return profile("mntr", "GRAY", "XYZ ", tags);
    }

    /** A press that inks as the plain formula says: light = (1 − ink) × (1 − black), in sRGB. */
    static byte[] plainCmyk() {
        Map<String, byte[]> tags = common();
        tags.put("A2B0", write(out -> {
            out.writeBytes("mft2\0\0\0\0");
            out.write(new byte[]{4, 3, GRID, 0});
            for (int i = 0; i < 9; i++) {
                out.writeInt(i % 4 == 0 ? 0x10000 : 0);
            }
            out.writeShort(2);
            out.writeShort(2);
            ramps(out, 4);
            for (int i = 0; i < GRID * GRID * GRID * GRID; i++) {
                double black = 1 - i % GRID / (GRID - 1.0);
                double[] lab = ColourChart.lab(new double[]{(1 - i / (GRID * GRID * GRID) / (GRID - 1.0)) * black,
                        (1 - i / (GRID * GRID) % GRID / (GRID - 1.0)) * black,
                        (1 - i / GRID % GRID / (GRID - 1.0)) * black});
                out.writeShort((int) Math.round(lab[0] * 652.8));
                out.writeShort((int) Math.round((lab[1] + 128) * 256));
                out.writeShort((int) Math.round((lab[2] + 128) * 256));
            }
            ramps(out, 3);
        }));
        return profile("prtr", "CMYK", "Lab ", tags);
    }

    private static void ramps(DataOutputStream out, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            out.writeShort(0);
            out.writeShort(65_535);
        }
    }

    private static byte[] rgb(double[][] toXyz, byte[] curve) {
        Map<String, byte[]> tags = common();
        String[] names = {"rXYZ", "gXYZ", "bXYZ"};
        for (int c = 0; c < 3; c++) {
            tags.put(names[c], xyz(toXyz[0][c], toXyz[1][c], toXyz[2][c]));
            tags.put(names[c].charAt(0) + "TRC", curve);
        }
        return profile("mntr", "RGB ", "XYZ ", tags);
    }

    private static Map<String, byte[]> common() {
        Map<String, byte[]> tags = new LinkedHashMap<>();
        tags.put("desc", write(out -> {
            out.writeBytes("desc\0\0\0\0");
            out.writeInt(5);
            out.writeBytes("test\0");
            out.write(new byte[78]);
        }));
        tags.put("cprt", write(out -> out.writeBytes("text\0\0\0\0none\0")));
        tags.put("wtpt", xyz(0.9642, 1, 0.8249));
        return tags;
    }

    private static byte[] xyz(double x, double y, double z) {
        return write(out -> {
            out.writeBytes("XYZ \0\0\0\0");
            for (double value : new double[]{x, y, z}) {
                out.writeInt((int) Math.round(value * 65_536));
            }
        });
    }

    private static byte[] curve(int gammaIn256ths) {
        return write(out -> {
            out.writeBytes("curv\0\0\0\0");
            out.writeInt(1);
            out.writeShort(gammaIn256ths);
        });
    }

    private static byte[] srgbCurve() {
        return write(out -> {
            out.writeBytes("curv\0\0\0\0");
            out.writeInt(1024);
            for (int i = 0; i < 1024; i++) {
                out.writeShort((int) Math.round(ColourChart.linear(i / 1023.0) * 65_535));
            }
        });
    }

    private static byte[] profile(String kind, String space, String connection, Map<String, byte[]> tags) {
        byte[] body = write(out -> {
            out.writeInt(tags.size());
            int at = 128 + 4 + 12 * tags.size();
            for (Map.Entry<String, byte[]> tag : tags.entrySet()) {
                out.writeBytes(tag.getKey());
                out.writeInt(at);
                out.writeInt(tag.getValue().length);
                at += tag.getValue().length + 3 & ~3;
            }
            for (byte[] tag : tags.values()) {
                out.write(tag);
                out.write(new byte[(tag.length + 3 & ~3) - tag.length]);
            }
        });
        return write(out -> {
            out.writeInt(128 + body.length);
            out.writeInt(0);
            out.writeInt(0x02400000);
            out.writeBytes(kind + space + connection);
            out.write(new byte[12]);
            out.writeBytes("acsp");
            out.write(new byte[28]);
            out.writeInt(0xF6D6);
            out.writeInt(0x10000);
            out.writeInt(0xD32D);
            out.write(new byte[48]);
            out.write(body);
        });
    }

    interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    static byte[] write(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
