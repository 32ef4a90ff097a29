package org.mediafiles.imaging;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a HEIF file says of its primary picture: size, rotation, where its EXIF lies, and whether all its bytes are there. */
final class HeifStructure {
    /** Boxes, items, extents and associations together. A picture of 100 MP in the usual tiles has about a thousand. */
    private static final int MAX_PARTS = 100_000;
    private static final int MAX_METADATA_BYTES = 1 << 20;
    /** EXIF and XMP of all items together. */
    private static final int MAX_METADATA_READ = 4 << 20;

    private record Box(String type, long body, long end) {}

    /** Where an item's first bytes lie, and how many it has; {@code inData} counts from the item data box. */
    private record Extent(boolean inData, long start, long length) {}

    int width;
    int height;
    /** Quarter turns to the left, 0 to 3. */
    int turns;
    ExifTags exif = ExifTags.NONE;
    private long primary = -1;
    private long itemData = -1;
    private final Map<Long, String> types = new HashMap<>();
    private final Map<Long, Extent> extents = new HashMap<>();
    private final List<Box> properties = new ArrayList<>();
    private final Map<Long, List<Integer>> associations = new HashMap<>();
    private final ByteCursor cursor;
    private int parts;
    private long metadataRead;

    private HeifStructure(ByteCursor cursor) {
        this.cursor = cursor;
    }

    static HeifStructure read(ByteCursor cursor) throws IOException {
        HeifStructure heif = new HeifStructure(cursor);
        cursor.order(ByteOrder.BIG_ENDIAN);
        boolean meta = false;
        for (long at = 0; cursor.size() - at >= 8;) {
            Box box = heif.box(at, cursor.size());
            if (box == null) {
                break;
            }
            if (box.type.equals("meta") && !meta) {
                meta = true;
                heif.meta(box);
            }
            at = box.end;
        }
        if (!meta || heif.primary < 0) {
            throw new DamagedPictureException("a HEIF file without a primary picture");
        }
        heif.describe();
        return heif;
    }

    /** Called once for each thing that is read: a few bytes can announce millions, and some take no byte at all. */
    private void count() throws IOException {
        if (++parts > MAX_PARTS) {
            throw new DamagedPictureException("more parts than a HEIF picture has");
        }
    }

    /** @return {@code null} where no box starts here (vendors' trailers) */
    private Box box(long at, long limit) throws IOException {
        count();
        long size = cursor.seek(at).u32();
        String type = cursor.ascii(4);
        long body = at + 8;
        if (size == 1 && limit - body >= 8) {
            size = cursor.u64();
            body += 8;
        }
        long end = size == 0 ? limit : at + size;
        if (!isName(type) || end < body) {
            return null;
        }
        if (end > limit) {
            throw new TruncatedPictureException();
        }
        return new Box(type, body, end);
    }

    private static boolean isName(String type) {
        return type.chars().allMatch(c -> c >= ' ' && c <= '~' || c == '©');
    }

    private List<Box> children(long from, long end) throws IOException {
        List<Box> all = new ArrayList<>();
        for (long at = from; end - at >= 8;) {
            Box box = box(at, end);
            if (box == null) {
                break;
            }
            all.add(box);
            at = box.end;
        }
        return all;
    }

    private void meta(Box meta) throws IOException {
        for (Box box : children(meta.body + 4, meta.end)) {
            cursor.seek(box.body);
            switch (box.type) {
                case "pitm" -> primary = version() == 0 ? cursor.u16() : cursor.u32();
                case "iinf" -> itemInfos(box);
                case "iloc" -> locations();
                case "iprp" -> properties(box);
                case "idat" -> itemData = box.body;
                default -> {
                    // nothing that we look at
                }
            }
        }
    }

    private int version() throws IOException {
        int version = cursor.u8();
        cursor.skip(3);
        return version;
    }

    private void itemInfos(Box box) throws IOException {
        long first = box.body + (version() == 0 ? 6 : 8);
        for (Box entry : children(first, box.end)) {
            cursor.seek(entry.body);
            int version = version();
            if (entry.type.equals("infe") && version >= 2) {
                long id = version == 2 ? cursor.u16() : cursor.u32();
                cursor.skip(2);
                types.put(id, cursor.ascii(4));
            }
        }
    }

    private void locations() throws IOException {
        int version = version();
        int sizes = cursor.u16();
        long count = version < 2 ? cursor.u16() : cursor.u32();
        for (long i = 0; i < count; i++) {
            count();
            long id = version < 2 ? cursor.u16() : cursor.u32();
            int method = version == 0 ? 0 : cursor.u16() & 15;
            cursor.skip(2);
            long base = number(sizes >> 4 & 15);
            int extentCount = cursor.u16();
            for (int extent = 0; extent < extentCount; extent++) {
                count();
                if (version > 0) {
                    number(sizes & 15);
                }
                long start = base + number(sizes >> 12 & 15);
                long length = number(sizes >> 8 & 15);
                if (method == 0 && (start < 0 || length < 0 || start > cursor.size() - length)) {
                    throw new TruncatedPictureException();
                }
                if (method <= 1) {
                    extents.putIfAbsent(id, new Extent(method == 1, start, length));
                }
            }
        }
    }

    private long number(int bytes) throws IOException {
        return switch (bytes) {
            case 0 -> 0;
            case 4 -> cursor.u32();
            case 8 -> cursor.u64();
            default -> throw new DamagedPictureException("a HEIF number of " + bytes + " bytes");
        };
    }

    private void properties(Box iprp) throws IOException {
        for (Box box : children(iprp.body, iprp.end)) {
            if (box.type.equals("ipco")) {
                properties.addAll(children(box.body, box.end));
            } else if (box.type.equals("ipma")) {
                associations(box);
            }
        }
    }

    private void associations(Box box) throws IOException {
        cursor.seek(box.body);
        int version = cursor.u8();
        boolean wide = (cursor.skip(2).u8() & 1) == 1;
        long count = cursor.u32();
        for (long i = 0; i < count; i++) {
            count();
            long id = version == 0 ? cursor.u16() : cursor.u32();
            int links = cursor.u8();
            List<Integer> indexes = associations.computeIfAbsent(id, any -> new ArrayList<>());
            for (int link = 0; link < links; link++) {
                count();
                indexes.add(wide ? cursor.u16() & 0x7FFF : cursor.u8() & 0x7F);
            }
        }
    }

    private void describe() throws IOException {
        for (int index : associations.getOrDefault(primary, List.of())) {
            Box property = index > 0 && index <= properties.size() ? properties.get(index - 1) : null;
            if (property != null && property.type.equals("ispe")) {
                cursor.seek(property.body + 4);
                width = size(cursor.u32());
                height = size(cursor.u32());
            } else if (property != null && property.type.equals("irot")) {
                turns = cursor.seek(property.body).u8() & 3;
            }
        }
        if (width == 0 || height == 0) {
            throw new DamagedPictureException("a HEIF picture without a size");
        }
        boolean positionInXmp = false;
        for (Map.Entry<Long, String> item : types.entrySet()) {
            boolean isExif = item.getValue().equals("Exif") && exif == ExifTags.NONE;
            boolean isXmp = item.getValue().equals("mime") && !positionInXmp;
            byte[] content = isExif || isXmp ? metadata(extents.get(item.getKey())) : new byte[0];
            if (isExif && content.length > 8) {
                // Four bytes say how far the TIFF header is away.
                long skip = 4 + ByteCursor.of(content).u32();
                exif = skip < content.length ? ExifTags.read(ByteCursor.of(content), skip) : exif;
            } else if (isXmp) {
                positionInXmp = XmpPosition.isIn(content);
            }
        }
        exif = positionInXmp ? exif.withPosition() : exif;
    }

    private byte[] metadata(Extent extent) throws IOException {
        if (extent == null || extent.length < 0 || extent.length > MAX_METADATA_BYTES
                || extent.inData && itemData < 0) {
            return new byte[0];
        }
        long start = extent.start + (extent.inData ? itemData : 0);
        metadataRead += extent.length;
        return metadataRead > MAX_METADATA_READ || start + extent.length > cursor.size()
                ? new byte[0]
                : cursor.seek(start).bytes((int) extent.length);
    }

    private static int size(long value) {
        return (int) Math.min(value, Integer.MAX_VALUE);
    }
}
