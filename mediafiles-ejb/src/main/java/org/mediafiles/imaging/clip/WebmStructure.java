package org.mediafiles.imaging.clip;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.mediafiles.imaging.ByteCursor;

/** What a WebM file says beside its pictures, and whether all its elements are whole. Refuses what is encrypted. */
final class WebmStructure {
    private static final long HEADER = 0x1A45DFA3L;
    private static final long SEGMENT = 0x18538067L;
    private static final long CLUSTER = 0x1F43B675L;
    private static final long INFO = 0x1549A966L;
    private static final long TRACKS = 0x1654AE6BL;
    private static final long TRACK = 0xAE;
    private static final long TAGS = 0x1254C367L;
    private static final long TIME_SCALE = 0x2AD7B1L;
    private static final long DURATION = 0x4489;
    private static final long DATE = 0x4461;
    private static final long ENCODINGS = 0x6D80;
    private static final long ENCODING = 0x6240;
    private static final long ENCRYPTION = 0x5035;
    /** What may stand beside a cluster: the next of them ends one of unknown length. */
    private static final Set<Long> BESIDE = Set.of(CLUSTER, INFO, TRACKS, TAGS, 0x114D9B74L, 0x1C53BB6BL, 0x1941A469L,
            0x1043A770L, HEADER, SEGMENT);
    private static final long UNKNOWN = -1;
    private static final int MAX_ELEMENTS = 500_000;
    private static final int MAX_TAGS = 1 << 20;
    private static final int MAX_DEPTH = 8;
    private static final Instant EPOCH_2001 = Instant.parse("2001-01-01T00:00:00Z");
    private static final int EARLIEST_YEAR = 1980;

    /** @param end {@link #UNKNOWN} for one that ends where the next begins */
    private record Element(long id, long start, long body, long end) {}

    private final ByteCursor cursor;
    private final List<ClipLayout.Range> media = new ArrayList<>();
    private int elements;
    private double duration;
    private long end;
    private long nanosPerUnit = 1_000_000;
    private OffsetDateTime date;
    private boolean position;

    private WebmStructure(ByteCursor cursor) {
        this.cursor = cursor.order(ByteOrder.BIG_ENDIAN);
    }

    static ContainerFacts read(ByteCursor cursor) throws IOException {
        WebmStructure webm = new WebmStructure(cursor);
        long at = 0;
        boolean segment = false;
        while (at < cursor.size() && !segment) {
            Element element = webm.element(at, cursor.size());
            segment = element.id == SEGMENT;
            if (segment) {
                webm.segment(element);
            } else if (element.end == UNKNOWN) {
                throw new DamagedClipException("its structure breaks off");
            }
            at = element.end;
        }
        webm.end = at == UNKNOWN ? cursor.size() : at;
        if (!segment) {
            throw DamagedClipException.truncated();
        }
        BigDecimal declared = webm.duration > 0 && webm.duration * webm.nanosPerUnit < 1e15
                ? BigDecimal.valueOf(webm.duration * webm.nanosPerUnit / 1e9).setScale(3, RoundingMode.HALF_UP)
                : null;
        return new ContainerFacts(0, declared, declared != null, 0, webm.position, webm.date, null, null,
                new ClipLayout(webm.media, webm.end));
    }

    private Element element(long at, long limit) throws IOException {
        if (++elements > MAX_ELEMENTS) {
            throw new DamagedClipException("it is cut into more pieces than a short clip has");
        }
        cursor.seek(at);
        long id = number(4, true);
        long length = number(8, false);
        long body = cursor.position();
        if (length != UNKNOWN && length > limit - body) {
            throw DamagedClipException.truncated();
        }
        return new Element(id, at, body, length == UNKNOWN ? UNKNOWN : body + length);
    }

    /** @param marked the mark of the length stays part of the number; @return {@link #UNKNOWN} for all ones in a length */
    private long number(int longest, boolean marked) throws IOException {
        int first = cursor.u8();
        int length = Integer.numberOfLeadingZeros(first) - 23;
        if (length > longest) {
            throw new DamagedClipException("its structure breaks off");
        }
        long value = marked ? first : first & (1 << 8 - length) - 1;
        boolean ones = !marked && value == (1 << 8 - length) - 1;
        for (int i = 1; i < length; i++) {
            int next = cursor.u8();
            ones &= next == 0xFF;
            value = value << 8 | next;
        }
        return ones ? UNKNOWN : value;
    }

    private void segment(Element segment) throws IOException {
        long limit = segment.end == UNKNOWN ? cursor.size() : segment.end;
        long at = segment.body;
        while (at < limit) {
            Element element = element(at, limit);
            if (element.id == CLUSTER) {
                at = element.end == UNKNOWN ? endOfCluster(element, limit) : element.end;
                media.add(new ClipLayout.Range(element.body, at));
            } else if (element.end == UNKNOWN) {
                throw new DamagedClipException("its structure breaks off");
            } else {
                describe(element, 0);
                at = element.end;
            }
        }
    }

    private long endOfCluster(Element cluster, long limit) throws IOException {
        long at = cluster.body;
        while (at < limit) {
            Element element = element(at, limit);
            if (BESIDE.contains(element.id)) {
                return at;
            }
            if (element.end == UNKNOWN) {
                throw new DamagedClipException("its structure breaks off");
            }
            at = element.end;
        }
        return at;
    }

    private void describe(Element element, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new DamagedClipException("its structure has no end");
        }
        if (element.id == INFO || element.id == TRACKS || element.id == TRACK || element.id == ENCODINGS
                || element.id == ENCODING) {
            for (long at = element.body; at < element.end;) {
                Element child = element(at, element.end);
                if (child.end == UNKNOWN) {
                    throw new DamagedClipException("its structure breaks off");
                }
                describe(child, depth + 1);
                at = child.end;
            }
        } else if (element.id == ENCRYPTION) {
            throw new DamagedClipException("it is encrypted");
        } else if (element.id == TAGS) {
            int length = (int) Math.min(MAX_TAGS, element.end - element.body);
            String words = new String(cursor.seek(element.body).bytes(length), StandardCharsets.ISO_8859_1);
            position |= words.toUpperCase(Locale.ROOT).contains("LOCATION");
        } else {
            value(element);
        }
    }

    private void value(Element element) throws IOException {
        int length = (int) Math.min(9, element.end - element.body);
        cursor.seek(element.body);
        if (element.id == TIME_SCALE && length <= 4) {
            nanosPerUnit = Math.max(1, integer(length));
        } else if (element.id == DURATION) {
            duration = length == 4
                    ? Float.intBitsToFloat((int) integer(4))
                    : length == 8 ? Double.longBitsToDouble(integer(8)) : 0;
        } else if (element.id == DATE && length == 8) {
            try {
                OffsetDateTime time = EPOCH_2001.plus(Duration.ofNanos(integer(8))).atOffset(ZoneOffset.UTC);
                date = time.getYear() < EARLIEST_YEAR ? null : time;
            } catch (DateTimeException | ArithmeticException e) {
                date = null;
            }
        }
    }

    private long integer(int length) throws IOException {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | cursor.u8();
        }
        return value;
    }
}
