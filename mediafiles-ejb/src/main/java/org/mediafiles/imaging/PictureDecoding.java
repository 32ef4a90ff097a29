package org.mediafiles.imaging;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.mediafiles.config.ImagingConfig;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.model.ByteSource;
import org.mediafiles.model.Variant;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** Chooses the engine, takes the permit, bounds the time, and says in our own terms what went wrong. */
@ApplicationScoped
public class PictureDecoding {
    static {
        // Neither of the readers we use needs a cache on disk: nothing of a patient stays in the temporary folder.
        ImageIO.setUseCache(false);
    }

    private final List<PictureEngine> engines;
    private final DecodePermits permits;
    private final Duration allowed;

    /** For the container's proxy alone. */
    protected PictureDecoding() {
        this(List.of(), null, Duration.ZERO);
    }

    @Inject
    public PictureDecoding(DecodePermits permits, ImagingConfig config, ToolConfig tools) {
        this(List.of(new FfmpegWebpEngine(tools), new ImageIoEngine(), new HeifEngine(tools)), permits,
                config.decodeLimit());
    }

    PictureDecoding(List<PictureEngine> engines, DecodePermits permits, Duration allowed) {
        this.engines = engines;
        this.permits = permits;
        this.allowed = allowed;
    }

    /** What an engine does while a permit is held. */
    private interface Act<T> {
        T by(PictureEngine engine, PictureHeader header) throws IOException;
    }

    /**
     * Reads the header; no pixel is decoded.
     *
     * @throws MediaFilesException {@code NOT_A_VALID_MEDIA_FILE}; {@code UNSUPPORTED_MEDIA_TYPE} where no engine of this
     *                             machine reads the type; others where the failure is not the picture's
     */
    public PictureHeader probe(ByteSource source, String mimeType) {
        PictureEngine engine = engineFor(mimeType);
        try {
            return engine.probe(source, mimeType, TimeLimit.of(allowed));
        } catch (IOException e) {
            throw PictureFailure.of(e);
        }
    }

    /** What is looked for in a picture's bytes. */
    @FunctionalInterface
    public interface Look<T> {
        T at(ByteCursor cursor) throws IOException;
    }

    /**
     * Looks at a picture's bytes without decoding any, within the time of a decode; failures are told as a decode's are.
     *
     * @throws MediaFilesException {@code NOT_A_VALID_MEDIA_FILE}; {@code NOT_READY}, {@code STORAGE_FULL},
     *                             {@code INTERNAL_ERROR} where the failure is not the picture's
     */
    public <T> T look(ByteSource source, Look<T> look) {
        try (ByteCursor cursor = ByteCursor.of(source, TimeLimit.of(allowed))) {
            return look.at(cursor);
        } catch (IOException e) {
            throw PictureFailure.of(e);
        }
    }

    /**
     * Decodes all of it once, so that what is cut off or damaged is found.
     *
     * @throws MediaFilesException {@code NOT_A_VALID_MEDIA_FILE}, {@code TOO_MANY_PIXELS}; {@code NOT_READY},
     *                             {@code STORAGE_FULL}, {@code INTERNAL_ERROR} where the failure is not the picture's
     */
    public void check(ByteSource source, PictureHeader header) {
        holding(source, header, (engine, known) -> {
            engine.check(source, known, TimeLimit.of(allowed));
            return null;
        });
    }

    Map<Variant, DerivedPicture> derive(ByteSource source, String mimeType) {
        return holding(source, probe(source, mimeType),
                (engine, header) -> engine.derive(source, header, TimeLimit.of(allowed)));
    }

    private <T> T holding(ByteSource source, PictureHeader header, Act<T> act) {
        PictureEngine engine = engineFor(header.mimeType());
        try {
            DecodePermits.Permit held = permits.take(engine.cost(source, header, TimeLimit.of(allowed)));
            try {
                return act.by(engine, header);
            } finally {
                held.close();
            }
        } catch (IOException e) {
            throw PictureFailure.of(e);
        }
    }

    private PictureEngine engineFor(String mimeType) {
        return engines.stream().filter(engine -> engine.takes(mimeType)).findFirst()
                .orElseThrow(() -> new MediaFilesException(ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                        HeifEngine.isHeif(mimeType)
                                ? "HEIC is not taken here: this server has no program that decodes it."
                                : "Pictures of type " + mimeType + " are not taken."));
    }
}
