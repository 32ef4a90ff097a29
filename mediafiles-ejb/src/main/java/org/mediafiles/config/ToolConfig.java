package org.mediafiles.config;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Programs of the machine. Where none is configured, the name is looked up on the {@code PATH}; where that fails too,
 * what needs the program is refused with a message that says so.
 *
 * @param heifConvert   {@code mediafiles.imaging.heif-convert}
 * @param vipsthumbnail {@code mediafiles.imaging.vipsthumbnail}
 * @param ffmpeg        {@code mediafiles.media.ffmpeg}
 * @param ffprobe       {@code mediafiles.media.ffprobe}
 */
public record ToolConfig(Optional<Path> heifConvert, Optional<Path> vipsthumbnail, Optional<Path> ffmpeg,
        Optional<Path> ffprobe) {
    public static final ToolConfig DEFAULTS = new ToolConfig(Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty());

    public ToolConfig {
        Objects.requireNonNull(heifConvert, "heifConvert");
        Objects.requireNonNull(vipsthumbnail, "vipsthumbnail");
        Objects.requireNonNull(ffmpeg, "ffmpeg");
        Objects.requireNonNull(ffprobe, "ffprobe");
    }
}
