package org.mediafiles.imaging;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The inflated bytes of a PNG's IDAT chunks, their checksums compared. */
final class PngData implements AutoCloseable {
    private static final int BLOCK = 32 * 1024;

    private final ByteCursor cursor;
    private final TimeLimit limit;
    private final Inflater inflater = new Inflater();
    private final CRC32 crc = new CRC32();
    private final byte[] block = new byte[BLOCK];
    private int left;
    private boolean inChunk;

    PngData(ByteCursor cursor, long firstData, TimeLimit limit) throws IOException {
        this.cursor = cursor;
        this.limit = limit;
        cursor.order(ByteOrder.BIG_ENDIAN).seek(firstData);
    }

    /** Fills the array. */
    void read(byte[] into, int count) throws IOException {
        try {
            for (int at = 0; at < count;) {
                int some = inflater.inflate(into, at, count - at);
                at += some;
                if (some == 0 && (inflater.finished() || inflater.needsDictionary())) {
                    throw new TruncatedPictureException();
                }
                if (some == 0 && inflater.needsInput()) {
                    feed();
                }
            }
        } catch (DataFormatException e) {
            throw new DamagedPictureException("damaged compressed data", e);
        }
    }

    /** @throws TruncatedPictureException where the closing chunk is missing */
    void finish() throws IOException {
        while (inChunk) {
            nextBlock();
        }
        String type = "";
        while (!type.equals("IEND")) {
            if (cursor.size() - cursor.position() < 12) {
                throw new TruncatedPictureException();
            }
            int length = PngStructure.length(cursor);
            type = cursor.ascii(4);
            if (cursor.size() - cursor.position() < length + 4L) {
                throw new TruncatedPictureException();
            }
            cursor.skip(length + 4L);
        }
    }

    private void feed() throws IOException {
        while (!inChunk) {
            if (cursor.size() - cursor.position() < 12) {
                throw new TruncatedPictureException();
            }
            left = PngStructure.length(cursor);
            byte[] type = cursor.bytes(4);
            if (!new String(type, StandardCharsets.ISO_8859_1).equals("IDAT")) {
                throw new TruncatedPictureException();
            }
            crc.reset();
            crc.update(type);
            inChunk = true;
            if (left == 0) {
                nextBlock();
            }
        }
        int count = nextBlock();
        inflater.setInput(block, 0, count);
    }

    private int nextBlock() throws IOException {
        limit.check();
        int count = Math.min(left, BLOCK);
        if (cursor.size() - cursor.position() < count + 4L) {
            throw new TruncatedPictureException();
        }
        for (int at = 0; at < count;) {
            at += cursor.read(block, at, count - at);
        }
        crc.update(block, 0, count);
        left -= count;
        if (left == 0) {
            inChunk = false;
            if (cursor.u32() != crc.getValue()) {
                throw new DamagedPictureException("a checksum in the picture's data is wrong");
            }
        }
        return count;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
