package org.mediafiles.imaging.clip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.mediafiles.model.ByteSource;

/**
 * Reads an MP4 that is to be given out, by a list of what may stand in it: so that nothing does of which we never thought.
 * One track of pictures that every browser decodes, at most one of sound, no times, no words, no place.
 */
final class PlaybackCheck {
    private static final Map<String, Set<String>> ALLOWED = Map.of(
            "moov", Set.of("mvhd", "trak", "udta"), "trak", Set.of("tkhd", "edts", "mdia"), "edts", Set.of("elst"),
            "mdia", Set.of("mdhd", "hdlr", "minf"), "minf", Set.of("vmhd", "smhd", "dinf", "stbl"), "dinf",
            Set.of("dref"), "stbl",
            Set.of("stsd", "stts", "ctts", "cslg", "stss", "sdtp", "stsc", "stsz", "stco", "co64", "sgpd", "sbgp"),
            "udta", Set.of("meta"), "meta", Set.of("hdlr", "ilst"));
    private static final Set<String> TIMED = Set.of("mvhd", "tkhd", "mdhd");
    /** H.264's profiles that every browser decodes: Baseline, Main, High. */
    private static final Set<Integer> PROFILES = Set.of(66, 77, 100);
    /** AAC's kinds that every browser decodes: LC, HE, HE version 2. */
    private static final Set<Integer> SOUNDS = Set.of(2, 5, 29);
    private static final int HEADER = 8;
    private static final int LARGE_HEADER = 16;
    private static final int MOST_BOXES = 10_000;
    /** The description of a track is some hundred bytes; of a hostile one it is cut here. */
    private static final int MOST_DESCRIPTION = 64 * 1024;
    private static final int DECODER_CONFIGURATION = 4;
    private static final int DECODER_SPECIFIC = 5;

    private final SeekableByteChannel file;
    private int boxes;
    private int pictures;
    private int sounds;
    private boolean described;

    private PlaybackCheck(SeekableByteChannel file) {
        this.file = file;
    }

    /** @throws ClipFailure where it is not what may be given out */
    static void of(ByteSource mp4) throws IOException {
        try (SeekableByteChannel file = mp4.open()) {
            new PlaybackCheck(file).file();
        }
    }

    private interface Visit {
        void box(String type, long from, long to) throws IOException;
    }

    private void file() throws IOException {
        StringBuilder order = new StringBuilder();
        each(0, file.size(), (type, from, to) -> {
            order.append(type).append(' ');
            if (type.equals("moov")) {
                children(type, from, to);
            } else if (type.equals("free") && to > from) {
                throw refused("there is something in what should be empty");
            }
        });
        if (!order.toString().replace("free ", "").equals("ftyp moov mdat ")) {
            throw refused("it is not laid out to be played while it comes: " + order);
        }
        if (pictures != 1 || sounds > 1 || !described) {
            throw refused(pictures + " tracks of pictures and " + sounds + " of sound");
        }
    }

    private void children(String parent, long from, long to) throws IOException {
        Set<String> allowed = ALLOWED.get(parent);
        each(from, to, (type, start, end) -> {
            if (!allowed.contains(type)) {
                throw refused("there is a " + type + " in its " + parent);
            }
            if (TIMED.contains(type)) {
                requireNoTime(start);
            } else if (type.equals("hdlr") && parent.equals("mdia")) {
                countTrack(start);
            } else if (type.equals("stsd")) {
                requireDescription(start, end);
            } else if (type.equals("ilst") && end - start > 0) {
                throw refused("there are words in it");
            } else if (type.equals("meta")) {
                // Version and flags stand before its children.
                children(type, start + 4, end);
            } else if (ALLOWED.containsKey(type)) {
                children(type, start, end);
            }
        });
    }

    private void each(long from, long to, Visit visit) throws IOException {
        long at = from;
        while (at < to) {
            if (++boxes > MOST_BOXES || to - at < HEADER) {
                throw refused("it is not made of boxes");
            }
            ByteBuffer header = read(at, (int) Math.min(LARGE_HEADER, to - at));
            long length = header.getInt() & 0xffffffffL;
            byte[] name = new byte[4];
            header.get(name);
            int before = HEADER;
            if (length == 1 && header.remaining() >= 8) {
                length = header.getLong();
                before = LARGE_HEADER;
            }
            if (length < before || length > to - at) {
                throw refused("a box is longer than what it stands in");
            }
            visit.box(new String(name, StandardCharsets.ISO_8859_1), at + before, at + length);
            at += length;
        }
    }

    private void requireNoTime(long from) throws IOException {
        ByteBuffer fields = read(from, 20);
        boolean large = fields.get(0) == 1;
        long made = large ? fields.getLong(4) : fields.getInt(4);
        long changed = large ? fields.getLong(12) : fields.getInt(8);
        if (made != 0 || changed != 0) {
            throw refused("it says when it was made");
        }
    }

    private void countTrack(long from) throws IOException {
        byte[] type = new byte[4];
        read(from + 8, 4).get(type);
        switch (new String(type, StandardCharsets.ISO_8859_1)) {
            case "vide" -> pictures++;
            case "soun" -> sounds++;
            default -> throw refused("there is a track that is neither pictures nor sound");
        }
    }

    private void requireDescription(long from, long to) throws IOException {
        if (to - from > MOST_DESCRIPTION) {
            throw refused("a track's description is longer than any");
        }
        try {
            describe(read(from, (int) (to - from)));
        } catch (IndexOutOfBoundsException cut) {
            throw refused("a track's description is cut off");
        }
    }

    /**
     * Looks for the decoders' own headers in a track's description.
     *
     * @throws IndexOutOfBoundsException where it ends before what it has to hold
     */
    private void describe(ByteBuffer bytes) throws IOException {
        String text = StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
        if (bytes.getInt(4) != 1) {
            throw refused("a track changes its coding on the way");
        }
        String format = text.substring(12, 16);
        if (format.equals("avc1") || format.equals("avc3")) {
            int at = text.indexOf("avcC");
            if (at < 0 || !PROFILES.contains(bytes.get(at + 5) & 0xff)) {
                throw refused("not every browser decodes this profile of H.264");
            }
            described = true;
        } else if (!format.equals("mp4a") || !SOUNDS.contains(soundKind(bytes, text.indexOf("esds")))) {
            throw refused("not every browser decodes " + format);
        }
    }

    /** @return the object type of AAC, 0 where it can't be read: ISO 14496-1's descriptors, one within the other */
    private static int soundKind(ByteBuffer bytes, int esds) {
        if (esds < 0) {
            return 0;
        }
        int at = esds + 8;
        while (at + 2 < bytes.limit()) {
            int tag = bytes.get(at++);
            while (at < bytes.limit() && bytes.get(at) < 0) {
                at++;
            }
            at++;
            if (tag == DECODER_SPECIFIC) {
                int kind = (bytes.get(at) & 0xff) >> 3;
                return kind == 31 ? 32 + ((bytes.get(at) & 7) << 3 | (bytes.get(at + 1) & 0xff) >> 5) : kind;
            }
            // What stands before the next one: an id and flags; or the coding, buffer and rates.
            at += tag == DECODER_CONFIGURATION ? 13 : 3;
        }
        return 0;
    }

    private ByteBuffer read(long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        file.position(at);
        while (bytes.hasRemaining()) {
            if (file.read(bytes) < 0) {
                throw refused("it ends within a box");
            }
        }
        return bytes.flip();
    }

    private static ClipFailure refused(String why) {
        return new ClipFailure(ClipFailure.Reason.OUTPUT_REFUSED, why);
    }
}
