package org.mediafiles.imaging.clip;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mediafiles.imaging.ExternalProgram.Invocation;
import org.mediafiles.imaging.ExternalProgram.Limits;

/** Has a clip's tracks told: by ffprobe, or by what ffmpeg says about its input where there is no ffprobe. */
final class TrackList {
    /** One of ffprobe's lines: {@code streams.stream.0.codec_name="h264"}. */
    private static final Pattern FLAT = Pattern.compile("streams\\.stream\\.(\\d+)\\.([\\w.]+)=\"?(.*?)\"?");
    /**
     * One of ffmpeg's lines: {@code Stream #0:0[0x1](eng): Video: hevc (Main 10) (hvc1 / 0x31637668), yuv420p10le(tv,
     * bt2020nc/bt2020/arib-std-b67), 1920x1080, …}. What a file's own texts say stands behind a colon and can't look so.
     */
    private static final Pattern LINE = Pattern
            .compile(" {2,4}Stream #0:(\\d+)(?:\\[0x[0-9a-f]+\\])?(?:\\([^)]*\\))?: (Video|Audio): (\\w+)(.*)");
    private static final Pattern PICTURE = Pattern.compile(", (\\w+)(\\([^)]*\\))?, (\\d+)x(\\d+)");
    private static final Pattern SIZE = Pattern.compile(", (\\d+)x(\\d+)");
    private static final long MOST_WORDS = 8 << 20;

    private TrackList() {}

    /**
     * @return in the order of the file; empty where the container can't be read
     * @throws IOException where that is not the clip's fault
     */
    static List<Track> of(Ffmpeg ffmpeg, Path folder, List<String> input, Limits limits) throws IOException {
        Path words = folder.resolve("tracks");
        Limits bounded = new Limits(limits.time(), limits.memoryBytes(), MOST_WORDS);
        if (ffmpeg.hasProbe()) {
            List<String> arguments = new ArrayList<>(List.of("-show_entries",
                    "stream=codec_type,codec_name,width,height,pix_fmt,color_transfer"
                            + ":stream_disposition=attached_pic,timed_thumbnails",
                    "-of", "flat"));
            arguments.addAll(input);
            ffmpeg.probe(folder, bounded, words, arguments);
            return byFfprobe(lines(words));
        }
        // Its report, since the first words of what it says elsewhere may all be a file's own texts. Without an output it
        // ends with an error, whatever the file.
        List<String> arguments = new ArrayList<>(List.of("-nostdin", "-hide_banner"));
        arguments.addAll(input);
        ffmpeg.run(folder, bounded, new Invocation(arguments, Map.of("FFREPORT", "file=tracks:level=32"),
                Optional.empty(), () -> true));
        return byFfmpeg(lines(words));
    }

    private static List<String> lines(Path words) throws IOException {
        return Files.exists(words)
                ? new String(Files.readAllBytes(words), StandardCharsets.ISO_8859_1).lines().toList()
                : List.of();
    }

    static List<Track> byFfprobe(List<String> lines) {
        Map<Integer, Map<String, String>> streams = new TreeMap<>();
        for (String line : lines) {
            Matcher matcher = FLAT.matcher(line);
            if (matcher.matches()) {
                streams.computeIfAbsent(Integer.valueOf(matcher.group(1)), any -> new TreeMap<>())
                        .put(matcher.group(2), matcher.group(3));
            }
        }
        return streams.values().stream()
                .filter(stream -> List.of("video", "audio").contains(stream.get("codec_type")))
                .map(stream -> new Track(stream.get("codec_type").equals("video"),
                        stream.getOrDefault("codec_name", "unknown"), number(stream.get("width")),
                        number(stream.get("height")), stream.getOrDefault("pix_fmt", ""),
                        Track.range(stream.getOrDefault("color_transfer", "")),
                        "1".equals(stream.get("disposition.attached_pic"))
                                || "1".equals(stream.get("disposition.timed_thumbnails"))))
                .toList();
    }

    static List<Track> byFfmpeg(List<String> lines) {
        List<Track> tracks = new ArrayList<>();
        for (String line : lines) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                boolean video = matcher.group(2).equals("Video");
                String rest = matcher.group(4);
                Matcher picture = PICTURE.matcher(rest);
                Matcher size = SIZE.matcher(rest);
                boolean told = video && picture.find();
                boolean sized = video && size.find();
                tracks.add(new Track(video, matcher.group(3), sized ? number(size.group(1)) : 0,
                        sized ? number(size.group(2)) : 0, told ? picture.group(1) : "",
                        told ? Track.range(String.valueOf(picture.group(2))) : DynamicRange.SDR,
                        rest.contains("(attached pic)") || rest.contains("(timed thumbnails)")));
            }
        }
        return tracks;
    }

    private static int number(String digits) {
        return digits == null || !digits.matches("\\d{1,9}") ? 0 : Integer.parseInt(digits);
    }
}
