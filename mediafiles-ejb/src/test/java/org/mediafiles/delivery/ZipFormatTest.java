package org.mediafiles.delivery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipFormatTest {
    private static final LocalDateTime WHEN = LocalDateTime.of(2026, 11, 23, 14, 5, 6);

    @TempDir
    private Path folder;

    private static long sum(byte[] bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        return sum.getValue();
    }

    @Test
    void aReaderThatCannotSeekTakesIt() throws IOException {
        byte[][] files = {"one".getBytes(StandardCharsets.US_ASCII), new byte[100_000], {}};
        ZipFormat format = new ZipFormat(WHEN);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<ZipFormat.Entry> entries = List.of(new ZipFormat.Entry("01.jpg", 3),
                new ZipFormat.Entry("02.jpg", 100_000),
                new ZipFormat.Entry("03.jpg", 0));
        for (int i = 0; i < files.length; i++) {
            out.write(format.before(entries.get(i), sum(files[i])));
            out.write(files[i]);
        }
        out.write(format.end());
        assertEquals(out.size(), format.byteCount(entries));
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            for (int i = 0; i < files.length; i++) {
                ZipEntry entry = in.getNextEntry();
                assertEquals(entries.get(i).name(), entry.getName());
                assertEquals(ZipEntry.STORED, entry.getMethod());
                assertEquals(WHEN, entry.getTimeLocal());
                assertArrayEquals(files[i], in.readAllBytes());
            }
            assertNull(in.getNextEntry());
        }
    }

    @Test
    void pastFourGigabytesItIsZip64() throws IOException {
        long large = 3L << 30;
        List<ZipFormat.Entry> entries = List.of(new ZipFormat.Entry("01.bin", large),
                new ZipFormat.Entry("02.bin", large),
                new ZipFormat.Entry("03.txt", 3));
        byte[] text = "end".getBytes(StandardCharsets.US_ASCII);
        ZipFormat format = new ZipFormat(WHEN);
        Path sparse = folder.resolve("large.zip");
        try (FileChannel file = FileChannel.open(sparse, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE)) {
            for (ZipFormat.Entry entry : entries.subList(0, 2)) {
                file.write(ByteBuffer.wrap(format.before(entry, 0)));
                file.position(file.position() + large);
            }
            file.write(ByteBuffer.wrap(format.before(entries.get(2), sum(text))));
            file.write(ByteBuffer.wrap(text));
            file.write(ByteBuffer.wrap(format.end()));
            assertEquals(file.size(), format.byteCount(entries));
        }
        try (ZipFile zip = new ZipFile(sparse.toFile())) {
            assertEquals(3, zip.size());
            assertEquals(large, zip.getEntry("02.bin").getSize());
            assertArrayEquals(text, zip.getInputStream(zip.getEntry("03.txt")).readAllBytes());
        }
    }

    @Test
    void whatItCannotSayIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new ZipFormat.Entry("é.jpg", 1));
        assertThrows(IllegalArgumentException.class, () -> new ZipFormat.Entry("a.jpg", 4L << 30));
    }
}
