package org.mediafiles.imaging;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes lossless WebP in the plainest way the format has: no transform, every sample eight bits. */
public final class TestWebp {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int bits;
    private int count;

    private TestWebp() {}

    /** @param chunks further chunks, put behind the picture; with any, the file is of the extended form */
    public static byte[] of(byte[] rgb, int width, int height, int flags, byte[]... chunks) {
        byte[] picture = chunk("VP8L", new TestWebp().picture(rgb, width, height));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (flags != 0) {
            ByteBuffer extended = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
            extended.putInt(flags).putShort((short) (width - 1)).put((byte) 0).putShort((short) (height - 1));
            body.writeBytes(chunk("VP8X", extended.array()));
        }
        for (byte[] chunk : chunks) {
            if (chunk[0] == 'I') {
                body.writeBytes(chunk);
            }
        }
        body.writeBytes(picture);
        for (byte[] chunk : chunks) {
            if (chunk[0] != 'I') {
                body.writeBytes(chunk);
            }
        }
        ByteBuffer file = ByteBuffer.allocate(12 + body.size()).order(ByteOrder.LITTLE_ENDIAN);
        return file.put(IccProfiles.latin("RIFF")).putInt(4 + body.size()).put(IccProfiles.latin("WEBP"))
                .put(body.toByteArray()).array();
    }

    public static byte[] chunk(String type, byte[] content) {
        return ByteBuffer.allocate(8 + content.length + (content.length & 1)).order(ByteOrder.LITTLE_ENDIAN)
                .put(IccProfiles.latin(type)).putInt(content.length).put(content).array();
    }

    private byte[] picture(byte[] rgb, int width, int height) {
        put(0x2F, 8);
        put(width - 1, 14);
        put(height - 1, 14);
        put(0, 1 + 3 + 1 + 1 + 1);
        code(256, 24);
        code(256, 0);
        code(256, 0);
        put(0b1 | 0 << 1 | 1 << 2 | 255 << 3, 11);
        put(0b0001, 4);
        for (int i = 0; i < rgb.length; i += 3) {
            symbol(rgb[i + 1]);
            symbol(rgb[i]);
            symbol(rgb[i + 2]);
        }
        put(0, 7);
        return out.toByteArray();
    }

    /** A prefix code in which {@code used} symbols have eight bits and the following {@code unused} none. */
    private void code(int used, int unused) {
        put(0, 1);
        put(12 - 4, 4);
        // Order 17 18 0 1 2 3 4 5 16 6 7 8: lengths 0 and 8 get one bit each.
        for (int i = 0; i < 12; i++) {
            put(i == 2 || i == 11 ? 1 : 0, 3);
        }
        put(0, 1);
        for (int i = 0; i < used + unused; i++) {
            put(i < used ? 1 : 0, 1);
        }
    }

    private void symbol(byte value) {
        put(Integer.reverse(value & 0xFF) >>> 24, 8);
    }

    private void put(int value, int length) {
        for (int i = 0; i < length; i++) {
            bits |= (value >> i & 1) << count++;
            if (count == 8) {
                out.write(bits);
                bits = 0;
                count = 0;
            }
        }
    }
}
