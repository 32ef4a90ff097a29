package org.mediafiles.imaging.clip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.Corpus;
import org.mediafiles.config.MediaConfig;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.imaging.DerivedPicture;
import org.mediafiles.imaging.ExternalProgram;
import org.mediafiles.imaging.TimeLimit;
import org.mediafiles.model.ByteSource;

class ClipDeriverTest {
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(10);
    private static final String RED = "red";

    @TempDir
    Path folder;

    /** Goes on for ever, and remembers. */
    private static class Follower implements ClipFollower {
        final List<Integer> percents = Collections.synchronizedList(new ArrayList<>());
        final StringBuilder words = new StringBuilder();

        @Override
        public boolean goesOn(int percent) {
            percents.add(percent);
            return true;
        }

        @Override
        public void said(String text) {
            words.append(text);
        }
    }

    private static ClipDeriver deriver(ToolConfig tools) {
        return new ClipDeriver(new ClipProbe(tools), tools, new MediaConfig(1, LONG_ENOUGH, LONG_ENOUGH));
    }

    private static TimeLimit limit() {
        return TimeLimit.of(LONG_ENOUGH);
    }

    private static ClipFacts facts(Path clip, String type) throws IOException {
        return deriver(MadeClips.tools()).probe(MadeClips.source(clip), type, limit());
    }

    private static DerivedPicture poster(Path clip, String type) throws IOException {
        ClipDeriver deriver = deriver(MadeClips.tools());
        ByteSource source = MadeClips.source(clip);
        return deriver.poster(source, deriver.probe(source, type, limit()), limit(), new Follower());
    }

    /** @return a copy of what was made; empty where it would have to be re-encoded and may not */
    private Optional<Path> playback(Path clip, String type, boolean mayEncode) throws IOException {
        ClipDeriver deriver = deriver(MadeClips.tools());
        ByteSource source = MadeClips.source(clip);
        Path kept = folder.resolve("kept.mp4");
        Files.deleteIfExists(kept);
        Follower follower = new Follower();
        boolean made = deriver.playback(source, deriver.probe(source, type, limit()), mayEncode, limit(), follower,
                (mp4, width, height) -> {
                    try (ByteSource.LocalFile file = mp4.asLocalFile()) {
                        Files.copy(file.path(), kept);
                    }
                });
        assertFalse(follower.words.toString().contains(folder.toString()), follower.words::toString);
        assertEquals(made, Files.exists(kept));
        return made ? Optional.of(kept) : Optional.empty();
    }

    private Path quarters(String name, String size, String... coding) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i",
                MadeClips.QUARTERS.formatted(size, 25, "2"), "-f", "lavfi", "-i", "sine=f=440:d=2"));
        arguments.addAll(List.of(coding));
        return MadeClips.make(folder.resolve(name), arguments.toArray(String[]::new));
    }

    /** As telephones do: stored lying, to be shown turned by 90° clockwise, with a place, a name and a camera. */
    private Path telephoneClip() throws IOException {
        Path lying = quarters("lying.mp4", "640x360", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac",
                "-flags:a", "+bitexact");
        return MadeClips.turn(MadeClips.make(folder.resolve("phone.mov"), "-i", lying.toString(), "-c", "copy",
                "-metadata", "title=Maria Silva", "-metadata:s:v", "handler_name=Maria's telephone", "-metadata",
                "location=-23.5505-046.6333/", "-metadata",
                "com.apple.quicktime.location.ISO6709=-23.5505-046.6333/", "-movflags", "use_metadata_tags"));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String colour(BufferedImage picture, double x, double y) {
        int rgb = picture.getRGB((int) (picture.getWidth() * x), (int) (picture.getHeight() * y));
        int red = rgb >> 16 & 0xff;
        int green = rgb >> 8 & 0xff;
        int blue = rgb & 0xff;
        if (Math.min(red, Math.min(green, blue)) > 150) {
            return "white";
        }
        return red > green && red > blue ? RED : green > blue ? "green" : "blue";
    }

    private static String corners(byte[] jpeg) throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(jpeg));
        return colour(picture, .25, .25) + ' ' + colour(picture, .75, .25) + ' ' + colour(picture, .25, .75) + ' '
                + colour(picture, .75, .75);
    }

    @Test
    void aTelephonesClipIsTakenOverAsItIsWithoutWhereAndWhoseItWas() throws IOException {
        Path clip = telephoneClip();
        assertTrue(text(Files.readAllBytes(clip)).contains("-23.5505"), "the clip itself says where");

        Path made = playback(clip, "video/quicktime", false).orElseThrow();

        String bytes = text(Files.readAllBytes(made));
        for (String word : List.of("-23.5", "Maria", "Lavf", "Lavc", "x264", "telephone")) {
            assertFalse(bytes.contains(word), word);
        }
        assertTrue(MadeClips.isTurned(made), "players turn it");
        assertTrue(bytes.indexOf("moov") < bytes.indexOf("mdat"), "it plays while it comes");
        ClipFacts facts = facts(made, "video/mp4");
        assertEquals("h264 aac 640", facts.videoCodec() + ' ' + facts.audioCodec() + ' ' + facts.codedWidth());
        assertEquals(facts(clip, "video/quicktime").duration().doubleValue(), facts.duration().doubleValue(), 0.1);
    }

    @Test
    void thePosterOfATelephonesClipStandsUpright() throws IOException {
        DerivedPicture poster = poster(telephoneClip(), "video/quicktime");

        assertEquals("360x640", poster.width() + "x" + poster.height());
        assertEquals("blue red white green", corners(poster.jpeg()));
        String bytes = text(poster.jpeg());
        assertFalse(bytes.contains("Lavc") || bytes.contains("Exif"), "nothing but the picture");
    }

    @Test
    void whatNotEveryBrowserPlaysIsCodedAgainUprightAndEven() throws IOException {
        Path odd = quarters("odd.mov", "321x181", "-c:v", "libx265", "-x265-params", "log-level=error", "-pix_fmt",
                "yuv444p", "-c:a", "libmp3lame");
        Path clip = MadeClips.turn(odd);
        assertTrue(playback(clip, "video/quicktime", false).isEmpty(), "not by whom has no time for that");

        Path made = playback(clip, "video/quicktime", true).orElseThrow();

        ClipFacts facts = facts(made, "video/mp4");
        assertEquals("h264 yuv420p aac 180x320", facts.videoCodec() + ' ' + facts.pixelFormat() + ' '
                + facts.audioCodec() + ' ' + facts.codedWidth() + 'x' + facts.codedHeight());
        assertFalse(MadeClips.isTurned(made));
        assertEquals("blue red white green", corners(poster(made, "video/mp4").jpeg()));
        assertFalse(text(Files.readAllBytes(made)).contains("x264 - core"), "it does not say how it was coded");
    }

    @Test
    void webmBecomesMp4AndWithoutSoundItStaysSilent() throws IOException {
        Path clip = MadeClips.make(folder.resolve("silent.webm"), "-f", "lavfi", "-i", "testsrc2=s=320x240:d=1:r=15",
                "-c:v", "libvpx", "-deadline", "realtime");

        ClipFacts facts = facts(playback(clip, "video/webm", true).orElseThrow(), "video/mp4");

        assertEquals("h264 null", facts.videoCodec() + ' ' + facts.audioCodec());
        assertEquals(1, facts.duration().doubleValue(), 0.1);
    }

    @Test
    void soundAloneIsCodedAgainWherePicturesNeedNot() throws IOException {
        Path clip = quarters("pcm.mov", "320x240", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "pcm_s16le");

        ClipFacts facts = facts(playback(clip, "video/quicktime", false).orElseThrow(), "video/mp4");

        assertEquals("h264 aac", facts.videoCodec() + ' ' + facts.audioCodec());
    }

    @Test
    void aProfileThatBrowsersDoNotKnowIsCodedAgain() throws IOException {
        // Without losses: yuv420p by name, but High 4:4:4 Predictive.
        Path clip = quarters("lossless.mp4", "320x240", "-c:v", "libx264", "-qp", "0", "-pix_fmt", "yuv420p", "-an");
        assertEquals("yuv420p", facts(clip, "video/mp4").pixelFormat());

        assertTrue(playback(clip, "video/mp4", false).isEmpty());
        assertTrue(playback(clip, "video/mp4", true).isPresent());
    }

    @Test
    void largeClipsAreMadeSmallerWhereTheyAreCodedAgain() throws IOException {
        Path clip = MadeClips.make(folder.resolve("large.webm"), "-f", "lavfi", "-i", "color=c=gray:s=2560x1440:d=0.2",
                "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8");

        ClipFacts facts = facts(playback(clip, "video/webm", true).orElseThrow(), "video/mp4");

        assertEquals("1920x1080", facts.codedWidth() + "x" + facts.codedHeight());
        assertEquals(1200, poster(clip, "video/webm").width());
    }

    @Test
    void aHighDynamicRangeIsBroughtDownWhereTheProgramCan() throws IOException {
        String filters = ExternalProgram.inPrivateFolder(work -> {
            Path told = work.resolve("filters");
            new Ffmpeg(MadeClips.tools()).run(work, Ffmpeg.limits(limit(), 0, 1 << 20), Optional.of(told),
                    List.of("-filters"));
            return Files.readString(told, StandardCharsets.ISO_8859_1);
        });
        boolean can = filters.contains(" zscale ") && filters.contains(" tonemap ");
        for (String transfer : List.of("arib-std-b67", "smpte2084")) {
            Path clip = MadeClips.make(folder.resolve("hdr.mp4"), "-f", "lavfi", "-i",
                    "testsrc2=s=320x240:d=1:r=10,format=yuv420p10le", "-c:v", "libx265", "-x265-params",
                    "log-level=error:colorprim=bt2020:colormatrix=bt2020nc:transfer=" + transfer, "-color_trc",
                    transfer, "-color_primaries", "bt2020", "-colorspace", "bt2020nc", "-tag:v", "hvc1");
            assertFalse(facts(clip, "video/mp4").dynamicRange() == DynamicRange.SDR, transfer);

            ClipFacts made = facts(playback(clip, "video/mp4", true).orElseThrow(), "video/mp4");

            assertEquals("yuv420p", made.pixelFormat());
            assertEquals(can, made.dynamicRange() == DynamicRange.SDR, transfer);
            assertEquals(320, poster(clip, "video/mp4").width());
        }
    }

    @Test
    void thePosterIsNotTheBlackBeginning() throws IOException {
        Path clip = MadeClips.make(folder.resolve("fade.mp4"), "-f", "lavfi", "-i",
                "color=c=black:s=320x240:d=2:r=10[a];testsrc2=s=320x240:d=3:r=10[b];[a][b]concat=n=2", "-c:v",
                "libx264", "-pix_fmt", "yuv420p");
        assertTrue(mean(poster(clip, "video/mp4")) > 40);

        Path late = MadeClips.make(folder.resolve("late.mp4"), "-f", "lavfi", "-i",
                "color=c=black:s=320x240:d=6:r=10[a];testsrc2=s=320x240:d=3:r=10[b];[a][b]concat=n=2", "-c:v",
                "libx264", "-g", "10", "-pix_fmt", "yuv420p");
        assertTrue(mean(poster(late, "video/mp4")) > 40, "also where the first seconds are all black");
    }

    @Test
    void aClipThatIsBlackAllThroughHasABlackPoster() throws IOException {
        Path clip = MadeClips.make(folder.resolve("black.mp4"), "-f", "lavfi", "-i", "color=c=black:s=64x64:d=1:r=5",
                "-c:v", "libx264", "-pix_fmt", "yuv420p");
        assertTrue(mean(poster(clip, "video/mp4")) < 20);
    }

    private static double mean(DerivedPicture poster) throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(poster.jpeg()));
        long sum = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                sum += picture.getRGB(x, y) >> 8 & 0xff;
            }
        }
        return (double) sum / picture.getWidth() / picture.getHeight();
    }

    @Test
    void whoeverFollowsSeesItGrowAndMayEndIt() throws Exception {
        Path clip = MadeClips.make(folder.resolve("long.mp4"), "-f", "lavfi", "-i",
                "testsrc2=s=1280x720:d=30:r=30", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv444p");
        ClipDeriver deriver = deriver(MadeClips.tools());
        ByteSource source = MadeClips.source(clip);
        ClipFacts facts = deriver.probe(source, "video/mp4", limit());
        // However long the machine takes to begin: it is ended once it has grown.
        Follower untilItGrows = new Follower() {
            @Override
            public boolean goesOn(int percent) {
                return super.goesOn(percent) && percent == 0;
            }
        };

        assertThrows(ExternalProgram.Stopped.class, () -> deriver.playback(source, facts, true, limit(), untilItGrows,
                (mp4, width, height) -> {
                    throw new IllegalStateException("nothing is to be taken");
                }));

        int looks = untilItGrows.percents.size();
        int last = untilItGrows.percents.get(looks - 1);
        assertTrue(untilItGrows.percents.subList(0, looks - 1).stream().allMatch(percent -> percent == 0),
                () -> "asked again after the no: " + untilItGrows.percents);
        assertTrue(last > 0 && last <= 99, untilItGrows.percents::toString);
        assertEquals(0, ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)
                .filter(one -> one.info().command().orElse("").contains("ffmpeg")).count());
    }

    @Test
    void withoutAProgramThatIsSaid() throws IOException {
        ToolConfig none = new ToolConfig(Optional.empty(), Optional.empty(), Optional.of(Path.of("/nowhere/ffmpeg")),
                Optional.empty());
        Path any = Files.write(folder.resolve("any"), new byte[]{1});
        ClipFailure failure = assertThrows(ClipFailure.class,
                () -> deriver(none).probe(MadeClips.source(any), "video/mp4", limit()));
        assertEquals(ClipFailure.Reason.NO_PROGRAM, failure.reason());
    }

    @Test
    void nothingIsGivenOutThatSaysMoreThanThePictures() throws IOException {
        String[] plain = {"-c:v", "libx264", "-pix_fmt", "yuv420p", "-an"};
        assertRefused("words", "-metadata", "title=Maria");
        assertRefused("a place", "-metadata", "location=-23.5505-046.6333/");
        assertRefused("a time", "-metadata", "creation_time=2026-11-23T10:00:00Z");
        assertRefused("a time code", "-timecode", "01:02:03:04");
        Path late = quarters("late.mp4", "64x64", plain);
        assertThrows(ClipFailure.class, () -> PlaybackCheck.of(MadeClips.source(late)), "its index stands last");
        Path good = quarters("good.mp4", "64x64", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-an", "-fflags",
                "+bitexact", "-movflags", "+faststart");
        PlaybackCheck.of(MadeClips.source(good));
        byte[] bytes = Files.readAllBytes(good);
        for (int length : new int[]{0, 4, 40, bytes.length / 2}) {
            Path cut = Files.write(folder.resolve("cut"), java.util.Arrays.copyOf(bytes, length));
            assertThrows(ClipFailure.class, () -> PlaybackCheck.of(MadeClips.source(cut)), length + " bytes");
        }
        bytes[text(bytes).indexOf("avcC") + 5] = (byte) 244;
        Path profile = Files.write(folder.resolve("profile"), bytes);
        assertThrows(ClipFailure.class, () -> PlaybackCheck.of(MadeClips.source(profile)));
    }

    @Test
    void aDescriptionThatIsCutOffAnywhereIsRefused() throws IOException {
        Path good = quarters("whole.mp4", "64x64", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", "-fflags",
                "+bitexact", "-movflags", "+faststart");
        byte[] bytes = Files.readAllBytes(good);
        for (int box = text(bytes).indexOf("stsd"); box > 0; box = text(bytes).indexOf("stsd", box + 4)) {
            int length = ByteBuffer.wrap(bytes).getInt(box - 4);
            for (int left = 8; left < length; left++) {
                // The box ends sooner, and what is left of it is empty room.
                byte[] cut = bytes.clone();
                ByteBuffer.wrap(cut).putInt(box - 4, left);
                if (length - left >= 8) {
                    ByteBuffer.wrap(cut).putInt(box - 4 + left, length - left).put(box + left,
                            "stts".getBytes(StandardCharsets.US_ASCII));
                }
                Path file = Files.write(folder.resolve("cut.mp4"), cut);
                int kept = left;
                try {
                    PlaybackCheck.of(MadeClips.source(file));
                } catch (ClipFailure refused) {
                    assertEquals(ClipFailure.Reason.OUTPUT_REFUSED, refused.reason(), () -> kept + " bytes");
                }
            }
        }
    }

    @Test
    void filtersThatWereNotToldOnceAreAskedForAgain() throws IOException {
        Path once = folder.resolve("asked");
        Path program = Files.writeString(folder.resolve("ffmpeg"), "#!/bin/sh\n[ -e " + once + " ] || { touch " + once
                + "; exit 1; }\necho ' .. zscale  V->V'\necho ' .. tonemap V->V'\n");
        assertTrue(program.toFile().setExecutable(true));
        ToneMapping mapping = new ToneMapping(new Ffmpeg(
                new ToolConfig(Optional.empty(), Optional.empty(), Optional.of(program), Optional.empty())));
        assertThrows(ClipFailure.class, () -> mapping.filters(DynamicRange.HLG));
        assertTrue(mapping.filters(DynamicRange.HLG).isPresent());
    }

    /** Two seconds of one colour and a loud tone, then two of another and silence; one key frame at the beginning. */
    private Path beforeTheTrimming() throws IOException {
        return MadeClips.make(folder.resolve("before.mp4"), "-f", "lavfi", "-i",
                "color=c=red:s=320x240:d=2:r=10[a];testsrc2=s=320x240:d=2:r=10,hue=s=0[b];[a][b]concat=n=2", "-f",
                "lavfi", "-i", "aevalsrc='if(lt(t,2),sin(2764*t),0)':s=48000:d=4", "-c:v", "libx264", "-g", "1000",
                "-sc_threshold", "0",
                "-bf", "2", "-pix_fmt", "yuv420p", "-c:a", "aac");
    }

    /** @return the greatest that any sample of its sound is, of 32768 */
    private int loudest(Path clip) throws IOException {
        Path samples = MadeClips.make(folder.resolve("samples.raw"), "-ignore_editlist", "1", "-i", clip.toString(),
                "-vn", "-f", "s16le", "-ac", "1");
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(samples)).order(ByteOrder.LITTLE_ENDIAN);
        int loudest = 0;
        while (all.remaining() > 1) {
            loudest = Math.max(loudest, Math.abs(all.getShort()));
        }
        return loudest;
    }

    /** @return how many pictures lie in it whatever its edit list says, and how many of them are red */
    private int[] pictures(Path clip) throws IOException {
        Path all = MadeClips.make(folder.resolve("all.raw"), "-ignore_editlist", "1", "-i", clip.toString(), "-an",
                "-vf", "scale=1:1", "-pix_fmt", "rgb24", "-f", "rawvideo", "-vsync", "passthrough");
        byte[] rgb = Files.readAllBytes(all);
        int red = 0;
        for (int at = 0; at + 2 < rgb.length; at += 3) {
            red += (rgb[at] & 0xff) > (rgb[at + 1] & 0xff) + 100 ? 1 : 0;
        }
        return new int[]{rgb.length / 3, red};
    }

    @Test
    void whatWasTrimmedOffAClipIsNotInItsPlayback() throws IOException {
        Path before = beforeTheTrimming();
        Path trimmed = MadeClips.make(folder.resolve("trimmed.mp4"), "-ss", "2.5", "-i", before.toString(), "-c",
                "copy");
        assertTrue(pictures(trimmed)[1] > 15, "the red beginning lies in the trimmed clip still");
        ClipFacts facts = facts(trimmed, "video/mp4");
        assertEquals(Trimming.PICTURES, facts.trimming());
        assertEquals(1.5, facts.duration().doubleValue(), 0.15, "the length is that of what is shown");
        assertTrue(playback(trimmed, "video/mp4", false).isEmpty(), "it is coded again");

        Path made = playback(trimmed, "video/mp4", true).orElseThrow();

        assertEquals(0, pictures(made)[1]);
        assertEquals(15, pictures(made)[0], 2);
        assertEquals(1.5, facts(made, "video/mp4").duration().doubleValue(), 0.15);
        assertTrue(loudest(made) < 1000, "the tone of the beginning is gone");
    }

    @Test
    void whatWasTrimmedOffTheSoundAloneIsNotInThePlaybackEither() throws IOException {
        Path before = beforeTheTrimming();
        Path whole = MadeClips.make(folder.resolve("whole.mp4"), "-i", before.toString(), "-c", "copy");
        byte[] bytes = Files.readAllBytes(whole);
        int sound = text(bytes).indexOf("elst", text(bytes).indexOf("elst") + 4);
        ByteBuffer list = ByteBuffer.wrap(bytes);
        assertEquals(1, list.getInt(sound + 8), "one edit");
        // Half a second shorter by the list, and it begins at 2.1 s of the sound.
        list.putInt(sound + 12, 1900).putInt(sound + 16, 100_800);
        Path trimmed = Files.write(folder.resolve("trimmed.mp4"), bytes);
        assertTrue(loudest(trimmed) > 10_000, "the tone lies in it still");
        assertEquals(Trimming.SOUND, facts(trimmed, "video/mp4").trimming());

        Path made = playback(trimmed, "video/mp4", false).orElseThrow();

        assertTrue(loudest(made) < 1000, "the tone is gone, and the pictures are not coded again");
    }

    @Test
    void anEncodersOwnRunUpIsNoTrimming() throws IOException {
        ClipFacts facts = facts(beforeTheTrimming(), "video/mp4");
        assertEquals(Trimming.NONE, facts.trimming());
        assertTrue(playback(folder.resolve("before.mp4"), "video/mp4", false).isPresent());
    }

    private void assertRefused(String what, String... coding) throws IOException {
        List<String> all = new ArrayList<>(List.of("-c:v", "libx264", "-pix_fmt", "yuv420p", "-an", "-fflags",
                "+bitexact", "-movflags", "+faststart"));
        all.addAll(List.of(coding));
        Path clip = quarters("refused.mp4", "64x64", all.toArray(String[]::new));
        assertThrows(ClipFailure.class, () -> PlaybackCheck.of(MadeClips.source(clip)), what);
    }

    @Test
    void everyGoodClipOfTheCorpusGetsItsPosterAndItsPlayback() throws IOException {
        List<String> made = new ArrayList<>();
        for (Map<String, String> row : Corpus.rows("manifest.csv")) {
            // A minute of 4K is for who has a minute.
            if (!row.get("content_mime").startsWith("video/") || !row.get("verdict").equals("accept")) {
                continue;
            }
            Path clip = Corpus.folder().resolve(row.get("path"));
            DerivedPicture poster = poster(clip, row.get("content_mime"));
            ClipFacts facts = facts(playback(clip, row.get("content_mime"), true).orElseThrow(), "video/mp4");
            assertEquals("h264", facts.videoCodec(), row.get("path"));
            assertEquals(Integer.parseInt(row.get("displayed_w")), poster.width(), row.get("path"));
            assertEquals(Integer.parseInt(row.get("displayed_h")), poster.height(), row.get("path"));
            made.add(row.get("path"));
        }
        assertTrue(made.size() >= 7, made::toString);
    }
}
