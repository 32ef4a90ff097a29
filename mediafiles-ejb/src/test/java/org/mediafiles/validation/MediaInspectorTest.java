package org.mediafiles.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mediafiles.imaging.BrokenSource;
import org.mediafiles.imaging.Pictures;
import org.mediafiles.imaging.clip.FfmpegAtHand;
import org.mediafiles.imaging.TestFiles;
import org.mediafiles.imaging.TestWebp;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

class MediaInspectorTest {
    private final MediaInspector inspector = Inspectors.of(Pictures.decoding());
    private final byte[] photo = TestFiles.jpeg(grey(64, 48, 3), 64, 48, 3);

    private static byte[] grey(int width, int height, int components) {
        byte[] samples = new byte[width * height * components];
        Arrays.fill(samples, (byte) 120);
        return samples;
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] zip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("run.js"));
            zip.write(latin("alert(1)"));
        }
        return bytes.toByteArray();
    }

    private static byte[] program() {
        ByteBuffer program = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
        return program.put(latin("MZ")).position(60).putInt(128).position(128).put(latin("PE\0\0")).array();
    }

    private InspectedMedia inspect(byte[] bytes) {
        return inspector.inspect(Pictures.of(bytes), true, false);
    }

    private void assertRefused(ProblemCode code, byte[] bytes) {
        assertEquals(code, assertThrows(MediaFilesException.class, () -> inspect(bytes)).code());
    }

    @Test
    void takesAPhoto() {
        InspectedMedia found = inspect(photo);
        assertEquals("image/jpeg", found.mimeType());
        assertEquals("jpg", found.extension());
        assertEquals("64x48", found.width() + "x" + found.height());
        assertFalse(found.video());
        assertFalse(found.hasPosition());
        assertNull(found.duration());
        assertNull(found.captureTime());
    }

    @Test
    void nothingIsNotAPhoto() {
        assertRefused(ProblemCode.NOT_A_VALID_MEDIA_FILE, new byte[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GIF89a\1\0\1\0\0\0\0;", "<html><body>x</body></html>", "%PDF-1.4\n1 0 obj", "MZ\0\0",
            "<svg xmlns='http://www.w3.org/2000/svg'/>", "just text", "\0\0\0\u0020ftypavif\0\0\0\0avifmif1",
            "\0\0\0\u0020ftypmif1\0\0\0\0mif1avif\0\0\0\0", "\u001aE\u00df\u00a3\u0001\u0000\u0000\u0000"})
    void otherTypesAreRefusedAsSuch(String content) {
        assertRefused(ProblemCode.UNSUPPORTED_MEDIA_TYPE, latin(content));
    }

    @ParameterizedTest
    @CsvSource({"isom,true", "mp42,true", "iso6,true", "avc1,true", "qt  ,true", "heic,false", "mif1,false",
            "avif,false"})
    void clipsAreToldFromStillPicturesByTheirBrand(String brand, boolean video) {
        byte[] head = latin("\0\0\0\u0018ftyp" + String.format("%-4s", brand) + "\0\0\0\0mp41" + "\0\0\0\u0008moov");
        assertEquals(video, inspector.looksLikeVideo(head));
    }

    @Test
    void aClipWithoutAnythingInItIsNoClip() {
        byte[] clip = latin("\0\0\0\u0018ftypisom\0\0\0\0isommp41\0\0\0\u0008moov");
        MediaFilesException problem = assertThrows(MediaFilesException.class,
                () -> inspector.inspect(Pictures.of(clip), true, true));
        // Where there is no ffmpeg, no clip is taken.
        assertEquals(FfmpegAtHand.any().isPresent()
                ? ProblemCode.NOT_A_VALID_MEDIA_FILE
                : ProblemCode.UNSUPPORTED_MEDIA_TYPE, problem.code());
    }

    @Test
    void aPictureIsRefusedWhereOnlyClipsAreTaken() {
        MediaFilesException problem = assertThrows(MediaFilesException.class,
                () -> inspector.inspect(Pictures.of(photo), false, true));
        assertEquals(ProblemCode.UNSUPPORTED_MEDIA_TYPE, problem.code());
    }

    @Test
    void tooManyPixelsAreRefusedBeforeAnyIsDecoded() {
        byte[] wide = sized(20_001, 10);
        byte[] many = sized(11_000, 11_000);
        assertRefused(ProblemCode.TOO_MANY_PIXELS, wide);
        assertRefused(ProblemCode.TOO_MANY_PIXELS, many);
        // Within the limits it is judged by its content: the coded data are those of a small picture.
        assertRefused(ProblemCode.NOT_A_VALID_MEDIA_FILE, sized(2_000, 2_000));
    }

    private byte[] sized(int width, int height) {
        byte[] patched = photo.clone();
        for (int at = 2; at < patched.length; at++) {
            if ((patched[at] & 255) == 0xFF && (patched[at + 1] & 255) == 0xC0) {
                ByteBuffer.wrap(patched).putShort(at + 5, (short) height).putShort(at + 7, (short) width);
                return patched;
            }
        }
        throw new IllegalStateException("no frame");
    }

    @Test
    void findsWhatHidesBehindThePicture() throws IOException {
        for (byte[] payload : new byte[][]{zip(), program(), latin("%PDF-1.7\n"), latin("<html><p>"),
                latin("\n<script>alert(1)</script>"), latin("<svg onload='x'>"), latin("<?php phpinfo();"),
                latin("#!/bin/sh\nid\n"), latin("\u007fELF\2\1\1\0"), latin("Rar!\u001a\u0007\0"),
                latin("<!DOCTYPE html>")}) {
            assertRefused(ProblemCode.NOT_A_VALID_MEDIA_FILE, join(photo, payload));
            assertRefused(ProblemCode.NOT_A_VALID_MEDIA_FILE, join(photo, new byte[100], payload));
        }
    }

    @Test
    void findsWhatHidesBeforeThePixels() throws IOException {
        for (byte[] payload : new byte[][]{zip(), latin("%PDF-1.4\n"), latin("<script>alert(1)</script>"),
                latin("<?php system('id'); ?>")}) {
            assertRefused(ProblemCode.NOT_A_VALID_MEDIA_FILE, TestFiles.withSegment(photo, 0xFE, payload));
            byte[] png = png(TestFiles.chunk("tEXt", join(latin("Comment\0"), payload)));
            assertRefused(ProblemCode.NOT_A_VALID_MEDIA_FILE, png);
            byte[] webp = TestWebp.of(grey(8, 8, 3), 8, 8, 4, TestWebp.chunk("XMP ", payload));
            assertRefused(ProblemCode.NOT_A_VALID_MEDIA_FILE, webp);
        }
    }

    private static byte[] png(byte[]... chunks) {
        byte[] header = ByteBuffer.allocate(13).putInt(8).putInt(8).put(new byte[]{8, 0, 0, 0, 0}).array();
        return join(latin("\u0089PNG\r\n\u001a\n"), TestFiles.chunk("IHDR", header), join(chunks),
                TestFiles.chunk("IDAT", TestFiles.deflate(new byte[72])), TestFiles.chunk("IEND", new byte[0]));
    }

    @Test
    void paddingAndVendorDataAreValid() {
        byte[] motion = join(latin("\0\0\0\u0018ftypmp42\0\0\0\0isommp42"), new byte[5000]);
        byte[] samsung = join(latin("\0\0\u0001\nMotionPhoto_Data"), motion, latin("SEFH\1\0\0\0SEFT"));
        for (byte[] behind : new byte[][]{new byte[4096], latin("\r\n"), latin("\u00ff\u00ff\u00ff"), motion, samsung,
                photo, join(photo, photo), latin("PK is a name"), latin("MZ too"), latin("a < b and <svgx")}) {
            assertEquals("image/jpeg", inspect(join(photo, behind)).mimeType());
        }
    }

    @Test
    void ordinaryMetadataIsNoPayload() {
        byte[] xmp = latin("http://ns.adobe.com/xap/1.0/\0<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?>"
                + "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF><rdf:Description/></rdf:RDF></x:xmpmeta><?xpacket end='w'?>");
        assertFalse(inspect(TestFiles.withSegment(photo, 0xE1, xmp)).hasPosition());
        assertEquals(8, inspect(png(TestFiles.chunk("tEXt", latin("Comment\0Made with <3, 5 > 4")))).width());
    }

    @Test
    void compressedTextIsNotInflated() {
        byte[] bomb = TestFiles.deflate(new byte[64 << 20]);
        byte[] png = png(TestFiles.chunk("zTXt", join(latin("Comment\0\0"), bomb)),
                TestFiles.chunk("zTXt", join(latin("Raw profile type exif\0\0"), bomb)));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        assertEquals(8, inspect(png).width());
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        // Three looks at the chunks, 4 MiB at most each; one bomb alone is 64 MiB.
        assertTrue(allocated < 100L << 20, (allocated >> 20) + " MB");
    }

    @Test
    void manyCompressedTextsShareOneBudget() {
        byte[] bomb = TestFiles.deflate(new byte[(4 << 20) - 1]);
        byte[][] chunks = new byte[300][];
        for (int i = 0; i < chunks.length; i++) {
            chunks[i] = i % 2 == 0
                    ? TestFiles.chunk("zTXt", join(latin("Raw profile type exif\0\0"), bomb))
                    : TestFiles.chunk("iTXt", join(latin("XML:com.adobe.xmp\0\1\0\0\0"), bomb));
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        assertEquals(8, inspect(png(chunks)).width());
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        // Each text inflates to just what one may; all of them are 1.2 GB, at each of three looks.
        assertTrue(allocated < 300L << 20, (allocated >> 20) + " MB");
    }

    @Test
    void aStoreThatFailsRefusesNothing() {
        for (int from : new int[]{0, photo.length - 3}) {
            BrokenSource broken = new BrokenSource(photo, from, new IOException("Input/output error"));
            MediaFilesException problem = assertThrows(MediaFilesException.class,
                    () -> inspector.inspect(broken, true, false));
            assertEquals(ProblemCode.INTERNAL_ERROR, problem.code());
        }
    }

    @Test
    void animationsAreNotPhotos() {
        assertRefused(ProblemCode.UNSUPPORTED_MEDIA_TYPE, png(TestFiles.chunk("acTL", new byte[8])));
        assertRefused(ProblemCode.UNSUPPORTED_MEDIA_TYPE, TestWebp.of(grey(8, 8, 3), 8, 8, 2));
    }

    @Test
    void cutFilesAreRefusedInEveryType() {
        byte[] webp = TestWebp.of(grey(64, 64, 3), 64, 64, 0);
        byte[] png = png();
        for (byte[] whole : new byte[][]{photo, webp, png}) {
            assertTrue(inspect(whole).width() > 0);
            for (int tenths = 1; tenths < 10; tenths++) {
                byte[] cut = Arrays.copyOf(whole, whole.length * tenths / 10);
                MediaFilesException problem = assertThrows(MediaFilesException.class, () -> inspect(cut));
                assertTrue(problem.code() == ProblemCode.NOT_A_VALID_MEDIA_FILE
                        || problem.code() == ProblemCode.UNSUPPORTED_MEDIA_TYPE, problem.code().code());
            }
        }
    }

    @Test
    void readsTheWhitelistAndNothingElse() {
        InspectedMedia found = inspect(TestFiles.withSegment(photo, 0xE1, join(latin("Exif\0\0"), ExifBlock.full())));
        assertEquals(Map.of("camera", "Acme One", "lens", "Acme Macro 50", "orientation", 6), found.metadata());
        assertEquals("48x64", found.width() + "x" + found.height());
        assertEquals(LocalDateTime.of(2026, 11, 20, 14, 5, 9), found.captureTime());
        assertEquals(ZoneOffset.ofHours(-3), found.captureOffset());
        assertTrue(found.hasPosition());
    }

    @Test
    void anUnsetClockIsNoCaptureTime() {
        for (String text : new String[]{"0000:00:00 00:00:00", "    :  :     :  :  ", "2026:02:30 10:00:00", ""}) {
            assertNull(CaptureTime.local(text), text);
        }
        assertNull(CaptureTime.offset("   :  "));
        assertNull(CaptureTime.offset(null));
    }
}
