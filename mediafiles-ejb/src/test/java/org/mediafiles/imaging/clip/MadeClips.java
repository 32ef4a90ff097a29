package org.mediafiles.imaging.clip;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.imaging.ExternalProgram;
import org.mediafiles.imaging.TimeLimit;
import org.mediafiles.model.ByteSource;

/** Small clips made by the machine's ffmpeg, so that tests can say exactly what is in them. */
public final class MadeClips {
    private static final Duration LONGEST = Duration.ofMinutes(10);
    /** A picture in which each quarter has a colour of its own, so that it can be seen which side is up. */
    public static final String QUARTERS = "color=c=red:s=%1$s:r=%2$d:d=%3$s[a];[a]drawbox=x=iw/2:w=iw/2:h=ih/2:c=green:t=fill,"
            + "drawbox=y=ih/2:w=iw/2:h=ih/2:c=blue:t=fill,drawbox=x=iw/2:y=ih/2:w=iw/2:h=ih/2:c=white:t=fill";

    private MadeClips() {}

    /** @return the machine's ffmpeg; the test that asks is skipped, with a message, where there is none */
    public static ToolConfig tools() {
        ToolConfig tools = new ToolConfig(Optional.empty(), Optional.empty(), configured("ffmpeg"),
                configured("ffprobe"));
        boolean there = ExternalProgram.find(tools.ffmpeg(), "ffmpeg").isPresent();
        if (!there) {
            System.out.println("NOT RUN: this machine has no ffmpeg");
        }
        assumeTrue(there, "no ffmpeg on this machine");
        return tools;
    }

    private static Optional<Path> configured(String name) {
        return Optional.ofNullable(System.getProperty("mediafiles.media." + name)).map(Path::of);
    }

    /** @param arguments behind {@code -y}, without the output */
    public static Path make(Path output, String... arguments) throws IOException {
        ExternalProgram ffmpeg = ExternalProgram.find(tools().ffmpeg(), "ffmpeg").orElseThrow();
        List<String> all = new ArrayList<>(List.of("-nostdin", "-hide_banner", "-loglevel", "error", "-y"));
        all.addAll(Arrays.asList(arguments));
        all.add(output.toString());
        ExternalProgram.Outcome outcome = ExternalProgram.inPrivateFolder(folder -> ffmpeg.run(folder,
                new ExternalProgram.Limits(TimeLimit.of(LONGEST), 6L << 30, 1L << 30, 4, false), all));
        if (outcome.exitCode() != 0 || Files.size(output) == 0) {
            throw new IOException(outcome.stderr());
        }
        return output;
    }

    /** Writes a quarter turn clockwise into an MP4's or MOV's first track, as telephones do. @return the same file */
    public static Path turn(Path clip) throws IOException {
        byte[] bytes = Files.readAllBytes(clip);
        ByteBuffer matrix = ByteBuffer.wrap(bytes).position(matrix(bytes));
        for (int number : new int[]{0, 1 << 16, 0, -1 << 16, 0, 0, 0, 0, 1 << 30}) {
            matrix.putInt(number);
        }
        return Files.write(clip, bytes);
    }

    /** @return whether the first track is to be shown turned */
    public static boolean isTurned(Path clip) throws IOException {
        byte[] bytes = Files.readAllBytes(clip);
        return ByteBuffer.wrap(bytes).getInt(matrix(bytes) + 4) != 0;
    }

    /** Where the first track's header holds its matrix: behind its type, version, four times and numbers, layer, volume. */
    private static int matrix(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf("tkhd") + 4 + 40;
    }

    public static ByteSource source(Path file) {
        return new ByteSource() {
            @Override
            public long byteCount() throws IOException {
                return Files.size(file);
            }

            @Override
            public java.nio.channels.SeekableByteChannel open() throws IOException {
                return Files.newByteChannel(file);
            }

            @Override
            public LocalFile asLocalFile() {
                return LocalFile.standing(file);
            }
        };
    }
}
