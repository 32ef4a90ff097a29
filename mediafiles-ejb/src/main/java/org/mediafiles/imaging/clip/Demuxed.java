package org.mediafiles.imaging.clip;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mediafiles.imaging.ExternalProgram.Limits;
import org.mediafiles.imaging.ExternalProgram.Outcome;

/**
 * What really comes out of a clip: every packet of its pictures and of its sound, with its time.
 *
 * @param pictures  packets of the picture track that are shown
 * @param duration  seconds from the first packet's start to the end of the last one, of pictures and sound together
 * @param frameRate pictures per second on average, 0 where it can't be told
 * @param trimming  what an edit list cuts off, so that it lies in the file and is never shown
 * @param complaint what the demuxer did not like; empty where it was content
 */
record Demuxed(long pictures, BigDecimal duration, double frameRate, Trimming trimming, String complaint) {
    /** About sixty bytes a packet: 120 s of 240 pictures and 50 packets of sound in a second make 2 MB. */
    private static final long MOST_OUTPUT = 32 << 20;
    private static final List<String> ENDS = List.of("partial file", "truncat", "ended prematurely", "error reading",
            "error during demuxing", "read error");
    /** The system's signal where a file would grow past what it may. */
    private static final int TOO_MUCH_OUTPUT = 128 + 25;

    /** A packet's flag: {@code AV_PKT_FLAG_DISCARD}. */
    private static final int DISCARDED = 4;
    /** So many packets an encoder of sound needs to get going: the list that cuts them off cuts off nothing recorded. */
    private static final int PRIMING = 4;

    /** Times of one track, in its own units. */
    private static final class Times {
        private long packets;
        private long cutOff;
        private long first = Long.MAX_VALUE;
        private long end = Long.MIN_VALUE;
        private long last = Long.MIN_VALUE;
        private double unit;

        void add(long at, long length) {
            packets++;
            first = Math.min(first, at);
            last = Math.max(last, at);
            end = Math.max(end, at + Math.max(0, length));
        }

        /** A last packet that does not say how long it lasts lasts as long as the others on average. */
        double end() {
            double length = end > last || packets < 2 ? end - last : (double) (last - first) / (packets - 1);
            return (last + length) * unit;
        }

        double start() {
            return first * unit;
        }

        double rate() {
            double seconds = end() - start();
            return seconds > 0 ? packets / seconds : 0;
        }
    }

    /** @return whether the demuxer met an end where there was to be more */
    boolean complains() {
        String lower = complaint.toLowerCase(Locale.ROOT);
        return ENDS.stream().anyMatch(lower::contains);
    }

    /** @throws DamagedClipException where there are more packets than a clip has */
    static Demuxed of(Ffmpeg ffmpeg, Path folder, List<String> input, Limits limits) throws IOException {
        Path packets = folder.resolve("packets");
        List<String> arguments = new ArrayList<>(List.of("-loglevel", "warning"));
        arguments.addAll(input);
        arguments.addAll(List.of("-map", Ffmpeg.PICTURES, "-map", "0:a?", "-c", "copy", "-copyts", "-f", "framecrc",
                "-"));
        Outcome outcome = ffmpeg.run(folder, new Limits(limits.time(), limits.memoryBytes(), MOST_OUTPUT),
                Optional.of(packets), arguments);
        if (outcome.exitCode() == TOO_MUCH_OUTPUT || Files.size(packets) >= MOST_OUTPUT) {
            throw new DamagedClipException("it is cut into more pieces than a short clip has");
        }
        try (BufferedReader lines = Files.newBufferedReader(packets, StandardCharsets.ISO_8859_1)) {
            return read(lines, outcome.stderr());
        }
    }

    static Demuxed read(BufferedReader lines, String complaint) throws IOException {
        Map<String, Times> tracks = new HashMap<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("#tb ")) {
                String[] parts = line.substring(4).split(": |/");
                tracks.computeIfAbsent(parts[0], any -> new Times()).unit = Double.parseDouble(parts[1])
                        / Double.parseDouble(parts[2]);
            } else if (!line.startsWith("#")) {
                String[] parts = line.split(",");
                Times times = parts.length < 5 ? null : tracks.get(parts[0].strip());
                long at = times == null ? Long.MIN_VALUE : Long.parseLong(parts[2].strip());
                // The least number stands for no time at all; what an edit list cuts off is decoded, but never shown.
                if (times != null && isCutOff(parts)) {
                    times.cutOff++;
                } else if (at != Long.MIN_VALUE) {
                    times.add(at, Long.parseLong(parts[3].strip()));
                }
            }
        }
        Times pictures = tracks.getOrDefault("0", new Times());
        Trimming trimming = pictures.cutOff > 0
                ? Trimming.PICTURES
                : tracks.values().stream().anyMatch(times -> times.cutOff > PRIMING)
                        ? Trimming.SOUND
                        : Trimming.NONE;
        if (pictures.packets == 0) {
            return new Demuxed(0, BigDecimal.ZERO, 0, trimming, complaint);
        }
        List<Times> all = tracks.values().stream().filter(times -> times.packets > 0).toList();
        double start = all.stream().mapToDouble(Times::start).min().orElse(0);
        double end = all.stream().mapToDouble(Times::end).max().orElse(0);
        return new Demuxed(pictures.packets, BigDecimal.valueOf(end - start).setScale(3, RoundingMode.HALF_UP),
                pictures.rate(), trimming, complaint);
    }

    /** @param parts of a packet's line; its flags stand in one of them unless it is a plain key frame */
    private static boolean isCutOff(String[] parts) {
        for (String part : parts) {
            String field = part.strip();
            if (field.startsWith("F=0x")) {
                return (Integer.parseUnsignedInt(field.substring(4), 16) & DISCARDED) != 0;
            }
        }
        return false;
    }
}
