package org.mediafiles.imaging.clip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.mediafiles.imaging.ExternalProgram;
import org.mediafiles.imaging.ExternalProgram.Outcome;
import org.mediafiles.imaging.ProgramOutput;
import org.mediafiles.imaging.TimeLimit;

/**
 * Makes the version of a clip that plays everywhere. What is coded as every browser plays it is taken over as it is; where
 * that does not come out well, or the clip was trimmed and what was cut off would come with it, it is coded again. What was made is read before anybody gets it.
 */
final class PlaybackMaking {
    /** Pixels of the longer side of what is re-encoded. */
    private static final int SIDE = 1920;
    /** Even sides, as 4:2:0 needs them; a pixel's shape is kept but for what the rounding did to it. */
    private static final String SCALED = "scale=w='max(2,trunc(iw*min(1,%1$d/max(iw,ih))/2)*2)'"
            + ":h='max(2,trunc(ih*min(1,%1$d/max(iw,ih))/2)*2)':flags=bicubic,"
            + "setsar='if(lt(abs(sar-1),0.02),1,sar)'";
    private static final int MOST_PICTURES_PER_SECOND = 60;
    /** Bits per second at most, so that it plays over a ward's wireless network. */
    private static final long MOST_BITS = 12_000_000;
    private static final long ROOM = 64L << 20;
    /** Supplemental enhancement information: the one part of H.264 in which anything may be written. */
    private static final String WITHOUT_WORDS = "filter_units=remove_types=6";
    private static final Set<String> PLAIN_PIXELS = Set.of("yuv420p", "yuvj420p");
    private static final Set<String> NO_SOUND = Set.of("none", "unknown");
    /** Of what there is to be seen, a second and a twentieth may get lost at the ends. */
    private static final double LOSS = 0.05;

    private final ToneMapping toneMapping;
    private final ClipProbe probe;
    private final Path folder;
    private final Path clip;
    private final ClipFacts facts;
    private final int threads;
    private final TimeLimit limit;
    private final ClipRun run;

    PlaybackMaking(Ffmpeg ffmpeg, ToneMapping toneMapping, ClipProbe probe, Path folder, Path clip, ClipFacts facts,
            int threads, TimeLimit limit, ClipFollower follower) {
        this.toneMapping = toneMapping;
        this.probe = probe;
        this.folder = folder;
        this.clip = clip;
        this.facts = facts;
        this.threads = threads;
        this.limit = limit;
        this.run = new ClipRun(ffmpeg, folder, facts, threads, limit, follower);
    }

    /** What is taken over as it is. */
    private record Plan(boolean copyPictures, boolean copySound) {}

    boolean make(boolean mayEncode, ClipDeriver.Taker taker) throws IOException {
        Plan plan = new Plan(facts.videoCodec().equals("h264") && PLAIN_PIXELS.contains(facts.pixelFormat())
                && facts.dynamicRange() == DynamicRange.SDR && facts.trimming() != Trimming.PICTURES,
                "aac".equals(facts.audioCodec()) && facts.trimming() == Trimming.NONE);
        if (plan.copyPictures) {
            if (make(plan, taker)) {
                return true;
            }
            // Sound is coded again in no time, so that is tried before the pictures are.
            if (plan.copySound && make(new Plan(true, false), taker)) {
                return true;
            }
        }
        if (!mayEncode) {
            return false;
        }
        make(new Plan(false, false), taker);
        return true;
    }

    /**
     * @return {@code false} where what was taken over did not come out well
     * @throws ClipFailure where what was coded again did not
     */
    private boolean make(Plan plan, ClipDeriver.Taker taker) throws IOException {
        Path output = folder.resolve("playback.mp4");
        Outcome outcome = run.of(!plan.copyPictures, outputBytes(), arguments(plan, output));
        if (!ClipRun.isGood(outcome, output)) {
            ExternalProgram.requireRoom(folder);
            if (plan.copyPictures) {
                return false;
            }
            throw new ClipFailure(ClipFailure.Reason.PROGRAM_FAILED, "ffmpeg's exit code was " + outcome.exitCode());
        }
        ProgramOutput made = new ProgramOutput(output);
        ClipFacts now;
        try {
            PlaybackCheck.of(made);
            now = probe.probe(made, "video/mp4", limit);
            requireWhole(now);
        } catch (ClipFailure | org.mediafiles.imaging.DamagedPictureException refused) {
            if (plan.copyPictures) {
                return false;
            }
            throw new ClipFailure(ClipFailure.Reason.OUTPUT_REFUSED, refused.getMessage());
        }
        taker.take(made, now.displayedWidth(), now.displayedHeight());
        return true;
    }

    private void requireWhole(ClipFacts now) throws ClipFailure {
        double least = facts.duration().doubleValue() * (1 - LOSS) - 1;
        if (now.duration().doubleValue() < least) {
            throw new ClipFailure(ClipFailure.Reason.OUTPUT_REFUSED, "it is shorter than the clip");
        }
        if (now.trimming() != Trimming.NONE) {
            throw new ClipFailure(ClipFailure.Reason.OUTPUT_REFUSED, "what was cut off the clip lies in it");
        }
        if (now.hasPosition()) {
            throw new ClipFailure(ClipFailure.Reason.OUTPUT_REFUSED, "it holds a position");
        }
    }

    private long outputBytes() throws IOException {
        return ROOM + Math.max(2 * Files.size(clip), (long) (facts.duration().doubleValue() * MOST_BITS / 4));
    }

    private List<String> arguments(Plan plan, Path output) throws IOException {
        List<String> arguments = new ArrayList<>(Ffmpeg.input(clip, facts.mimeType()));
        arguments.addAll(List.of("-map", Ffmpeg.PICTURES));
        boolean sound = facts.audioCodec() != null && !NO_SOUND.contains(facts.audioCodec());
        arguments.addAll(sound ? List.of("-map", "0:a:0") : List.of("-an"));
        arguments.addAll(plan.copyPictures ? List.of("-c:v", "copy") : encodedPictures());
        arguments.addAll(List.of("-bsf:v", WITHOUT_WORDS));
        if (sound) {
            arguments.addAll(plan.copySound
                    ? List.of("-c:a", "copy")
                    : List.of("-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000"));
        }
        arguments.addAll(List.of("-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact",
                "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-write_tmcd", "0", "-max_muxing_queue_size", "4096",
                "-movflags", "+faststart", "-f", "mp4", "file:" + output.toAbsolutePath()));
        return arguments;
    }

    /** ffmpeg turns pictures upright by itself, before any filter of ours. */
    private List<String> encodedPictures() throws IOException {
        StringBuilder filters = new StringBuilder();
        if (facts.frameRate() > MOST_PICTURES_PER_SECOND + 1) {
            filters.append("fps=").append(MOST_PICTURES_PER_SECOND).append(',');
        }
        filters.append(SCALED.formatted(SIDE));
        toneMapping.filters(facts.dynamicRange()).ifPresent(chain -> filters.append(',').append(chain));
        return List.of("-vf", filters.append(",format=yuv420p").toString(), "-c:v", "libx264", "-profile:v", "high",
                "-preset", "veryfast", "-crf", "20", "-maxrate", String.valueOf(MOST_BITS), "-bufsize",
                String.valueOf(2 * MOST_BITS), "-g", "120", "-threads:v", String.valueOf(threads));
    }
}
