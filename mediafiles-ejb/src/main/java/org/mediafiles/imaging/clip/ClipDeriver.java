package org.mediafiles.imaging.clip;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import org.mediafiles.config.MediaConfig;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.imaging.DerivedPicture;
import org.mediafiles.imaging.ExternalProgram;
import org.mediafiles.imaging.TimeLimit;
import org.mediafiles.model.ByteSource;

/**
 * Makes what is shown of a clip: a poster, and a version that plays in every browser and says nothing of where it was
 * recorded, and by whom. Failures: a {@link org.mediafiles.imaging.DamagedPictureException} is a verdict on the clip, a
 * {@link ClipFailure} says what was wrong with the making, {@link ExternalProgram.Stopped} that the follower had it ended;
 * any other {@link IOException} is the machine's.
 */
@ApplicationScoped
public class ClipDeriver {
    private final ClipProbe probe;
    private final Ffmpeg ffmpeg;
    private final ToneMapping toneMapping;
    private final int threads;

    /** For the container's proxy alone. */
    protected ClipDeriver() {
        this.probe = null;
        this.ffmpeg = null;
        this.toneMapping = null;
        this.threads = 1;
    }

    @Inject
    public ClipDeriver(ClipProbe probe, ToolConfig tools, MediaConfig config) {
        this.probe = probe;
        this.ffmpeg = new Ffmpeg(tools);
        this.toneMapping = new ToneMapping(ffmpeg);
        this.threads = config.threadsPerTranscode();
    }

    /** What is to become of a playback version. */
    @FunctionalInterface
    public interface Taker {
        /**
         * @param mp4    gone when this returns
         * @param width  pixels as displayed
         * @param height pixels as displayed
         */
        void take(ByteSource mp4, int width, int height) throws IOException;
    }

    /** @return what the clip is, to be handed to the two makings */
    public ClipFacts probe(ByteSource source, String mimeType, TimeLimit limit) throws IOException {
        requireProgram();
        return probe.probe(source, mimeType, limit);
    }

    /** @return a picture out of the clip's beginning that is neither black nor empty where there is one: sRGB, upright */
    public DerivedPicture poster(ByteSource source, ClipFacts facts, TimeLimit limit, ClipFollower follower)
            throws IOException {
        requireProgram();
        return ExternalProgram.inPrivateFolder(folder -> {
            try (ByteSource.LocalFile file = source.asLocalFile()) {
                return new PosterMaking(ffmpeg, toneMapping, folder, file.path(), facts, threads, limit, follower)
                        .make();
            }
        });
    }

    /**
     * Makes the version that plays: H.264 and AAC in an MP4 that begins to play before all of it has come, upright, without
     * metadata. What is coded like that already is not coded again.
     *
     * @param mayEncode {@code false} for whoever has no time to re-encode pictures
     * @return {@code false} where the pictures have to be re-encoded and may not; nothing was made then
     */
    public boolean playback(ByteSource source, ClipFacts facts, boolean mayEncode, TimeLimit limit,
            ClipFollower follower, Taker taker) throws IOException {
        requireProgram();
        return ExternalProgram.inPrivateFolder(folder -> {
            try (ByteSource.LocalFile file = source.asLocalFile()) {
                return new PlaybackMaking(ffmpeg, toneMapping, probe, folder, file.path(), facts, threads, limit,
                        follower).make(mayEncode, taker);
            }
        });
    }

    private void requireProgram() throws ClipFailure {
        if (!ffmpeg.isThere()) {
            throw new ClipFailure(ClipFailure.Reason.NO_PROGRAM, "this machine has no ffmpeg");
        }
    }
}
