package org.mediafiles.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mediafiles.config.MediaConfig;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.config.UploadLimits;
import org.mediafiles.imaging.Pictures;
import org.mediafiles.imaging.clip.ClipProbe;
import org.mediafiles.imaging.clip.FfmpegAtHand;
import org.mediafiles.imaging.clip.TestClips;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** What comes in through the clip's door, from the bytes to the verdict. */
class ClipInspectorTest {
    private final MediaInspector inspector = Inspectors.of(Pictures.decoding());

    @BeforeEach
    void needsFfmpeg() {
        boolean there = FfmpegAtHand.any().isPresent();
        if (!there) {
            System.out.println("NOT RUN: inspection of clips, there is no ffmpeg");
        }
        assumeTrue(there, "no ffmpeg");
    }

    private InspectedMedia taken(byte[] clip) {
        return inspector.inspect(Pictures.of(clip), false, true);
    }

    private MediaFilesException refused(ProblemCode code, byte[] clip) {
        MediaFilesException problem = assertThrows(MediaFilesException.class, () -> taken(clip));
        assertEquals(code, problem.code(), problem.getMessage());
        return problem;
    }

    @Test
    void aTelephonesClipIsTakenWithWhatPagesAndJobsNeed() {
        InspectedMedia found = taken(TestClips.phone("-metadata", "creation_time=2026-03-04T05:06:07Z"));
        assertEquals("video/mp4", found.mimeType());
        assertEquals("mp4", found.extension());
        assertTrue(found.video());
        assertEquals("320x240", found.width() + "x" + found.height());
        assertEquals(4, found.duration().doubleValue(), 0.1);
        assertEquals(LocalDateTime.parse("2026-03-04T05:06:07"), found.captureTime());
        assertEquals(ZoneOffset.UTC, found.captureOffset());
        assertEquals("h264", found.metadata().get("videoCodec"));
        assertEquals("aac", found.metadata().get("audioCodec"));
        assertEquals(0, found.metadata().get("rotation"));
        assertEquals(10, ((BigDecimal) found.metadata().get("frameRate")).doubleValue(), 0.1);
        assertNull(found.metadata().get("dynamicRange"));
        assertNull(found.metadata().get("camera"));
    }

    @Test
    void theCameraIsNamedAsForPictures() {
        byte[] clip = TestClips.made("mov", "-movflags", "use_metadata_tags", "-metadata",
                "com.apple.quicktime.make=Apple", "-metadata", "com.apple.quicktime.model=iPhone 14\u202E");
        InspectedMedia found = taken(clip);
        assertEquals("Apple iPhone 14", found.metadata().get("camera"));
        assertEquals("video/quicktime mov", found.mimeType() + ' ' + found.extension());
    }

    @Test
    void picturesAreNotTakenWhereClipsAre() {
        MediaFilesException problem = refused(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "GIF89a\1\0\1\0\0\0\0;".getBytes());
        assertTrue(problem.getMessage().contains("MP4, MOV or WebM"), problem.getMessage());
    }

    @Test
    void bothAreTakenWhereEitherMayCome() {
        assertTrue(inspector.inspect(Pictures.of(TestClips.phone()), true, true).video());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mkv", "avi", "3gp", "3g2", "mpg", "ts", "flv", "ogv"})
    void otherContainersAreRefusedAsSuch(String format) {
        byte[] clip = TestClips.remade(TestClips.phone(), format);
        refused(ProblemCode.UNSUPPORTED_MEDIA_TYPE, clip);
    }

    @ParameterizedTest
    @CsvSource({"isom,video/mp4", "mp42,video/mp4", "XAVC,video/mp4", "M4VH,video/mp4", "MSNV,video/mp4",
            "'qt  ',video/quicktime", "iso9,video/mp4", "cmfc,video/mp4", "abcd,video/mp4"})
    void theBrandSaysWhichOfItsFamilyAClipIs(String brand, String type) {
        byte[] clip = TestClips.phone();
        System.arraycopy(brand.getBytes(StandardCharsets.US_ASCII), 0, clip, 8, 4);
        assertEquals(type, inspector.detectType(Pictures.of(clip)));
        assertTrue(inspector.looksLikeVideo(Arrays.copyOf(clip, 4096)));
        assertEquals(type, taken(clip).mimeType());
    }

    @Test
    void oldQuicktimeHasNoBrand() {
        byte[] clip = TestClips.phone();
        assertEquals(32, TestClips.boxAt(clip, "free"), "the brands' box is as long as the two here together");
        byte[] start = TestClips.concat(TestClips.box("wide", new byte[0]), TestClips.box("free", new byte[16]));
        byte[] bare = TestClips.concat(start, Arrays.copyOfRange(clip, 32, clip.length));
        assertEquals("video/quicktime", taken(bare).mimeType());
    }

    @Test
    void aLongClipIsRefusedWithItsLengthAndASecondIsAllowed() {
        assertEquals(ProblemCode.CLIP_TOO_LONG, limited(2, 4096).code());
        assertTrue(limited(2, 4096).getMessage().contains("2 s"), limited(2, 4096).getMessage());
        UploadLimits justUnder = limits(3, 4096);
        Inspectors.of(Pictures.decoding(), tools(), justUnder).inspect(Pictures.of(TestClips.phone()), false, true);
    }

    @Test
    void aLargeSideIsRefused() {
        assertEquals(ProblemCode.TOO_MANY_PIXELS, limited(120, 319).code());
    }

    private static MediaFilesException limited(int seconds, int side) {
        MediaInspector strict = Inspectors.of(Pictures.decoding(), tools(), limits(seconds, side));
        return assertThrows(MediaFilesException.class,
                () -> strict.inspect(Pictures.of(TestClips.phone()), false, true));
    }

    private static UploadLimits limits(int seconds, int side) {
        return new UploadLimits(1 << 20, 1_000_000, 1_000, 1 << 20, Duration.ofSeconds(seconds), side, 20, 255);
    }

    private static ToolConfig tools() {
        return FfmpegAtHand.any().orElseThrow().tools();
    }

    @Test
    void withoutFfmpegClipsAreRefusedAndTheReasonIsSaid() {
        Optional<Path> nowhere = Optional.of(Path.of("/nowhere"));
        MediaInspector poor = Inspectors.of(Pictures.decoding(),
                new ToolConfig(Optional.empty(), Optional.empty(), nowhere, nowhere), UploadLimits.DEFAULTS);
        MediaFilesException problem = assertThrows(MediaFilesException.class,
                () -> poor.inspect(Pictures.of(TestClips.phone()), false, true));
        assertEquals(ProblemCode.UNSUPPORTED_MEDIA_TYPE, problem.code());
        assertTrue(problem.getMessage().contains("ffmpeg"), problem.getMessage());
    }

    @Test
    void tooLittleTimeIsNoVerdict() {
        MediaConfig hasty = new MediaConfig(1, Duration.ofSeconds(1), Duration.ofMillis(1));
        MediaInspector inspectorInHaste = new MediaInspector(Pictures.decoding(), UploadLimits.DEFAULTS,
                new ClipInspector(new ClipProbe(tools()), UploadLimits.DEFAULTS, hasty));
        MediaFilesException problem = assertThrows(MediaFilesException.class,
                () -> inspectorInHaste.inspect(Pictures.of(TestClips.phone()), false, true));
        assertEquals(ProblemCode.NOT_READY, problem.code());
        assertTrue(problem.retryAfter().isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html><script>alert(1)</script></html>", "%PDF-1.7\n1 0 obj", "#!/bin/sh\nid\n",
            "<?php phpinfo(); ?>", "\u007fELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\u003e\0"})
    void activeContentBehindOrInAClipIsRefused(String content) {
        byte[] hidden = content.getBytes(StandardCharsets.ISO_8859_1);
        byte[] clip = TestClips.phone();
        refused(ProblemCode.NOT_A_VALID_MEDIA_FILE, TestClips.concat(clip, hidden));
        if (!content.startsWith("#!")) {
            for (String box : List.of("free", "skip", "uuid", "udta")) {
                refused(ProblemCode.NOT_A_VALID_MEDIA_FILE, TestClips.concat(clip, TestClips.box(box, hidden)));
            }
        }
        byte[] webm = TestClips.made("webm", "-c:v", "libvpx", "-c:a", "libvorbis");
        refused(ProblemCode.NOT_A_VALID_MEDIA_FILE, TestClips.concat(webm, hidden));
    }

    @Test
    void activeContentInFrontOfThePicturesIsRefused() {
        refused(ProblemCode.NOT_A_VALID_MEDIA_FILE,
                TestClips.phone("-movflags", "+faststart", "-metadata", "comment=<script>alert(1)</script>"));
        refused(ProblemCode.NOT_A_VALID_MEDIA_FILE, TestClips.made("webm", "-c:v", "libvpx", "-c:a", "libvorbis",
                "-metadata", "title=<html><body>x</body></html>"));
    }

    @Test
    void anArchiveBehindAClipIsRefused() throws IOException {
        java.io.ByteArrayOutputStream zip = new java.io.ByteArrayOutputStream();
        try (java.util.zip.ZipOutputStream out = new java.util.zip.ZipOutputStream(zip)) {
            out.putNextEntry(new java.util.zip.ZipEntry("a.txt"));
            out.write(1);
        }
        refused(ProblemCode.NOT_A_VALID_MEDIA_FILE, TestClips.concat(TestClips.phone(), zip.toByteArray()));
    }

    @Test
    void aPageInFrontOfAClipIsNoClip() {
        byte[] page = "<html><body>x</body></html>".getBytes(StandardCharsets.US_ASCII);
        refused(ProblemCode.UNSUPPORTED_MEDIA_TYPE, TestClips.concat(page, TestClips.phone()));
        byte[] framed = TestClips.concat(TestClips.box("free", page), TestClips.phone());
        assertThrows(MediaFilesException.class, () -> taken(framed));
    }

    @Test
    void aMovieBoxThatReadsLikeAScriptIsNone() {
        // Its length, 0x2321, is "#!".
        byte[] clip = TestClips.phone();
        int movie = TestClips.boxAt(clip, "moov");
        int length = java.nio.ByteBuffer.wrap(clip).getInt(movie);
        byte[] padded = TestClips.inMovie(clip, TestClips.box("free", new byte[0x2321 - length - 8]));
        assertEquals(0x2321, java.nio.ByteBuffer.wrap(padded).getInt(movie));
        taken(padded);
    }

    /** Whatever coat it wears, nothing that it names is opened: neither a file nor an address. */
    @Test
    void listsOfOtherFilesAreNeverFollowed() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String address = "http://127.0.0.1:" + listening.getLocalPort() + "/x.ts";
            for (String list : List.of("#EXTM3U\n#EXTINF:1,\n" + address + "\n#EXT-X-ENDLIST\n",
                    "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
                    "ffconcat version 1.0\nfile '" + address + "'\n", "ffconcat version 1.0\nfile /etc/passwd\n",
                    "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"><Period><BaseURL>" + address
                            + "</BaseURL></Period></MPD>",
                    "v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video " + listening.getLocalPort() + " RTP/AVP 96\n")) {
                byte[] bytes = list.getBytes(StandardCharsets.US_ASCII);
                refused(ProblemCode.UNSUPPORTED_MEDIA_TYPE, bytes);
                byte[] brand = "\0\0\0\u0018ftypisom\0\0\0\0isommp41".getBytes(StandardCharsets.ISO_8859_1);
                refused(ProblemCode.NOT_A_VALID_MEDIA_FILE, TestClips.concat(brand, bytes));
                byte[] matroska = {0x1A, 0x45, (byte) 0xDF, (byte) 0xA3, (byte) 0x87, 0x42, (byte) 0x82, (byte) 0x84,
                        'w', 'e', 'b', 'm'};
                refused(ProblemCode.NOT_A_VALID_MEDIA_FILE, TestClips.concat(matroska, bytes));
            }
            byte[] mov = TestClips.made("mov");
            byte[] reference = ("\0\0\0\0" + address + "\0").getBytes(StandardCharsets.ISO_8859_1);
            refused(ProblemCode.NOT_A_VALID_MEDIA_FILE,
                    TestClips.inMovie(mov, TestClips.box("trak", TestClips.box("mdia", TestClips.box("minf",
                            TestClips.box("dinf", TestClips.box("dref", TestClips.concat(new byte[]{0, 0, 0, 0, 0, 0, 0,
                                    1}, TestClips.box("url ", reference)))))))));
            listening.setSoTimeout(200);
            assertThrows(SocketTimeoutException.class, listening::accept, "nobody came");
        }
    }

    @Test
    void whatOnlyTheHeaderAnnouncesIsNotCounted() {
        byte[] two = TestClips.concat(TestClips.phone(), TestClips.box("free", new byte[3000]));
        assertEquals(4, taken(two).duration().doubleValue(), 0.1);
    }
}
