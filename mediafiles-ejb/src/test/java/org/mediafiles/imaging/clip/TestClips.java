package org.mediafiles.imaging.clip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Clips made by ffmpeg, so that tests know what is in them, and what is done to their bytes. */
public final class TestClips {
    private static final Map<String, byte[]> MADE = new ConcurrentHashMap<>();
    /** Four seconds of pictures and of sound. */
    static final List<String> PICTURES = List.of("-f", "lavfi", "-i", "testsrc=size=320x240:rate=10:duration=4");
    static final List<String> SOUND = List.of("-f", "lavfi", "-i", "sine=frequency=440:duration=4");
    static final List<String> H264 = List.of("-c:v", "libx264", "-preset", "ultrafast", "-g", "10", "-pix_fmt",
            "yuv420p");
    static final List<String> AAC = List.of("-c:a", "aac", "-shortest");

    private TestClips() {}

    /** @return four seconds of H.264 and AAC, as most telephones record */
    public static byte[] phone(String... more) {
        return make("mp4", PICTURES, SOUND, H264, AAC, List.of(more));
    }

    /** @return four seconds of pictures and sound, in H.264 and AAC unless told otherwise */
    public static byte[] made(String format, String... more) {
        boolean told = List.of(more).contains("-c:v");
        return make(format, PICTURES, SOUND, told ? List.of("-shortest") : H264, told ? List.of() : AAC,
                List.of(more));
    }

    /** @return a clip's pictures in another container, in the codec that is usual there */
    public static byte[] remade(byte[] mp4, String format) {
        return format.equals("mkv")
                ? remake("mp4", mp4, format, "-c", "copy")
                : format.equals("3gp") || format.equals("3g2")
                        ? remake("mp4", mp4, format, "-c", "copy")
                        : remake("mp4", mp4, format, "-an", "-r", "25");
    }

    /** @return the place of the first box of that type */
    public static int boxAt(byte[] clip, String type) {
        return box(clip, type);
    }

    /** @return the clip, whose movie box stands last, with one more box at that one's end */
    public static byte[] inMovie(byte[] movieLast, byte[] box) {
        return withInMovie(movieLast, box);
    }

    /**
     * @param format the ending of the file's name, by which ffmpeg chooses the container
     * @param parts  of the arguments
     */
    @SafeVarargs
    static byte[] make(String format, List<String>... parts) {
        List<String> arguments = new ArrayList<>();
        for (List<String> part : parts) {
            arguments.addAll(part);
        }
        return MADE.computeIfAbsent(format + arguments, any -> run(format, arguments)).clone();
    }

    /** Puts a clip that stands into another container, or cuts it. */
    static byte[] remake(String from, byte[] clip, String format, String... arguments) {
        try {
            Path folder = Files.createTempDirectory("mediafiles-remake");
            Path input = Files.write(folder.resolve("in." + from), clip);
            List<String> all = new ArrayList<>(List.of("-i", input.toString()));
            all.addAll(List.of(arguments));
            byte[] made = run(format, all);
            Files.delete(input);
            Files.delete(folder);
            return made;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] run(String format, List<String> arguments) {
        boolean there = FfmpegAtHand.any().isPresent();
        if (!there) {
            System.out.println("NOT RUN: no ffmpeg to make test clips with");
        }
        assumeTrue(there, "no ffmpeg");
        try {
            Path folder = Files.createTempDirectory("mediafiles-clips");
            Path output = folder.resolve("clip." + format);
            List<String> command = new ArrayList<>(List.of(FfmpegAtHand.any().get().program().toString(), "-nostdin",
                    "-loglevel", "error", "-y"));
            command.addAll(arguments);
            command.add(output.toString());
            Path words = folder.resolve("words");
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(words.toFile())
                    .start();
            assertTrue(process.waitFor(120, TimeUnit.SECONDS), "ffmpeg makes a clip in time");
            assertEquals(0, process.exitValue(), () -> command + ": " + read(words));
            byte[] made = Files.readAllBytes(output);
            Files.delete(output);
            Files.delete(words);
            Files.delete(folder);
            return made;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path words) {
        try {
            return Files.readString(words);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** @return the first place of a box of that type's length field */
    static int box(byte[] clip, String type) {
        return indexOf(clip, type, 0) - 4;
    }

    static int indexOf(byte[] clip, String mark, int from) {
        byte[] wanted = mark.getBytes(StandardCharsets.ISO_8859_1);
        for (int at = from; at + wanted.length <= clip.length; at++) {
            if (Arrays.equals(clip, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new IllegalArgumentException("no " + mark);
    }

    static byte[] with(byte[] clip, int at, int... bytes) {
        byte[] changed = clip.clone();
        for (int i = 0; i < bytes.length; i++) {
            changed[at + i] = (byte) bytes[i];
        }
        return changed;
    }

    static byte[] number(byte[] clip, int at, int value) {
        byte[] changed = clip.clone();
        ByteBuffer.wrap(changed).putInt(at, value);
        return changed;
    }

    /** @return a box of MP4 */
    public static byte[] box(String type, byte[] content) {
        return ByteBuffer.allocate(8 + content.length).putInt(8 + content.length)
                .put(type.getBytes(StandardCharsets.ISO_8859_1)).put(content).array();
    }

    /** @return an MP4 whose movie box stands last, with one more box at the movie box's end */
    static byte[] withInMovie(byte[] movieLast, byte[] box) {
        int movie = box(movieLast, "moov");
        ByteBuffer read = ByteBuffer.wrap(movieLast);
        return number(concat(movieLast, box), movie, read.getInt(movie) + box.length);
    }

    public static byte[] concat(byte[] one, byte[] two) {
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }
}
