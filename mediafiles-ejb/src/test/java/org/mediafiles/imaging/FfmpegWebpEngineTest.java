package org.mediafiles.imaging;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.mediafiles.config.ToolConfig;

/** The contract by the ffmpeg of this machine. */
class FfmpegWebpEngineTest extends PictureEngineContract {
    @BeforeEach
    void needsFfmpeg() {
        boolean there = engine().takes(mimeType());
        if (!there) {
            System.out.println("NOT RUN: WebP by ffmpeg, this machine has none");
        }
        assumeTrue(there, "no ffmpeg");
    }

    @Override
    PictureEngine engine() {
        return new FfmpegWebpEngine(ToolConfig.DEFAULTS);
    }

    @Override
    String mimeType() {
        return "image/webp";
    }

    @Override
    byte[] file(byte[] rgb, int width, int height, int orientation) {
        return TestWebp.of(rgb, width, height, 8, TestWebp.chunk("EXIF", TestFiles.exifOrientation(orientation)));
    }

    @Override
    byte[] displayP3(byte[] samples, int width, int height) {
        return TestWebp.of(samples, width, height, 32, TestWebp.chunk("ICCP", IccProfiles.displayP3()));
    }
}
