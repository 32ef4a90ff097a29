package org.mediafiles.imaging.clip;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.mediafiles.imaging.ByteCursor;

/** The boxes of MP4 and QuickTime, which hold each other. */
final class Mp4Boxes {
    /** A short clip in fragments of one picture each has some fifty thousand. */
    private static final int MAX_BOXES = 200_000;
    private static final int MAX_TEXT = 64 * 1024;
    /** In MP4 as it is written there are some eight levels. */
    private static final int MAX_DEPTH = 16;
    /** Without all of their bytes a clip is cut off; of others a trailer may merely look like the beginning. */
    private static final Set<String> NEEDED = Set.of("moov", "moof", "mdat");

    /**
     * @param type four characters of ISO 8859-1
     * @param start of its header
     * @param body  the first byte behind its header
     * @param end   the first byte behind it
     * @param depth how many boxes it lies in
     */
    record Box(String type, long start, long body, long end, int depth) {}

    final ByteCursor cursor;
    private int boxes;

    Mp4Boxes(ByteCursor cursor) {
        this.cursor = cursor.order(ByteOrder.BIG_ENDIAN);
    }

    /** @return of the file itself; what follows behind the last one is none */
    List<Box> top() throws IOException {
        return within(0, cursor.size(), 0);
    }

    List<Box> children(Box parent) throws IOException {
        return children(parent, 0);
    }

    /** @param skip bytes of the parent's own in front of its children */
    List<Box> children(Box parent, int skip) throws IOException {
        return within(parent.body + skip, parent.end, parent.depth + 1);
    }

    private List<Box> within(long from, long limit, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new DamagedClipException("its structure has no end");
        }
        boolean top = depth == 0;
        List<Box> all = new ArrayList<>();
        long at = from;
        while (limit - at >= 8) {
            if (++boxes > MAX_BOXES) {
                throw new DamagedClipException("it is cut into more pieces than a short clip has");
            }
            long size = cursor.seek(at).u32();
            String type = cursor.ascii(4);
            long body = at + 8;
            if (size == 1 && limit - body >= 8) {
                size = cursor.u64();
                body += 8;
            }
            long end = size == 0 && top ? limit : at + size;
            if (end > limit && top && NEEDED.contains(type)) {
                throw DamagedClipException.truncated();
            }
            if (end < body || end > limit) {
                break;
            }
            all.add(new Box(type, at, body, end, depth));
            at = end;
        }
        return all;
    }

    /** @return the bytes from {@code from} to the box's end, at most 64 KiB */
    byte[] bytes(Box box, long from) throws IOException {
        return from >= box.end ? new byte[0] : cursor.seek(from).bytes((int) Math.min(MAX_TEXT, box.end - from));
    }

    /** @return UTF-8 from {@code from} to the box's end */
    String text(Box box, long from) throws IOException {
        return new String(bytes(box, from), StandardCharsets.UTF_8);
    }

    /** @return at the first byte behind the version and the flags, which are told */
    int version(Box box) throws IOException {
        return cursor.seek(box.body).u8();
    }
}
