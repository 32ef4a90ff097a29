package org.mediafiles.web.rest;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Real clips, made by the ffmpeg of this machine. */
public final class MadeClips {
    private static final List<String> PHONE = List.of("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p",
            "-c:a", "aac");

    private MadeClips() {}

    /** Says so and skips the test where no ffmpeg is. */
    public static void requireFfmpeg() {
        if (ffmpeg().isEmpty()) {
            System.out.println("SKIPPED: clips over REST; this machine has no ffmpeg (PATH, mediafiles.media.ffmpeg)");
        }
        Assumptions.assumeTrue(ffmpeg().isPresent(), "no ffmpeg on this machine");
    }

    static boolean isPossible() {
        return ffmpeg().isPresent();
    }

    private static Optional<Path> ffmpeg() {
        String named = System.getProperty("mediafiles.media.ffmpeg", "");
        return Stream.concat(Stream.of(named).filter(text -> !text.isEmpty()).map(Path::of),
                Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(folder -> Path.of(folder, "ffmpeg")))
                .filter(Files::isExecutable).findFirst();
    }

    /** @return 320 x 180, H.264 and AAC, that no other test has */
    static byte[] phone(String extension, double seconds) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25", "-f",
                "lavfi", "-i", "sine=frequency=440", "-t", Double.toString(seconds)));
        arguments.addAll(PHONE);
        return made(extension, arguments);
    }

    /** @return 5 black pictures a second without sound */
    static byte[] black(int width, int height, double seconds) throws Exception {
        return made("mp4", List.of("-f", "lavfi", "-i", "color=black:size=" + width + "x" + height + ":rate=5", "-t",
                Double.toString(seconds), "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"));
    }

    /** @param arguments of ffmpeg between its own and the file */
    public static byte[] made(String extension, List<String> arguments) throws Exception {
        Path folder = Files.createTempDirectory("made-clip");
        Path file = folder.resolve("clip." + extension);
        List<String> command = new ArrayList<>(List.of(ffmpeg().orElseThrow().toString(), "-nostdin", "-v", "error"));
        command.addAll(arguments);
        command.addAll(List.of("-metadata", "comment=" + UUID.randomUUID(), file.toString()));
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("ffmpeg did not make " + arguments);
            }
            return Files.readAllBytes(file);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }
}
