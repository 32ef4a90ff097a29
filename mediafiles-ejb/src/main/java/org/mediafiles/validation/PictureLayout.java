package org.mediafiles.validation;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.mediafiles.imaging.ByteCursor;
import org.mediafiles.imaging.DamagedPictureException;
import org.mediafiles.imaging.clip.ClipLayout;
import org.mediafiles.imaging.clip.ContainerReader;

/**
 * Where in a file there is room for something else than pixels: segments and chunks around them, and what comes behind
 * the picture or the clip. Pixels themselves are left out, since they may look like anything.
 */
final class PictureLayout {
    /** Bytes {@code from} (inclusive) to {@code to} (exclusive). */
    record Range(long from, long to) {}

    /** Neighbours count as one: pictures have a few, those that alternate with coded data included. */
    private static final int MAX_RANGES = 10_000;

    private final ByteCursor cursor;
    private final List<Range> around = new ArrayList<>();
    private long end;
    private boolean ended;

    private PictureLayout(ByteCursor cursor) {
        this.cursor = cursor;
    }

    /** @throws DamagedPictureException where the structure breaks off in a way that no decoder would get over */
    static PictureLayout of(ByteCursor cursor, String mimeType) throws IOException {
        PictureLayout layout = new PictureLayout(cursor);
        switch (mimeType) {
            case "image/jpeg" -> layout.jpeg();
            case "image/png" -> layout.png();
            case "image/webp" -> layout.webp();
            case "image/tiff" -> layout.whole();
            case "video/mp4", "video/quicktime", "video/webm" -> layout.clip(mimeType);
            default -> layout.boxes();
        }
        if (layout.end < cursor.size()) {
            layout.add(layout.end, cursor.size());
        }
        return layout;
    }

    private void add(long from, long to) throws IOException {
        int last = around.size() - 1;
        if (last >= 0 && around.get(last).to == from) {
            around.set(last, new Range(around.get(last).from, to));
        } else if (around.size() == MAX_RANGES) {
            throw new DamagedPictureException("it is cut into more pieces than a picture has");
        } else {
            around.add(new Range(from, to));
        }
    }

    /** @return what is not pixels, in the order of the file; what comes behind the picture is at the end of the last one */
    List<Range> around() {
        return around;
    }

    /** @return the first byte behind the picture */
    long end() {
        return end;
    }

    /** @return whether the picture's closing mark was found */
    boolean ended() {
        return ended;
    }

    private void jpeg() throws IOException {
        cursor.order(ByteOrder.BIG_ENDIAN).seek(2);
        long gap = 2;
        while (!ended && !cursor.atEnd()) {
            int marker = toMarker();
            if (marker < 0 || marker == 0xD9) {
                ended = marker == 0xD9;
            } else if (marker != 0x01 && (marker < 0xD0 || marker > 0xD8)) {
                int length = cursor.size() - cursor.position() < 2 ? 2 : cursor.u16();
                cursor.seek(Math.min(cursor.size(), cursor.position() + Math.max(0, length - 2)));
                add(gap, cursor.position());
                if (marker == 0xDA) {
                    toMarkerInScan();
                }
                gap = cursor.position();
            }
        }
        end = cursor.position();
    }

    /** @return the next marker's code, behind which the cursor stands; -1 at the end */
    private int toMarker() throws IOException {
        boolean prefix = false;
        while (!cursor.atEnd()) {
            int value = cursor.u8();
            if (prefix && value != 0 && value != 0xFF) {
                return value;
            }
            prefix = value == 0xFF;
        }
        return -1;
    }

    /** Leaves the cursor at the marker that ends the coded data: not at a stuffed byte, not at a restart. */
    private void toMarkerInScan() throws IOException {
        byte[] block = new byte[16 * 1024];
        boolean prefix = false;
        for (int count = cursor.read(block, 0, block.length); count > 0; count = cursor.read(block, 0, block.length)) {
            for (int i = 0; i < count; i++) {
                int value = block[i] & 0xFF;
                if (prefix && value != 0 && value != 0xFF && (value < 0xD0 || value > 0xD7)) {
                    cursor.seek(cursor.position() - count + i - 1);
                    return;
                }
                prefix = value == 0xFF;
            }
        }
    }

    private void png() throws IOException {
        cursor.order(ByteOrder.BIG_ENDIAN).seek(8);
        while (!ended && cursor.size() - cursor.position() >= 12) {
            long at = cursor.position();
            long length = cursor.u32();
            String type = cursor.ascii(4);
            long next = Math.min(cursor.size(), at + 12 + length);
            if (!type.equals("IDAT") && !type.equals("fdAT")) {
                add(at, next);
            }
            ended = type.equals("IEND");
            cursor.seek(next);
        }
        end = cursor.position();
    }

    private void webp() throws IOException {
        cursor.order(ByteOrder.LITTLE_ENDIAN).seek(4);
        long container = Math.min(cursor.size(), 8 + cursor.u32());
        cursor.seek(12);
        while (container - cursor.position() >= 8) {
            long at = cursor.position();
            String type = cursor.ascii(4);
            long length = cursor.u32();
            long next = Math.min(container, at + 8 + length + (length & 1));
            switch (type) {
                case "VP8 ", "VP8L", "ALPH", "ANMF" -> ended = true;
                default -> add(at, next);
            }
            cursor.seek(next);
        }
        end = container;
    }

    private void boxes() throws IOException {
        cursor.order(ByteOrder.BIG_ENDIAN);
        long at = 0;
        while (cursor.size() - at >= 8) {
            long size = cursor.seek(at).u32();
            String type = cursor.ascii(4);
            size = size == 1 && cursor.size() - at >= 16 ? cursor.u64() : size == 0 ? cursor.size() - at : size;
            if (size < 8 || size > cursor.size() - at || !type.chars().allMatch(c -> c >= ' ' && c <= '~')) {
                break;
            }
            if (!type.equals("mdat")) {
                add(at, at + size);
            }
            at += size;
            ended = true;
        }
        end = at;
    }

    private void clip(String mimeType) throws IOException {
        ClipLayout clip = ContainerReader.layout(cursor, mimeType);
        long at = 0;
        for (ClipLayout.Range media : clip.media()) {
            add(at, media.from());
            at = media.to();
        }
        // The container's own bytes behind the media are no trailer, which alone is looked at for a script.
        add(at, clip.end());
        end = clip.end();
        ended = true;
    }

    private void whole() throws IOException {
        add(0, cursor.size());
        end = cursor.size();
        ended = true;
    }
}
