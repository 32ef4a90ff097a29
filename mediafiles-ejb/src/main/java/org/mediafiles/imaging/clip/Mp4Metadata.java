package org.mediafiles.imaging.clip;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.mediafiles.imaging.XmpPosition;
import org.mediafiles.imaging.clip.Mp4Boxes.Box;

/** What cameras write about themselves, the time and the place, in the several ways that there are. */
final class Mp4Metadata {
    /** Between the epoch of QuickTime, 1904, and that of Java. */
    private static final long EPOCH_1904 = Instant.parse("1904-01-01T00:00:00Z").getEpochSecond();
    /** There are no digital clips from before; a clock that was never set is what comes out. */
    private static final int EARLIEST_YEAR = 1980;
    private static final int LATEST_YEAR = 2200;
    private static final DateTimeFormatter WITH_OFFSET = DateTimeFormatter
            .ofPattern("uuuu-MM-dd'T'HH:mm:ss[.SSS][XXX][XX][X]", Locale.ROOT);
    private static final String XMP = "be7acfcb97a942e89c71999491e3afac";
    private static final int MAX_KEYS = 1_000;
    private static final int MAX_KEY = 256;
    /** An item's type and language, in front of its value. */
    private static final int DATA_HEAD = 8;

    private final Mp4Boxes boxes;
    private boolean position;
    private OffsetDateTime said;
    private OffsetDateTime created;
    private String maker;
    private String model;

    Mp4Metadata(Mp4Boxes boxes) {
        this.boxes = boxes;
    }

    boolean hasPosition() {
        return position;
    }

    /** @return the camera's own clock with its offset, else the movie's creation in UTC; {@code null} where there is neither */
    OffsetDateTime captureTime() {
        return said == null ? created : said;
    }

    String maker() {
        return maker;
    }

    String model() {
        return model;
    }

    void position() {
        position = true;
    }

    /** @param seconds since 1904, UTC; 0 is none */
    void created(long seconds) {
        try {
            created = seconds <= 0
                    ? null
                    : sane(Instant.ofEpochSecond(Math.addExact(seconds, EPOCH_1904))
                            .atOffset(ZoneOffset.UTC));
        } catch (DateTimeException | ArithmeticException e) {
            created = null;
        }
    }

    /** @param box user data, metadata, or what an identifier says is XMP */
    void read(Box box) throws IOException {
        switch (box.type()) {
            case "udta" -> userData(box);
            case "meta" -> items(box);
            case "uuid" -> {
                boolean xmp = box.end() - box.body() >= 16
                        && HexFormat.of().formatHex(boxes.cursor.seek(box.body()).bytes(16)).equals(XMP);
                position |= xmp && positionInXmp(box, box.body() + 16);
            }
            case "gps " -> position = true;
            default -> {
                // nothing that we look at
            }
        }
    }

    private void userData(Box udta) throws IOException {
        for (Box box : boxes.children(udta)) {
            switch (box.type()) {
                case "meta", "uuid" -> read(box);
                case "XMP_" -> position |= positionInXmp(box, box.body());
                case "©xyz", "loci" -> position = true;
                // A length and a language stand in front of the text.
                default -> take(box.type(), boxes.text(box, Math.min(box.end(), box.body() + 4)));
            }
        }
    }

    private boolean positionInXmp(Box box, long from) throws IOException {
        // Block by block with an overlap, so that a packet's length costs no memory.
        for (long at = from; at < box.end(); at += 32 * 1024) {
            if (XmpPosition.isIn(boxes.bytes(box, at))) {
                return true;
            }
        }
        return false;
    }

    private void items(Box meta) throws IOException {
        // QuickTime's has no version in front of its boxes, MP4's has.
        boolean bare = meta.end() - meta.body() >= 8
                && boxes.cursor.seek(meta.body() + 4).ascii(4).equals("hdlr");
        List<Box> all = boxes.children(meta, bare ? 0 : 4);
        List<String> keys = new ArrayList<>();
        for (Box box : all) {
            if (box.type().equals("keys") && keys.isEmpty()) {
                for (Box key : boxes.children(box, 8)) {
                    keys.add(keys.size() < MAX_KEYS && key.end() - key.body() <= MAX_KEY
                            ? boxes.text(key, key.body())
                            : "");
                }
            } else if (box.type().equals("xml ") || box.type().equals("uuid")) {
                position |= positionInXmp(box, box.body());
            }
        }
        for (Box box : all) {
            if (box.type().equals("ilst")) {
                list(box, keys);
            }
        }
    }

    private void list(Box ilst, List<String> keys) throws IOException {
        for (Box item : boxes.children(ilst)) {
            long index = boxes.cursor.seek(item.start() + 4).u32();
            String key = index >= 1 && index <= keys.size() ? keys.get((int) index - 1) : item.type();
            if (key.contains("location.ISO6709") || key.equals("©xyz")
                    || key.equals("----")
                            && boxes.text(item, item.body()).toUpperCase(Locale.ROOT).contains("LOCATION")) {
                position = true;
            }
            for (Box data : boxes.children(item)) {
                if (data.type().equals("data")) {
                    take(key, boxes.text(data, Math.min(data.end(), data.body() + DATA_HEAD)));
                }
            }
        }
    }

    private void take(String key, String value) {
        switch (key) {
            case "com.apple.quicktime.make", "com.android.manufacturer", "©mak" -> maker = value;
            case "com.apple.quicktime.model", "com.android.model", "©mod" -> model = value;
            case "com.apple.quicktime.creationdate" -> said = time(value, said);
            case "©day" -> said = said == null ? time(value, null) : said;
            default -> {
                // nothing that is kept
            }
        }
    }

    private static OffsetDateTime time(String text, OffsetDateTime otherwise) {
        try {
            OffsetDateTime time = sane(OffsetDateTime.parse(text.strip(), WITH_OFFSET));
            return time == null ? otherwise : time;
        } catch (DateTimeException e) {
            return otherwise;
        }
    }

    private static OffsetDateTime sane(OffsetDateTime time) {
        return time.getYear() < EARLIEST_YEAR || time.getYear() > LATEST_YEAR ? null : time;
    }
}
