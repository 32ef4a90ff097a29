package org.mediafiles.imaging.clip;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.imaging.ExternalProgram;
import org.mediafiles.imaging.ExternalProgram.Invocation;
import org.mediafiles.imaging.ExternalProgram.Limits;
import org.mediafiles.imaging.ExternalProgram.Outcome;
import org.mediafiles.imaging.TimeLimit;

/**
 * The machine's ffmpeg, and ffprobe where there is one. The container's format is always told, never guessed from the
 * bytes: so a playlist or a list of files, which would have ffmpeg open what stands in it, is nothing but a broken clip.
 */
final class Ffmpeg {
    /** The first picture track that is no attached cover. */
    static final String PICTURES = "0:V:0";
    /** What it needs before the first picture: libraries, threads, queues. Address space, most of it never touched. */
    private static final long OWN_BYTES = 1536L << 20;
    /** Reference pictures and those in work, at two bytes a sample and three samples for two pixels. */
    private static final long BYTES_PER_PIXEL = 128;

    /** In which a program has to tell its version, also on a busy machine. */
    private static final Duration START = Duration.ofSeconds(20);
    /** Of a decoder that somebody waits for. */
    static final int THREADS = 2;

    private final Optional<ExternalProgram> ffmpeg;
    private final Optional<ExternalProgram> ffprobe;

    /** Asked until it is so, since an admin may mend what is broken. */
    private volatile boolean ffmpegRuns;
    private volatile boolean ffprobeRuns;

    Ffmpeg(ToolConfig tools) {
        this.ffmpeg = ExternalProgram.find(tools.ffmpeg(), "ffmpeg");
        this.ffprobe = ExternalProgram.find(tools.ffprobe(), "ffprobe");
    }

    /** @return whether there is one that runs: one that lacks a library would else speak a verdict on every clip */
    boolean isThere() {
        ffmpegRuns = ffmpegRuns || ffmpeg.isPresent() && runs(ffmpeg.get());
        return ffmpegRuns;
    }

    /** @return whether tracks are told by ffprobe; by ffmpeg's own words otherwise */
    boolean hasProbe() {
        ffprobeRuns = ffprobeRuns || ffprobe.isPresent() && runs(ffprobe.get());
        return ffprobeRuns;
    }

    private static boolean runs(ExternalProgram program) {
        try {
            return ExternalProgram.inPrivateFolder(folder -> program
                    .run(folder, limits(TimeLimit.of(START), 0, Limits.UNLIMITED), List.of("-version"))
                    .exitCode() == 0);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * @param mimeType {@code video/webm}, or a type of the MP4 family
     * @return the arguments that open the clip, and nothing but it
     */
    static List<String> input(Path clip, String mimeType) {
        return List.of("-protocol_whitelist", "file", "-f", mimeType.equals("video/webm") ? "matroska" : "mov", "-i",
                "file:" + clip.toAbsolutePath());
    }

    /** @param pixels of one picture as stored */
    static Limits limits(TimeLimit time, long pixels, long outputBytes) {
        return new Limits(time, OWN_BYTES + pixels * BYTES_PER_PIXEL, outputBytes, THREADS, false);
    }

    /**
     * @param folder    the program's working folder
     * @param output    takes the standard output; empty where that is dropped
     * @param arguments behind those that every run gets
     */
    Outcome run(Path folder, Limits limits, Optional<Path> output, List<String> arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("-nostdin", "-hide_banner"));
        all.addAll(arguments);
        return run(folder, limits, new Invocation(all, Map.of(), output, () -> true));
    }

    /** @param invocation whole: its arguments get nothing in front */
    Outcome run(Path folder, Limits limits, Invocation invocation) throws IOException {
        return settled(ffmpeg.orElseThrow().run(folder, limits, invocation));
    }

    /** Runs ffprobe, which has to be there. @param output takes what it says */
    Outcome probe(Path folder, Limits limits, Path output, List<String> arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("-hide_banner", "-loglevel", "error"));
        all.addAll(arguments);
        return settled(ffprobe.orElseThrow().run(folder, limits,
                new Invocation(all, Map.of(), Optional.of(output), () -> true)));
    }

    private static Outcome settled(Outcome outcome) throws IOException {
        Optional<IOException> fault = outcome.exitCode() == 0 ? Optional.empty() : outcome.faultOfTheMachine();
        if (fault.isPresent()) {
            throw fault.get();
        }
        return outcome;
    }
}
