package org.mediafiles.imaging.clip;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mediafiles.imaging.ByteCursor;
import org.mediafiles.imaging.clip.Mp4Boxes.Box;

/** A track of an MP4 or QuickTime file: how it is turned, how it is coded, and where its samples lie. */
final class Mp4Track {
    private static final long ONE = 1 << 16;
    /** a, b, c and d: what turns, scales and mirrors. */
    static final long[] UPRIGHT = {ONE, 0, 0, ONE};
    /** The fixed part of a picture's sample entry, behind which its own boxes stand. */
    private static final int PICTURE_ENTRY = 78;
    private static final int MAX_ENTRIES = 100;
    /** Samples of cameras that write where they are all the time. */
    private static final Set<String> POSITIONS = Set.of("camm", "gpmd");
    private static final Set<String> ENCRYPTED = Set.of("encv", "enca", "enct", "encs", "drmi", "drms");

    private final Mp4Boxes boxes;
    private final Mp4Metadata metadata;
    private final Mp4Samples samples;
    private final Set<Long> chapters = new HashSet<>();
    private long[] matrix = UPRIGHT;
    private long id;
    private String handler = "";
    private boolean edited;

    private Mp4Track(Mp4Boxes boxes, Mp4Metadata metadata) {
        this.boxes = boxes;
        this.metadata = metadata;
        this.samples = new Mp4Samples(boxes.cursor);
    }

    /**
     * @throws DamagedClipException where it is encrypted, lies in another file, or lists samples that are not in the file
     */
    static Mp4Track read(Mp4Boxes boxes, Box trak, Mp4Metadata metadata) throws IOException {
        Mp4Track track = new Mp4Track(boxes, metadata);
        track.walk(trak);
        track.samples.requireInFile();
        return track;
    }

    long id() {
        return id;
    }

    boolean isPictures() {
        return handler.equals("vide");
    }

    /** @return tracks that this one names as its chapters */
    Set<Long> chapters() {
        return chapters;
    }

    /** @return how many samples must come out; 0 where an edit list may leave some out */
    long listed() {
        return edited ? 0 : samples.count();
    }

    /** @param movie the matrix that all tracks are turned by in addition; @return degrees clockwise, a quarter turn's multiple */
    int rotation(long[] movie) {
        double right = (double) matrix[0] * movie[0] + (double) matrix[1] * movie[2];
        double down = (double) matrix[0] * movie[1] + (double) matrix[1] * movie[3];
        int quarters = right == 0 && down == 0 ? 0 : (int) Math.round(Math.atan2(down, right) / (Math.PI / 2));
        return Math.floorMod(quarters, 4) * 90;
    }

    /** @param cursor at the first of nine numbers; @return the four that turn */
    static long[] matrix(ByteCursor cursor) throws IOException {
        long a = (int) cursor.u32();
        long b = (int) cursor.u32();
        long c = (int) cursor.skip(4).u32();
        return new long[]{a, b, c, (int) cursor.u32()};
    }

    private void walk(Box parent) throws IOException {
        for (Box box : boxes.children(parent)) {
            switch (box.type()) {
                case "mdia", "minf", "dinf", "stbl", "edts" -> walk(box);
                case "tkhd" -> header(box);
                case "hdlr" -> handler = parent.type().equals("mdia") ? handlerOf(box) : handler;
                case "elst" -> edited = true;
                case "tref" -> references(box);
                case "dref" -> dataReferences(box);
                case "stsd" -> descriptions(box);
                case "udta", "meta", "uuid" -> metadata.read(box);
                default -> samples.table(box);
            }
        }
    }

    private void header(Box tkhd) throws IOException {
        boolean wide = boxes.version(tkhd) == 1;
        id = boxes.cursor.skip(3 + (wide ? 16 : 8)).u32();
        matrix = matrix(boxes.cursor.skip(4 + (wide ? 8 : 4) + 16));
    }

    private String handlerOf(Box hdlr) throws IOException {
        return boxes.cursor.seek(hdlr.body() + 8).ascii(4);
    }

    private void references(Box tref) throws IOException {
        for (Box box : boxes.children(tref)) {
            boolean chapter = box.type().equals("chap");
            for (long at = box.body(); chapter && box.end() - at >= 4 && chapters.size() < MAX_ENTRIES; at += 4) {
                chapters.add(boxes.cursor.seek(at).u32());
            }
        }
    }

    private void dataReferences(Box dref) throws IOException {
        for (Box entry : boxes.children(dref, 8)) {
            long flags = boxes.cursor.seek(entry.body()).u32() & 0xFFFFFF;
            if ((flags & 1) == 0) {
                throw new DamagedClipException("its pictures or its sound lie in another file");
            }
        }
    }

    private void descriptions(Box stsd) throws IOException {
        List<Box> entries = boxes.children(stsd, 8);
        for (Box entry : entries.subList(0, Math.min(MAX_ENTRIES, entries.size()))) {
            boolean sealed = isPictures() && entry.end() - entry.body() > PICTURE_ENTRY
                    && boxes.children(entry, PICTURE_ENTRY).stream().anyMatch(box -> box.type().equals("sinf"));
            if (ENCRYPTED.contains(entry.type()) || sealed) {
                throw new DamagedClipException("it is encrypted");
            }
            boolean named = entry.type().equals("mebx")
                    && new String(boxes.bytes(entry, entry.body()), StandardCharsets.ISO_8859_1)
                            .contains("location.ISO6709");
            if (named || POSITIONS.contains(entry.type())) {
                metadata.position();
            }
        }
    }
}
