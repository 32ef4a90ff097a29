package org.mediafiles.imaging;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.model.Variant;

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

    /** Compressed as hard as phones and messengers do it, where the JVM's decoder is ten levels off. */
    @Test
    void keepsTheColoursOfHardCompressedPictures() throws IOException {
        ExternalProgram encoder = ExternalProgram.find(Optional.empty(), "ffmpeg").orElseThrow();
        byte[] lossy = ExternalProgram.inPrivateFolder(folder -> {
            Path in = Files.write(folder.resolve("in.png"),
                    TestFiles.png(ColourChart.WIDTH, ColourChart.HEIGHT, 8, 2, ColourChart.rgb()));
            Path out = folder.resolve("out.webp");
            ExternalProgram.Outcome outcome = encoder.run(folder,
                    new ExternalProgram.Limits(Pictures.longEnough(), 4L << 30, 64L << 20),
                    List.of("-hide_banner", "-loglevel", "error", "-nostdin", "-i", in.toString(), "-c:v", "libwebp",
                            "-lossless", "0", "-quality", "30", out.toString()));
            boolean encodes = outcome.exitCode() == 0;
            if (!encodes) {
                System.out.println("NOT RUN: lossy WebP, this machine's ffmpeg does not write it");
            }
            assumeTrue(encodes, "no encoder for WebP");
            return Files.readAllBytes(out);
        });
        assertFalse(WebpStructure.read(ByteCursor.of(lossy)).lossless);
        double off = ColourChart.meanDifference(read(derive(lossy).get(Variant.LARGE)));
        assertTrue(off < 2, "mean CIEDE2000 " + off);
    }

    @Override
    byte[] displayP3(byte[] samples, int width, int height) {
        return TestWebp.of(samples, width, height, 32, TestWebp.chunk("ICCP", IccProfiles.displayP3()));
    }
}
