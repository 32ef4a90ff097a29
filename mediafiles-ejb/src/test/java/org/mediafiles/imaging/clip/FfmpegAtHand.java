package org.mediafiles.imaging.clip;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.imaging.ExternalProgram;

/**
 * Every ffmpeg that this machine can run: its own, with ffprobe and without, and those that Maven Central brings, which are
 * unpacked once. What can't be run is said.
 *
 * @param name  for the test's name
 * @param tools finds this one and no other
 */
public record FfmpegAtHand(String name, ToolConfig tools) {
    private static final Path NOWHERE = Path.of("/nowhere/ffprobe");
    private static final Path UNPACKED = Path.of("target", "ffmpeg").toAbsolutePath();
    private static final String STATIC = "ws/schild/jave/nativebin/ffmpeg-amd64";
    private static final String LINKED = "org/bytedeco/ffmpeg/linux-x86_64-gpl/";
    private static final List<String> LIBRARIES = List.of("libavcodec.so.62", "libavdevice.so.62", "libavfilter.so.11",
            "libavformat.so.62", "libavutil.so.60", "libdrm.so.2", "libswresample.so.6", "libswscale.so.9",
            "libva-drm.so.2", "libva.so.2");
    private static List<FfmpegAtHand> all;

    /** @return with the machine's own first where it has one */
    public static synchronized List<FfmpegAtHand> all() {
        if (all == null) {
            all = new ArrayList<>();
            Optional<Path> own = ExternalProgram.find(Optional.empty(), "ffmpeg").map(ExternalProgram::path);
            Optional<Path> probe = ExternalProgram.find(Optional.empty(), "ffprobe").map(ExternalProgram::path);
            if (own.isPresent() && probe.isPresent()) {
                add("the machine's ffmpeg with ffprobe", own, probe.get());
            }
            add("the machine's ffmpeg without ffprobe", own, NOWHERE);
            Optional<Path> linked = unpack(LINKED + "ffmpeg", "linked/ffmpeg");
            LIBRARIES.forEach(library -> unpack(LINKED + library, "linked/" + library));
            add("Maven Central's newest", linked, unpack(LINKED + "ffprobe", "linked/ffprobe").orElse(NOWHERE));
            add("Maven Central's static one", unpack(STATIC, "static/ffmpeg"), NOWHERE);
        }
        return all;
    }

    /** @return the one to make test clips with; empty where no ffmpeg runs */
    public static Optional<FfmpegAtHand> any() {
        return all().stream().findFirst();
    }

    Path program() {
        return tools.ffmpeg().orElseThrow();
    }

    @Override
    public String toString() {
        return name;
    }

    private static void add(String name, Optional<Path> ffmpeg, Path ffprobe) {
        if (ffmpeg.isPresent() && runs(ffmpeg.get())) {
            all.add(new FfmpegAtHand(name, new ToolConfig(Optional.empty(), Optional.empty(), ffmpeg,
                    Optional.of(ffprobe))));
        } else {
            System.out.println("NOT RUN: clips by " + name + ", which this machine has not or can't run");
        }
    }

    private static boolean runs(Path program) {
        try {
            Process process = new ProcessBuilder(program.toString(), "-version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Optional<Path> unpack(String resource, String name) {
        Path file = UNPACKED.resolve(name);
        try (InputStream bytes = FfmpegAtHand.class.getClassLoader().getResourceAsStream(resource)) {
            if (bytes != null && !Files.exists(file)) {
                Files.createDirectories(file.getParent());
                Path draft = Files.createTempFile(file.getParent(), "", ".draft");
                Files.copy(bytes, draft, StandardCopyOption.REPLACE_EXISTING);
                draft.toFile().setExecutable(true);
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return bytes == null ? Optional.empty() : Optional.of(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
