package org.mediafiles.imaging.clip;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mediafiles.imaging.DerivedPicture;
import org.mediafiles.imaging.ExternalProgram.Outcome;
import org.mediafiles.imaging.StillPicture;
import org.mediafiles.imaging.TimeLimit;

/**
 * Chooses a poster: some pictures of the clip's first seconds, and of these the one that is most like all of them. Where
 * they are all black, or nothing else in particular, key frames of the whole clip are looked at as well.
 */
final class PosterMaking {
    private static final double FIRST_SECONDS = 3;
    private static final double STEP = 0.5;
    private static final int MOST_CANDIDATES = 16;
    /** Key frames of the whole clip, at most about as many. */
    private static final int FURTHER_CANDIDATES = 12;
    private static final int SIDE = StillPicture.LARGEST;
    private static final long MOST_OUTPUT = (MOST_CANDIDATES + 1L) * SIDE * SIDE * 3;
    private static final String SCALED = "scale=w='max(1,round(iw*min(1,%1$d/max(iw,ih))))'"
            + ":h='max(1,round(ih*min(1,%1$d/max(iw,ih))))':flags=lanczos+accurate_rnd+full_chroma_int";
    private static final int MOST_DIGITS = 12;

    private final Path folder;
    private final Path clip;
    private final ClipFacts facts;
    private final ToneMapping toneMapping;
    private final ClipRun run;

    PosterMaking(Ffmpeg ffmpeg, ToneMapping toneMapping, Path folder, Path clip, ClipFacts facts, int threads,
            TimeLimit limit, ClipFollower follower) {
        this.folder = folder;
        this.clip = clip;
        this.facts = facts;
        this.toneMapping = toneMapping;
        this.run = new ClipRun(ffmpeg, folder, facts, threads, limit, follower);
    }

    /** A candidate: where its samples begin in the file, and how its brightness is spread. */
    private record Candidate(Path file, long at, int width, int height, Brightness brightness) {}

    DerivedPicture make() throws IOException {
        List<Candidate> candidates = candidates("early", List.of("-t", String.valueOf(FIRST_SECONDS)), STEP);
        if (candidates.stream().noneMatch(candidate -> candidate.brightness.isTelling())) {
            candidates = new ArrayList<>(candidates);
            candidates.addAll(candidates("later", List.of("-skip_frame", "nokey"),
                    facts.duration().doubleValue() / FURTHER_CANDIDATES));
        }
        if (candidates.isEmpty()) {
            throw new DamagedClipException("not a single picture of it can be decoded");
        }
        return encode(best(candidates));
    }

    private List<Candidate> candidates(String name, List<String> input, double step) throws IOException {
        Path output = folder.resolve(name + ".ppm");
        String filters = "select='isnan(prev_selected_t)+gte(t-prev_selected_t\\," + step + ")',"
                + SCALED.formatted(SIDE)
                + toneMapping.filters(facts.dynamicRange()).map(chain -> "," + chain).orElse("")
                // Ten pictures in a second in, ten out: so that ffmpeg leaves none out and doubles none.
                + ",setpts=N/(10*TB),format=rgb24";
        List<String> arguments = new ArrayList<>(input);
        arguments.addAll(Ffmpeg.input(clip, facts.mimeType()));
        arguments.addAll(List.of("-map", Ffmpeg.PICTURES, "-vf", filters, "-r", "10", "-frames:v",
                String.valueOf(MOST_CANDIDATES), "-an", "-sn", "-dn", "-c:v", "ppm", "-f", "image2pipe",
                "file:" + output.toAbsolutePath()));
        Outcome outcome = run.of(false, MOST_OUTPUT, arguments);
        if (!Files.exists(output)) {
            throw new ClipFailure(ClipFailure.Reason.PROGRAM_FAILED, "no poster: exit code " + outcome.exitCode());
        }
        return read(output);
    }

    /** Pictures one behind the other, each with a header of three numbers; what is cut off at the end is left out. */
    private static List<Candidate> read(Path file) throws IOException {
        List<Candidate> candidates = new ArrayList<>();
        long at = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            while (in.read() == 'P' && in.read() == '6') {
                at += 3;
                in.read();
                int[] numbers = new int[3];
                for (int which = 0; which < numbers.length; which++) {
                    String digits = digits(in);
                    at += digits.length() + 1;
                    numbers[which] = Integer.parseInt(digits);
                }
                int width = numbers[0];
                int height = numbers[1];
                byte[] rgb = in.readNBytes(width * height * 3);
                if (width > SIDE || height > SIDE || rgb.length < width * height * 3) {
                    return candidates;
                }
                candidates.add(new Candidate(file, at, width, height, Brightness.of(rgb)));
                at += rgb.length;
            }
        }
        return candidates;
    }

    private static String digits(InputStream in) throws IOException {
        StringBuilder digits = new StringBuilder();
        for (int next = in.read(); next > ' ' && digits.length() < MOST_DIGITS; next = in.read()) {
            digits.append((char) next);
        }
        return digits.toString();
    }

    private static Candidate best(List<Candidate> all) {
        List<Candidate> telling = all.stream().filter(candidate -> candidate.brightness.isTelling()).toList();
        if (telling.isEmpty()) {
            return all.stream().reduce((one, other) -> other.brightness.spread() > one.brightness.spread()
                    ? other
                    : one).orElseThrow();
        }
        Brightness usual = Brightness.usual(telling.stream().map(Candidate::brightness).toList());
        Optional<Candidate> nearest = telling.stream().reduce((one, other) -> other.brightness
                .distance(usual) < one.brightness.distance(usual) ? other : one);
        return nearest.orElseThrow();
    }

    private static DerivedPicture encode(Candidate chosen) throws IOException {
        try (InputStream in = Files.newInputStream(chosen.file)) {
            in.skipNBytes(chosen.at);
            return StillPicture.encode(in.readNBytes(chosen.width * chosen.height * 3), chosen.width, chosen.height);
        }
    }
}
