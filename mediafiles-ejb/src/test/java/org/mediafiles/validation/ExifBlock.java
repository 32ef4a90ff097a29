package org.mediafiles.validation;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** An EXIF block of a camera that tells everything: what may be kept, and what must not. */
final class ExifBlock {
    private ExifBlock() {}

    static byte[] full() {
        TreeMap<Integer, Object> exif = new TreeMap<>(Map.of(0x9003, "2026:11:20 14:05:09", 0x9011, "-03:00", 0xA430,
                "Owner Person", 0xA431, "SERIAL-4711", 0xA433, "Acme", 0xA434, "Acme Macro 50"));
        TreeMap<Integer, Object> gps = new TreeMap<>(Map.of(1, "S", 2, "-23.55 as text"));
        TreeMap<Integer, Object> first = new TreeMap<>(Map.of(0x010F, "Acme\0", 0x0110, "O\u0007ne", 0x0112, 6, 0x013B,
                "Artist Person", 0x8769, 0, 0x8825, 0));
        int exifAt = 8 + directory(first, 0).length;
        int gpsAt = exifAt + directory(exif, 0).length;
        first.put(0x8769, exifAt);
        first.put(0x8825, gpsAt);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(ByteBuffer.allocate(8).put(latin("MM\0*")).putInt(8).array());
        all.writeBytes(directory(first, 8));
        all.writeBytes(directory(exif, exifAt));
        all.writeBytes(directory(gps, gpsAt));
        return all.toByteArray();
    }

    private static byte[] directory(TreeMap<Integer, Object> tags, int at) {
        ByteBuffer out = ByteBuffer.allocate(1024).putShort((short) tags.size());
        int textAt = 2 + 12 * tags.size() + 4;
        ByteArrayOutputStream texts = new ByteArrayOutputStream();
        for (Map.Entry<Integer, Object> tag : tags.entrySet()) {
            out.putShort(tag.getKey().shortValue());
            if (tag.getValue() instanceof Integer number) {
                boolean small = tag.getKey() == 0x0112;
                out.putShort((short) (small ? 3 : 4)).putInt(1).putInt(small ? number << 16 : number);
            } else {
                byte[] text = latin(tag.getValue() + "     \0");
                out.putShort((short) 2).putInt(text.length).putInt(at + textAt + texts.size());
                texts.writeBytes(text);
            }
        }
        byte[] bytes = new byte[textAt + texts.size()];
        out.putInt(0).put(texts.toByteArray()).flip().get(bytes);
        return bytes;
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
