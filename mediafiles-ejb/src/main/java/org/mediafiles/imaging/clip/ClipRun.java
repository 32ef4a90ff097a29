package org.mediafiles.imaging.clip;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mediafiles.imaging.ExternalProgram.Invocation;
import org.mediafiles.imaging.ExternalProgram.Limits;
import org.mediafiles.imaging.ExternalProgram.Outcome;
import org.mediafiles.imaging.TimeLimit;

/** One run of ffmpeg over a clip that somebody follows: its progress is read. */
final class ClipRun {
    private static final Pattern TIME = Pattern.compile("out_time_us=(\\d+)");
    private static final Pattern PATH = Pattern.compile("(file:)?/[^\\s':]+");
    /** Reports are some 300 bytes, two a second: the last of them stands here. */
    private static final int TAIL = 1024;
    /** What it needs beside pictures: libraries, threads, queues. Address space, most of it never touched. */
    private static final long OWN_BYTES = 2L << 30;
    /** Pictures in work in decoder, filters (four bytes a sample where tones are mapped) and encoder. */
    private static final long BYTES_PER_PIXEL = 256;

    private final Ffmpeg ffmpeg;
    private final Path folder;
    private final ClipFacts facts;
    private final int threads;
    private final TimeLimit limit;
    private final ClipFollower follower;

    ClipRun(Ffmpeg ffmpeg, Path folder, ClipFacts facts, int threads, TimeLimit limit, ClipFollower follower) {
        this.ffmpeg = ffmpeg;
        this.folder = folder;
        this.facts = facts;
        this.threads = threads;
        this.limit = limit;
        this.follower = follower;
    }

    /**
     * @param gentle      it takes minutes, so it stands back behind other work
     * @param outputBytes what any file that it writes may hold
     * @param arguments   from the input on, the output file included
     */
    Outcome of(boolean gentle, long outputBytes, List<String> arguments) throws IOException {
        Path progress = folder.resolve("progress");
        List<String> all = new ArrayList<>(List.of("-nostdin", "-hide_banner", "-loglevel", "warning", "-y",
                "-progress", "pipe:1", "-filter_threads", String.valueOf(threads), "-threads",
                String.valueOf(threads)));
        all.addAll(arguments);
        long pixels = (long) facts.codedWidth() * facts.codedHeight();
        Limits limits = new Limits(limit, OWN_BYTES + pixels * BYTES_PER_PIXEL, outputBytes, threads, gentle);
        return ffmpeg.run(folder, limits, new Invocation(all, Map.of(), Optional.of(progress),
                () -> follower.goesOn(percent(progress)),
                words -> follower.said(PATH.matcher(words).replaceAll("…").strip())));
    }

    private int percent(Path progress) {
        try (RandomAccessFile file = new RandomAccessFile(progress.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - TAIL));
            byte[] tail = new byte[TAIL];
            int length = Math.max(0, file.read(tail));
            return percent(new String(tail, 0, length, StandardCharsets.US_ASCII), facts.duration());
        } catch (IOException e) {
            // It has not begun to report.
            return 0;
        }
    }

    /** @return what the last report says, 0 to 99 */
    static int percent(String reports, BigDecimal duration) {
        double micros = 0;
        for (Matcher matcher = TIME.matcher(reports); matcher.find();) {
            micros = Double.parseDouble(matcher.group(1));
        }
        double whole = Math.max(0.001, duration.doubleValue()) * 1_000_000;
        return (int) Math.max(0, Math.min(99, 100 * micros / whole));
    }

    /** @return whether the program succeeded and wrote something */
    static boolean isGood(Outcome outcome, Path output) throws IOException {
        return outcome.exitCode() == 0 && Files.isRegularFile(output) && Files.size(output) > 0;
    }
}
