package org.mediafiles.validation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.mediafiles.config.MediaConfig;
import org.mediafiles.config.UploadLimits;
import org.mediafiles.imaging.ByteCursor;
import org.mediafiles.imaging.PictureFailure;
import org.mediafiles.imaging.TimeLimit;
import org.mediafiles.imaging.clip.ClipFacts;
import org.mediafiles.imaging.clip.ClipProbe;
import org.mediafiles.imaging.clip.DamagedClipException;
import org.mediafiles.imaging.clip.DynamicRange;
import org.mediafiles.model.ByteSource;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** Finds out what a clip is and refuses what is not good: the part of {@link MediaInspector} that is about clips. */
@ApplicationScoped
public class ClipInspector {
    private static final String CLIP = "video clip";
    /** Recorders that stop by themselves at the limit write a little more. */
    private static final Duration TOLERANCE = Duration.ofSeconds(1);

    /** As with pictures: a decode that does not get its turn until then is to come again. */
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final ClipProbe probe;
    private final UploadLimits limits;
    private final Duration allowed;
    private final Semaphore turns = new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()), true);

    /** For the container's proxy alone. */
    protected ClipInspector() {
        this.probe = null;
        this.limits = null;
        this.allowed = null;
    }

    @Inject
    public ClipInspector(ClipProbe probe, UploadLimits limits, MediaConfig config) {
        this.probe = probe;
        this.limits = limits;
        this.allowed = config.probeLimit();
    }

    /** @throws MediaFilesException as {@link MediaInspector#inspect} */
    InspectedMedia inspect(ByteSource bytes, String type) {
        if (!ClipProbe.takes(type)) {
            throw unsupported("A clip has to be MP4, MOV or WebM; this is " + type + ".");
        }
        if (!probe.isAvailable()) {
            throw unsupported("Video clips are not taken here: this server has no ffmpeg that runs.");
        }
        takeTurn();
        try {
            return inspectNow(bytes, type);
        } catch (IOException e) {
            throw PictureFailure.of(e, CLIP);
        } finally {
            turns.release();
        }
    }

    private void takeTurn() {
        try {
            if (turns.tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new MediaFilesException(ProblemCode.NOT_READY,
                "The server has too much to do to look at the video clip.").retryAfter(RETRY_AFTER);
    }

    private InspectedMedia inspectNow(ByteSource bytes, String type) throws IOException {
        TimeLimit limit = TimeLimit.of(allowed);
        ClipFacts facts = probe.probe(bytes, type, limit);
        checkLength(facts);
        checkSize(facts);
        checkAround(bytes, type, limit);
        probe.check(bytes, facts, limit);
        OffsetDateTime time = facts.captureTime();
        return new InspectedMedia(type, facts.extension(), true, facts.displayedWidth(), facts.displayedHeight(),
                facts.duration(), facts.hasPosition(), time == null ? null : time.toLocalDateTime(),
                time == null ? null : time.getOffset(), metadata(facts));
    }

    private void checkLength(ClipFacts facts) {
        Duration longest = limits.maxVideoDuration();
        if (facts.duration().compareTo(seconds(longest.plus(TOLERANCE))) > 0) {
            throw new MediaFilesException(ProblemCode.CLIP_TOO_LONG,
                    "The clip lasts " + facts.duration().setScale(0, RoundingMode.CEILING) + " s; at most "
                            + longest.toSeconds() + " s are taken.");
        }
    }

    private static BigDecimal seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis()).movePointLeft(3);
    }

    private void checkSize(ClipFacts facts) throws DamagedClipException {
        if (facts.codedWidth() < 1 || facts.codedHeight() < 1) {
            throw new DamagedClipException("its pictures have no size");
        }
        if (Math.max(facts.codedWidth(), facts.codedHeight()) > limits.maxVideoSide()) {
            throw new MediaFilesException(ProblemCode.TOO_MANY_PIXELS,
                    "The clip has " + facts.codedWidth() + " × " + facts.codedHeight() + " pixels; at most "
                            + limits.maxVideoSide() + " on a side are taken.");
        }
    }

    private static void checkAround(ByteSource bytes, String type, TimeLimit limit) throws IOException {
        try (ByteCursor cursor = ByteCursor.of(bytes, limit)) {
            Optional<String> hidden = HiddenPayload.find(cursor, PictureLayout.of(cursor, type));
            if (hidden.isPresent()) {
                throw new DamagedClipException("it holds " + hidden.get());
            }
        }
    }

    /** What the API tells of the camera, and what the making of derivatives and the pages need to know. */
    private static Map<String, Object> metadata(ClipFacts facts) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        PictureMetadata.putName(metadata, "camera", facts.cameraMaker(), facts.cameraModel());
        metadata.put("videoCodec", facts.videoCodec());
        if (facts.audioCodec() != null) {
            metadata.put("audioCodec", facts.audioCodec());
        }
        metadata.put("frameRate", BigDecimal.valueOf(facts.frameRate()).setScale(3, RoundingMode.HALF_UP));
        if (facts.dynamicRange() != DynamicRange.SDR) {
            metadata.put("dynamicRange", facts.dynamicRange().name());
        }
        metadata.put("rotation", facts.rotation());
        return metadata;
    }

    private static MediaFilesException unsupported(String detail) {
        return new MediaFilesException(ProblemCode.UNSUPPORTED_MEDIA_TYPE, detail);
    }
}
