package org.mediafiles.imaging.clip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.imaging.DamagedPictureException;
import org.mediafiles.imaging.Pictures;
import org.mediafiles.imaging.TimeLimit;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** The contract of probing, by every ffmpeg at hand: they must find the same. */
class ClipProbeTest {
    private static final String MP4 = "video/mp4";
    private static final String MOV = "video/quicktime";
    private static final String WEBM = "video/webm";

    @TempDir
    private Path folder;

    static Stream<FfmpegAtHand> ffmpegs() {
        List<FfmpegAtHand> all = FfmpegAtHand.all();
        if (all.isEmpty()) {
            System.out.println("NOT RUN: probing of clips, there is no ffmpeg");
        }
        assumeTrue(!all.isEmpty(), "no ffmpeg");
        return all.stream();
    }

    private static ClipFacts facts(FfmpegAtHand ffmpeg, byte[] clip, String type) throws IOException {
        return new ClipProbe(ffmpeg.tools()).probe(Pictures.of(clip), type, longEnough());
    }

    /** Probes and decodes. */
    private static ClipFacts good(FfmpegAtHand ffmpeg, byte[] clip, String type) throws IOException {
        ClipFacts facts = facts(ffmpeg, clip, type);
        new ClipProbe(ffmpeg.tools()).check(Pictures.of(clip), facts, longEnough());
        return facts;
    }

    private static String refused(FfmpegAtHand ffmpeg, byte[] clip, String type) {
        return assertThrows(DamagedPictureException.class, () -> good(ffmpeg, clip, type)).getMessage();
    }

    private static TimeLimit longEnough() {
        return TimeLimit.of(Duration.ofMinutes(10));
    }

    @ParameterizedTest
    @MethodSource("ffmpegs")
    void aTelephonesClipIsToldInFull(FfmpegAtHand ffmpeg) throws IOException {
        ClipFacts facts = good(ffmpeg, TestClips.phone(), MP4);
        assertEquals("mp4", facts.extension());
        assertEquals("h264", facts.videoCodec());
        assertEquals("aac", facts.audioCodec());
        assertEquals(320, facts.displayedWidth());
        assertEquals(240, facts.displayedHeight());
        assertEquals(4, facts.duration().doubleValue(), 0.1);
        assertEquals(3, facts.duration().scale());
        assertEquals(10, facts.frameRate(), 0.1);
        assertEquals("yuv420p", facts.pixelFormat());
        assertEquals(DynamicRange.SDR, facts.dynamicRange());
        assertFalse(facts.hasPosition());
        assertNull(facts.captureTime());
    }

    @ParameterizedTest
    @MethodSource("ffmpegs")
    void theWaysOfLayingOutAFileMakeNoDifference(FfmpegAtHand ffmpeg) throws IOException {
        byte[] clip = TestClips.phone();
        for (String layout : List.of("+faststart", "+frag_keyframe+empty_moov", "+frag_every_frame+empty_moov",
                "+frag_keyframe+empty_moov+default_base_moof", "+dash")) {
            byte[] laidOut = TestClips.remake("mp4", clip, "mp4", "-c", "copy", "-movflags", layout);
            ClipFacts facts = good(ffmpeg, laidOut, MP4);
            assertEquals(4, facts.duration().doubleValue(), 0.15, layout);
            assertEquals(10, facts.frameRate(), 0.3, layout);
        }
    }

    @ParameterizedTest
    @MethodSource("ffmpegs")
    void aClipThatWasTrimmedToBeBetweenTwoKeyFramesIsGood(FfmpegAtHand ffmpeg) throws IOException {
        Path whole = Files.write(folder.resolve("whole.mp4"), TestClips.phone("-g", "1000"));
        byte[] trimmed = TestClips.make("mp4", List.of("-ss", "1.3", "-i", whole.toString(), "-c", "copy"));
        assertTrue(TestClips.box(trimmed, "elst") > 0, "the cut is told by an edit list");
        assertEquals(2.7, good(ffmpeg, trimmed, MP4).duration().doubleValue(), 0.15);
    }

    @ParameterizedTest
    @MethodSource("ffmpegs")
    void rotationsAreDegreesClockwise(FfmpegAtHand ffmpeg) throws IOException {
        byte[] clip = TestClips.phone();
        int matrix = TestClips.box(clip, "tkhd") + 8 + 40;
        int one = 1 << 16;
        int[][] turned = {{one, 0, 0, one}, {0, one, -one, 0}, {-one, 0, 0, -one}, {0, -one, one, 0}};
        for (int quarter = 0; quarter < 4; quarter++) {
            byte[] changed = clip.clone();
            ByteBuffer.wrap(changed).putInt(matrix, turned[quarter][0]).putInt(matrix + 4, turned[quarter][1])
                    .putInt(matrix + 12, turned[quarter][2]).putInt(matrix + 16, turned[quarter][3]);
            ClipFacts facts = good(ffmpeg, changed, MP4);
            assertEquals(quarter * 90, facts.rotation());
            assertEquals(quarter % 2 == 0 ? 320 : 240, facts.displayedWidth());
            assertEquals(quarter % 2 == 0 ? 240 : 320, facts.displayedHeight());
        }
    }

    @ParameterizedTest
    @MethodSource("ffmpegs")
    void webmInVp8Vp9AndAv1IsTaken(FfmpegAtHand ffmpeg) throws IOException {
        ClipFacts vp8 = good(ffmpeg, TestClips.make("webm", TestClips.PICTURES, TestClips.SOUND,
                List.of("-c:v", "libvpx", "-c:a", "libvorbis", "-shortest")), WEBM);
        assertEquals("vp8 vorbis webm", vp8.videoCodec() + ' ' + vp8.audioCodec() + ' ' + vp8.extension());
        assertEquals(4, vp8.duration().doubleValue(), 0.1);
        ClipFacts vp9 = good(ffmpeg,
                TestClips.make("webm", TestClips.PICTURES, List.of("-c:v", "libvpx-vp9", "-cpu-used", "8")), WEBM);
        assertEquals("vp9", vp9.videoCodec());
        assertNull(vp9.audioCodec());
        ClipFacts av1 = good(ffmpeg, TestClips.make("webm",
                List.of("-f", "lavfi", "-i", "testsrc=size=160x120:rate=5:duration=2", "-c:v", "libaom-av1",
                        "-cpu-used", "8")),
                WEBM);
        assertEquals("av1", av1.videoCodec());
        assertEquals(10, vp9.frameRate(), 0.3);
    }

    @ParameterizedTest
    @MethodSource("ffmpegs")
    void aRecordersWebmWithoutLengthsIsTaken(FfmpegAtHand ffmpeg) throws IOException {
        byte[] clip = TestClips.make("webm", TestClips.PICTURES,
                List.of("-c:v", "libvpx", "-g", "10", "-f", "webm", "-live", "1"));
        ClipFacts facts = good(ffmpeg, clip, WEBM);
        assertEquals(4, facts.duration().doubleValue(), 0.15);
    }

    @ParameterizedTest
    @MethodSource("ffmpegs")
    void highDynamicRangeIsTold(FfmpegAtHand ffmpeg) throws IOException {
        for (String transfer : List.of("arib-std-b67", "smpte2084")) {
            byte[] clip = TestClips.make("mp4", TestClips.PICTURES,
                    List.of("-c:v", "libx265", "-preset", "ultrafast", "-tag:v", "hvc1", "-pix_fmt", "yuv420p10le",
                            "-color_primaries", "bt2020", "-color_trc", transfer, "-colorspace", "bt2020nc",
                            "-x265-params",
                            "log-level=none:colorprim=bt2020:colormatrix=bt2020nc:transfer=" + transfer));
            ClipFacts facts = good(ffmpeg, clip, MP4);
            assertEquals(transfer.startsWith("arib") ? DynamicRange.HLG : DynamicRange.PQ, facts.dynamicRange());
            assertEquals("yuv420p10le", facts.pixelFormat());
            assertEquals("hevc", facts.videoCodec());
        }
    }

    @ParameterizedTest
    @MethodSource("ffmpegs")
    void aPixelsShapeLeavesTheSizeAlone(FfmpegAtHand ffmpeg) throws IOException {
        byte[] clip = TestClips.make("mp4", TestClips.PICTURES, TestClips.H264, List.of("-vf", "setsar=16/9"));
        ClipFacts facts = good(ffmpeg, clip, MP4);
        assertEquals("320x240", facts.displayedWidth() + "x" + facts.displayedHeight());
    }

    @ParameterizedTest
    @MethodSource("ffmpegs")
    void theRateOfUnevenPicturesIsTheirAverage(FfmpegAtHand ffmpeg) throws IOException {
        byte[] clip = TestClips.make("mp4", TestClips.PICTURES, TestClips.H264,
                List.of("-vf", "select='lt(t,2)+gte(t,2)*not(mod(n,5))'", "-vsync", "vfr"));
        ClipFacts facts = good(ffmpeg, clip, MP4);
        assertEquals(24 / facts.duration().doubleValue(), facts.frameRate(), 0.5);
    }

    @ParameterizedTest
    @MethodSource("ffmpegs")
    void whatAnEditListLeavesOutDoesNotLast(FfmpegAtHand ffmpeg) throws IOException {
        byte[] clip = TestClips.remake("mp4", TestClips.phone(), "mp4", "-c", "copy", "-ss", "0.95");
        assertTrue(TestClips.indexOf(clip, "elst", 0) > 0);
        assertEquals(3.05, good(ffmpeg, clip, MP4).duration().doubleValue(), 0.35);
    }

    @ParameterizedTest
    @MethodSource("ffmpegs")
    void picturesThatReferToBeforeAKeyFrameAreNoDamage(FfmpegAtHand ffmpeg) throws IOException {
        List<String> source = List.of("-f", "lavfi", "-i", "testsrc=size=160x120:rate=30:duration=3");
        good(ffmpeg, TestClips.make("mp4", source, List.of("-c:v", "libx264", "-g", "12", "-bf", "3", "-pix_fmt",
                "yuv420p", "-x264-params", "open-gop=1:keyint=12:b-pyramid=normal:scenecut=0")), MP4);
        good(ffmpeg, TestClips.make("mp4", source, List.of("-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt",
                "yuv420p", "-tag:v", "hvc1", "-x265-params",
                "log-level=none:open-gop=1:keyint=12:min-keyint=12:bframes=4:scenecut=0")), MP4);
        good(ffmpeg, TestClips.make("mp4", source, List.of("-c:v", "libx264", "-pix_fmt", "yuv420p", "-x264-params",
                "keyint=infinite:intra-refresh=1")), MP4);
    }

    @ParameterizedTest
    @MethodSource("ffmpegs")
    void soundMayGoOnBehindTheLastPicture(FfmpegAtHand ffmpeg) throws IOException {
        byte[] clip = TestClips.make("mp4", List.of("-f", "lavfi", "-i", "testsrc=size=160x120:rate=10:duration=1"),
                TestClips.SOUND, TestClips.H264, List.of("-c:a", "aac"));
        assertEquals(4, good(ffmpeg, clip, MP4).duration().doubleValue(), 0.1);
    }

    @Test
    void aStructureWithoutEndIsNoClip() {
        FfmpegAtHand ffmpeg = ffmpegs().findFirst().orElseThrow();
        byte[] boxes = new byte[0];
        byte[] elements = new byte[0];
        for (int depth = 0; depth < 3_000; depth++) {
            boxes = TestClips.box("mdia", boxes);
            elements = TestClips.concat(ByteBuffer.allocate(5).put((byte) 0xAE).putInt(0x10000000 | elements.length)
                    .array(), elements);
        }
        assertEquals("its structure has no end", refused(ffmpeg,
                TestClips.withInMovie(TestClips.phone(), TestClips.box("trak", boxes)), MP4));
        byte[] start = java.util.HexFormat.of().parseHex("1A45DFA3874282847765626D18538067FF1654AE6B");
        byte[] webm = TestClips.concat(TestClips.concat(start,
                ByteBuffer.allocate(4).putInt(0x10000000 | elements.length).array()), elements);
        assertEquals("its structure has no end", refused(ffmpeg, webm, WEBM));
    }

    @ParameterizedTest
    @MethodSource("ffmpegs")
    void soundAloneIsNoClip(FfmpegAtHand ffmpeg) {
        byte[] sound = TestClips.make("mp4", TestClips.SOUND, List.of("-c:a", "aac"));
        assertEquals("there is no moving picture in it", refused(ffmpeg, sound, MP4));
        byte[] webm = TestClips.make("webm", TestClips.SOUND, List.of("-c:a", "libvorbis"));
        assertEquals("there is no moving picture in it", refused(ffmpeg, webm, WEBM));
    }

    @ParameterizedTest
    @MethodSource("ffmpegs")
    void soundWithACoverIsNoClip(FfmpegAtHand ffmpeg) {
        byte[] covered = TestClips.make("mp4", TestClips.SOUND,
                List.of("-f", "lavfi", "-i", "testsrc=size=320x240:rate=1:duration=1", "-map", "0:a", "-map", "1:v",
                        "-c:a", "aac", "-c:v", "mjpeg", "-disposition:v:0", "attached_pic"));
        assertEquals("there is no moving picture in it", refused(ffmpeg, covered, MP4));
    }

    @ParameterizedTest
    @MethodSource("ffmpegs")
    void otherCodecsAreNotTaken(FfmpegAtHand ffmpeg) {
        byte[] clip = TestClips.make("mp4", TestClips.PICTURES, List.of("-c:v", "mpeg4"));
        MediaFilesException problem = assertThrows(MediaFilesException.class, () -> facts(ffmpeg, clip, MP4));
        assertEquals(ProblemCode.UNSUPPORTED_MEDIA_TYPE, problem.code());
    }

    @ParameterizedTest
    @MethodSource("ffmpegs")
    void whatIsCutOffIsRefusedWhereverTheCutIs(FfmpegAtHand ffmpeg) {
        byte[] end = TestClips.phone();
        byte[] start = TestClips.phone("-movflags", "+faststart");
        byte[] fragments = TestClips.phone("-movflags", "+frag_keyframe+empty_moov");
        byte[] webm = TestClips.make("webm", TestClips.PICTURES, List.of("-c:v", "libvpx"));
        for (int percent : new int[]{20, 50, 90, 99}) {
            refused(ffmpeg, cut(end, percent), MP4);
            refused(ffmpeg, cut(start, percent), MP4);
            refused(ffmpeg, cut(fragments, percent), MP4);
            refused(ffmpeg, cut(webm, percent), WEBM);
        }
    }

    @ParameterizedTest
    @MethodSource("ffmpegs")
    void aLastByteThatIsMissingIsMissed(FfmpegAtHand ffmpeg) {
        byte[] clip = TestClips.phone("-movflags", "+faststart");
        refused(ffmpeg, Arrays.copyOf(clip, clip.length - 1), MP4);
    }

    private static byte[] cut(byte[] clip, int percent) {
        return Arrays.copyOf(clip, clip.length * percent / 100);
    }

    @ParameterizedTest
    @MethodSource("ffmpegs")
    void noPictureAtAllIsNoClip(FfmpegAtHand ffmpeg) {
        byte[] none = TestClips.make("mp4", TestClips.PICTURES, TestClips.H264,
                List.of("-frames:v", "0", "-movflags", "+empty_moov+frag_keyframe"));
        refused(ffmpeg, none, MP4);
    }

    @ParameterizedTest
    @MethodSource("ffmpegs")
    void picturesOfNoiseAreRefused(FfmpegAtHand ffmpeg) {
        byte[] clip = TestClips.make("mp4", TestClips.PICTURES, TestClips.H264);
        int data = TestClips.box(clip, "mdat") + 8;
        int length = ByteBuffer.wrap(clip).getInt(data - 8) - 8;
        byte[] first = clip.clone();
        Arrays.fill(first, data, data + length / 2, (byte) 0x5A);
        assertEquals("its first picture can't be decoded", refused(ffmpeg, first, MP4));
        byte[] last = clip.clone();
        Arrays.fill(last, data + length / 2, data + length, (byte) 0x5A);
        refused(ffmpeg, last, MP4);
    }

    @ParameterizedTest
    @MethodSource("ffmpegs")
    void fourHoursByEverySampleAreFourHours(FfmpegAtHand ffmpeg) throws IOException {
        byte[] clip = TestClips.make("mp4",
                List.of("-f", "lavfi", "-i", "testsrc=size=64x64:rate=10:duration=2"), TestClips.H264,
                List.of("-vf", "setpts=N*800/TB", "-vsync", "vfr", "-video_track_timescale", "1000"));
        assertTrue(clip.length < 50_000);
        assertTrue(facts(ffmpeg, clip, MP4).duration().longValue() > 3 * 3600);
    }

    @ParameterizedTest
    @MethodSource("ffmpegs")
    void aHeaderThatLiesIsNotBelieved(FfmpegAtHand ffmpeg) throws IOException {
        byte[] clip = TestClips.phone();
        byte[] lying = TestClips.number(clip, TestClips.box(clip, "mvhd") + 8 + 16, 4 * 3600 * 1000);
        assertEquals(4, good(ffmpeg, lying, MP4).duration().doubleValue(), 0.1);
    }

    @ParameterizedTest
    @MethodSource("ffmpegs")
    void samplesOutsideTheFileAreRefused(FfmpegAtHand ffmpeg) {
        byte[] clip = TestClips.phone();
        byte[] outside = TestClips.number(clip, TestClips.box(clip, "stco") + 16, clip.length + 100);
        assertEquals("it ends before all that it announces has come", refused(ffmpeg, outside, MP4));
        byte[] large = TestClips.number(clip, TestClips.box(clip, "stsz") + 20, 0x7FFFFFFF);
        refused(ffmpeg, large, MP4);
        byte[] many = TestClips.number(clip, TestClips.box(clip, "stsz") + 16, 0x7FFFFFFF);
        refused(ffmpeg, many, MP4);
    }

    @ParameterizedTest
    @MethodSource("ffmpegs")
    void theEncryptedIsRefused(FfmpegAtHand ffmpeg) {
        byte[] clip = TestClips.make("mp4", TestClips.PICTURES, TestClips.H264,
                List.of("-encryption_scheme", "cenc-aes-ctr", "-encryption_key", "00112233445566778899aabbccddeeff",
                        "-encryption_kid", "00112233445566778899aabbccddeeff"));
        assertEquals("it is encrypted", refused(ffmpeg, clip, MP4));
    }

    @ParameterizedTest
    @MethodSource("ffmpegs")
    void picturesInAnotherFileAreRefused(FfmpegAtHand ffmpeg) {
        byte[] clip = TestClips.make("mov", TestClips.PICTURES, TestClips.H264);
        int reference = TestClips.box(clip, "dref") + 16;
        byte[] elsewhere = TestClips.number(clip, reference + 8, 0);
        assertEquals("its pictures or its sound lie in another file", refused(ffmpeg, elsewhere, MOV));
    }

    /** Even where our own reading of the container would let a list pass. */
    @ParameterizedTest
    @MethodSource("ffmpegs")
    void ffmpegItselfFollowsNoList(FfmpegAtHand ffmpeg) throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String address = "http://127.0.0.1:" + listening.getLocalPort() + "/x.ts";
            Files.write(folder.resolve("inner.mp4"), TestClips.phone());
            for (String list : List.of(
                    "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n" + address + "\n#EXT-X-ENDLIST\n",
                    "ffconcat version 1.0\nfile " + address + "\n", "ffconcat version 1.0\nfile /etc/passwd\n",
                    "ffconcat version 1.0\nfile inner.mp4\n")) {
                Path file = Files.writeString(folder.resolve("list"), list);
                for (String type : List.of(MP4, WEBM)) {
                    assertEquals(List.of(), TrackList.of(new Ffmpeg(ffmpeg.tools()), folder,
                            Ffmpeg.input(file, type), Ffmpeg.limits(longEnough(), 0, 0)));
                }
            }
            listening.setSoTimeout(200);
            assertThrows(SocketTimeoutException.class, listening::accept, "nobody came");
        }
    }

    @ParameterizedTest
    @MethodSource("ffmpegs")
    void whatACameraSaysIsRead(FfmpegAtHand ffmpeg) throws IOException {
        byte[] clip = TestClips.make("mov", TestClips.PICTURES, TestClips.H264, List.of("-movflags",
                "use_metadata_tags", "-metadata", "com.apple.quicktime.make=Apple", "-metadata",
                "com.apple.quicktime.model=iPhone 14", "-metadata",
                "com.apple.quicktime.creationdate=2026-03-04T05:06:07-0300", "-metadata",
                "com.apple.quicktime.location.ISO6709=-23.5505-046.6333/"));
        ClipFacts facts = good(ffmpeg, clip, MOV);
        assertEquals("Apple", facts.cameraMaker());
        assertEquals("iPhone 14", facts.cameraModel());
        assertEquals(OffsetDateTime.parse("2026-03-04T05:06:07-03:00"), facts.captureTime());
        assertTrue(facts.hasPosition());
        assertEquals("mov", facts.extension());
    }

    @ParameterizedTest
    @MethodSource("ffmpegs")
    void theMoviesOwnTimeIsUtc(FfmpegAtHand ffmpeg) throws IOException {
        byte[] clip = TestClips.phone("-metadata", "creation_time=2026-03-04T05:06:07Z");
        assertEquals(OffsetDateTime.parse("2026-03-04T05:06:07Z"), facts(ffmpeg, clip, MP4).captureTime());
    }

    @ParameterizedTest
    @MethodSource("ffmpegs")
    void aPositionIsFoundWhereverItStands(FfmpegAtHand ffmpeg) throws IOException {
        byte[] clip = TestClips.phone();
        byte[] place = "\0\22\25\307+27.5916+086.5640/".getBytes(StandardCharsets.ISO_8859_1);
        byte[] xmp = "<x:xmpmeta><rdf:Description exif:GPSLatitude=\"23,33S\"/></x:xmpmeta>"
                .getBytes(StandardCharsets.UTF_8);
        byte[] identifier = java.util.HexFormat.of().parseHex("be7acfcb97a942e89c71999491e3afac");
        for (byte[] box : List.of(TestClips.box("udta", TestClips.box("©xyz", place)),
                TestClips.box("udta", TestClips.box("loci", new byte[22])),
                TestClips.box("udta", TestClips.box("XMP_", xmp)),
                TestClips.box("uuid", TestClips.concat(identifier, xmp)))) {
            assertTrue(facts(ffmpeg, TestClips.withInMovie(clip, box), MP4).hasPosition(),
                    new String(box, StandardCharsets.ISO_8859_1));
        }
        assertTrue(facts(ffmpeg, TestClips.concat(clip, TestClips.box("uuid", TestClips.concat(identifier, xmp))), MP4)
                .hasPosition());
        assertTrue(facts(ffmpeg, TestClips.make("webm", TestClips.PICTURES,
                List.of("-c:v", "libvpx", "-metadata", "location=-23.5505-046.6333/")), WEBM).hasPosition());
        assertFalse(facts(ffmpeg, clip, MP4).hasPosition());
    }

    @ParameterizedTest
    @MethodSource("ffmpegs")
    void padingBehindAClipIsFine(FfmpegAtHand ffmpeg) throws IOException {
        good(ffmpeg, TestClips.concat(TestClips.phone(), new byte[5000]), MP4);
    }

    @ParameterizedTest
    @MethodSource("ffmpegs")
    void noTimeIsNoVerdict(FfmpegAtHand ffmpeg) throws IOException {
        ClipFacts facts = facts(ffmpeg, TestClips.phone(), MP4);
        assertThrows(TimeLimit.Exceeded.class, () -> new ClipProbe(ffmpeg.tools())
                .check(Pictures.of(TestClips.phone()), facts, TimeLimit.of(Duration.ofMillis(1))));
    }

    @Test
    void withoutAnFfmpegThatRunsItSaysSo() {
        for (String program : List.of("/nowhere/ffmpeg", "/bin/false", "/dev/null")) {
            ToolConfig none = new ToolConfig(Optional.empty(), Optional.empty(), Optional.of(Path.of(program)),
                    Optional.empty());
            assertFalse(new ClipProbe(none).isAvailable(), program);
        }
    }

    @Test
    void anFfprobeThatDoesNotRunIsNotAsked() throws IOException {
        FfmpegAtHand ffmpeg = ffmpegs().findFirst().orElseThrow();
        ToolConfig broken = new ToolConfig(Optional.empty(), Optional.empty(), ffmpeg.tools().ffmpeg(),
                Optional.of(Path.of("/bin/false")));
        assertEquals("h264", good(new FfmpegAtHand("broken", broken), TestClips.phone(), MP4).videoCodec());
    }
}
