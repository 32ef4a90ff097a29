package org.mediafiles.validation;

import org.mediafiles.config.MediaConfig;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.config.UploadLimits;
import org.mediafiles.imaging.PictureDecoding;
import org.mediafiles.imaging.clip.ClipProbe;
import org.mediafiles.imaging.clip.FfmpegAtHand;

/** Inspection as the product does it. */
public final class Inspectors {
    private Inspectors() {}

    /** @return with the limits that hold where none are configured, and the first ffmpeg at hand */
    public static MediaInspector of(PictureDecoding decoding) {
        return of(decoding, FfmpegAtHand.any().map(FfmpegAtHand::tools).orElse(ToolConfig.DEFAULTS),
                UploadLimits.DEFAULTS);
    }

    static MediaInspector of(PictureDecoding decoding, ToolConfig tools, UploadLimits limits) {
        return new MediaInspector(decoding, limits,
                new ClipInspector(new ClipProbe(tools), limits, MediaConfig.DEFAULTS));
    }
}
