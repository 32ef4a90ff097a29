package org.mediafiles.imaging.clip;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mediafiles.imaging.ExternalProgram.Outcome;
import org.mediafiles.imaging.TimeLimit;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** Decodes so much of a clip that what can't be played is found: the first picture, all key frames, the end. */
final class ClipCheck {
    /** How far before the end the last decode begins, seconds; the key frame before that is where it really does. */
    private static final BigDecimal END = BigDecimal.ONE;
    private static final long MOST_OUTPUT = 1 << 20;
    private static final Pattern FRAMES = Pattern.compile("frame=(\\d+)");
    /** What decoders say of missing data where they go on with a guess. */
    private static final List<String> GUESSES = List.of("error while decoding mb", "concealing", "could not find ref",
            "invalid nal unit", "invalid data found", "corrupt");

    private final Ffmpeg ffmpeg;
    private final Path folder;
    private final ClipFacts facts;
    private final Path clip;
    private final TimeLimit limit;

    ClipCheck(Ffmpeg ffmpeg, Path folder, Path clip, ClipFacts facts, TimeLimit limit) {
        this.ffmpeg = ffmpeg;
        this.folder = folder;
        this.clip = clip;
        this.facts = facts;
        this.limit = limit;
    }

    void run() throws IOException {
        require("its first picture can't be decoded", decode(List.of(), List.of("-frames:v", "1")) > 0);
        // There may be none: what a telephone trimmed begins between two key frames, and may end before the next.
        require("its pictures can't be decoded", decode(List.of("-skip_frame", "nokey"), List.of()) >= 0);
        BigDecimal from = facts.duration().subtract(END);
        if (from.signum() > 0) {
            // There may be none: sound may go on behind the last picture, and that one may last for seconds.
            require("its end can't be decoded", decode(List.of("-ss", from.toPlainString()), List.of()) >= 0);
        }
    }

    private static void require(String otherwise, boolean decoded) throws DamagedClipException {
        if (!decoded) {
            throw new DamagedClipException(otherwise);
        }
    }

    /** @return how many pictures came out; -1 where the decoder failed or had to guess */
    private long decode(List<String> before, List<String> behind) throws IOException {
        Path progress = folder.resolve("progress");
        List<String> arguments = new ArrayList<>(List.of("-loglevel", "error", "-progress", "pipe:1"));
        arguments.addAll(List.of("-threads", Integer.toString(Ffmpeg.THREADS)));
        arguments.addAll(before);
        arguments.addAll(Ffmpeg.input(clip, facts.mimeType()));
        arguments.addAll(List.of("-map", Ffmpeg.PICTURES));
        arguments.addAll(behind);
        arguments.addAll(List.of("-f", "null", "-"));
        long pixels = (long) facts.codedWidth() * facts.codedHeight();
        Outcome outcome = ffmpeg.run(folder, Ffmpeg.limits(limit, pixels, MOST_OUTPUT), Optional.of(progress),
                arguments);
        String words = outcome.stderr().toLowerCase(Locale.ROOT);
        if (words.contains("no decoder found")) {
            throw new MediaFilesException(ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "This server's ffmpeg can't decode " + facts.videoCodec() + ".");
        }
        return outcome.exitCode() != 0 || GUESSES.stream().anyMatch(words::contains) ? -1 : frames(progress);
    }

    /** @return what the last report says */
    private static long frames(Path progress) throws IOException {
        long frames = 0;
        Matcher matcher = FRAMES.matcher(Files.readString(progress));
        while (matcher.find()) {
            frames = Long.parseLong(matcher.group(1));
        }
        return frames;
    }
}
