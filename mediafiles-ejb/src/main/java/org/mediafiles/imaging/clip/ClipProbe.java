package org.mediafiles.imaging.clip;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.imaging.ByteCursor;
import org.mediafiles.imaging.ExternalProgram;
import org.mediafiles.imaging.ExternalProgram.Limits;
import org.mediafiles.imaging.TimeLimit;
import org.mediafiles.model.ByteSource;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/**
 * Finds out what a clip is, by what comes out of it and not by a header that can lie, and whether it can be decoded. A
 * {@link org.mediafiles.imaging.DamagedPictureException} is a verdict on the clip; any other {@link IOException} is not.
 */
@ApplicationScoped
public class ClipProbe {
    /** What is taken, and the ending of its files. */
    private static final Map<String, String> CONTAINERS = Map.of("video/mp4", "mp4", "video/quicktime", "mov",
            "video/webm", "webm");
    private static final Set<String> CODECS = Set.of("h264", "hevc", "vp8", "vp9", "av1");

    /** Seconds by which a header may differ and still be right. */
    private static final BigDecimal BORNE_OUT = new BigDecimal("0.1");
    /** By so much, and so much of itself, a header may announce more: recorders round it up, or count what they dropped. */
    private static final BigDecimal SLACK = new BigDecimal("0.5");
    private static final BigDecimal SLACK_PART = new BigDecimal("0.02");
    private static final int LEAST_PERCENT = 98;

    private final Ffmpeg ffmpeg;

    /** For the container's proxy alone. */
    protected ClipProbe() {
        this.ffmpeg = null;
    }

    @Inject
    public ClipProbe(ToolConfig tools) {
        this.ffmpeg = new Ffmpeg(tools);
    }

    /** @param type as detected; @return whether its container is one that is taken */
    public static boolean takes(String type) {
        return CONTAINERS.containsKey(type);
    }

    /** @return whether this machine has an ffmpeg that runs */
    public boolean isAvailable() {
        return ffmpeg.isThere();
    }

    /**
     * Reads the container and all packets; decodes no picture.
     *
     * @param detectedType one that {@link #takes} knows
     * @throws org.mediafiles.imaging.DamagedPictureException where this is no clip: no pictures, cut off, encrypted
     * @throws TimeLimit.Exceeded                             past the time, which says nothing about the clip
     * @throws MediaFilesException                            {@code UNSUPPORTED_MEDIA_TYPE} for a codec that is not taken
     */
    public ClipFacts probe(ByteSource bytes, String detectedType, TimeLimit limit) throws IOException {
        ContainerFacts container;
        try (ByteCursor cursor = ByteCursor.of(bytes, limit)) {
            container = ContainerReader.read(cursor, detectedType);
        }
        return ExternalProgram.inPrivateFolder(folder -> {
            try (ByteSource.LocalFile file = bytes.asLocalFile()) {
                List<String> input = Ffmpeg.input(file.path(), detectedType);
                Limits limits = Ffmpeg.limits(limit, 0, 0);
                List<Track> tracks = TrackList.of(ffmpeg, folder, input, limits);
                Track pictures = tracks.stream().filter(track -> track.video() && !track.attached()).findFirst()
                        .orElseThrow(() -> new DamagedClipException("there is no moving picture in it"));
                requireCodec(pictures);
                Demuxed demuxed = Demuxed.of(ffmpeg, folder, input, limits);
                requireAll(container, demuxed);
                return facts(detectedType, container, tracks, pictures, demuxed);
            }
        });
    }

    private static ClipFacts facts(String type, ContainerFacts container, List<Track> tracks, Track pictures,
            Demuxed demuxed) {
        String sound = tracks.stream().filter(track -> !track.video()).map(Track::codec).findFirst().orElse(null);
        return new ClipFacts(type, CONTAINERS.get(type), pictures.codec(), sound, pictures.width(), pictures.height(),
                container.rotation(), duration(container, demuxed), demuxed.frameRate(), pictures.pixelFormat(),
                pictures.range(), demuxed.trimming(), container.hasPosition(), container.captureTime(),
                container.cameraMaker(),
                container.cameraModel());
    }

    /** The header's where what came out bears it out: players count the last packet's length in different ways. */
    private static BigDecimal duration(ContainerFacts container, Demuxed demuxed) {
        BigDecimal declared = container.declared();
        return declared != null && declared.subtract(demuxed.duration()).abs().compareTo(BORNE_OUT) <= 0
                ? declared
                : demuxed.duration();
    }

    private static void requireAll(ContainerFacts container, Demuxed demuxed) throws DamagedClipException {
        if (demuxed.pictures() == 0) {
            throw new DamagedClipException("there is not a single picture in it");
        }
        boolean missing = demuxed.pictures() * 100 < container.pictures() * LEAST_PERCENT;
        boolean shorter = container.binding() && container.declared().subtract(demuxed.duration())
                .compareTo(container.declared().multiply(SLACK_PART).add(SLACK)) > 0;
        if (missing || shorter || demuxed.complains()) {
            throw DamagedClipException.truncated();
        }
    }

    private static void requireCodec(Track pictures) {
        if (!CODECS.contains(pictures.codec())) {
            throw new MediaFilesException(ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "The clip's pictures are coded as " + pictures.codec()
                            + "; H.264, HEVC, VP8, VP9 and AV1 are taken.");
        }
    }

    /**
     * Decodes the first picture, key frames all through, and the end.
     *
     * @throws org.mediafiles.imaging.DamagedPictureException where one of them can't be decoded
     * @throws TimeLimit.Exceeded                             past the time, which says nothing about the clip
     */
    public void check(ByteSource bytes, ClipFacts facts, TimeLimit limit) throws IOException {
        ExternalProgram.inPrivateFolder(folder -> {
            try (ByteSource.LocalFile file = bytes.asLocalFile()) {
                new ClipCheck(ffmpeg, folder, file.path(), facts, limit).run();
            }
            return null;
        });
    }
}
