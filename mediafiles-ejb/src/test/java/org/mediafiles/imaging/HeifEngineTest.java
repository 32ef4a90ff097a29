package org.mediafiles.imaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.mediafiles.config.ImagingConfig;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** The contract by whatever HEIC program this machine has; files are made by libheif's own encoder. */
class HeifEngineTest extends PictureEngineContract {
    private final Optional<ExternalProgram> encoder = ExternalProgram.find(Optional.empty(), "heif-enc");

    @BeforeEach
    void needsPrograms(TestInfo test) {
        boolean there = encoder.isPresent() && engine().takes(mimeType());
        if (!there) {
            System.out.println("NOT RUN: HEIC, " + test.getDisplayName()
                    + ": this machine lacks heif-enc, or heif-convert and vipsthumbnail");
        }
        assumeTrue(there, "no programs for HEIC");
    }

    @Override
    PictureEngine engine() {
        return new HeifEngine(ToolConfig.DEFAULTS);
    }

    @Override
    String mimeType() {
        return "image/heic";
    }

    @Override
    byte[] file(byte[] rgb, int width, int height, int orientation) throws IOException {
        // EXIF's orientation means nothing in HEIF; it is there so that a program that heeds it is found out.
        byte[] heic = heic(TestFiles.withExif(TestFiles.jpeg(rgb, width, height, 3), TestFiles.exifOrientation(6)));
        int turns = switch (orientation) {
            case 1 -> 0;
            case 3 -> 2;
            case 6 -> 3;
            case 8 -> 1;
            default -> -1;
        };
        assumeTrue(turns >= 0, "libheif's own encoder writes no mirrored picture");
        return turns == 0 ? heic : turned(heic, turns);
    }

    /** Puts a rotation in the place of the property that lists the bits per channel, which no decoder needs. */
    private static byte[] turned(byte[] heic, int turns) {
        int at = new String(heic, StandardCharsets.ISO_8859_1).indexOf("pixi");
        assertTrue(at > 0, "the encoder's file has another structure");
        byte[] turned = heic.clone();
        System.arraycopy(IccProfiles.latin("irot"), 0, turned, at, 4);
        turned[at + 4] = (byte) turns;
        return turned;
    }

    @Override
    byte[] displayP3(byte[] samples, int width, int height) throws IOException {
        return heic(TestFiles.withProfile(TestFiles.jpeg(samples, width, height, 3), IccProfiles.displayP3()));
    }

    private byte[] heic(byte[] jpeg) throws IOException {
        return ExternalProgram.inPrivateFolder(folder -> {
            Path in = Files.write(folder.resolve("in.jpg"), jpeg);
            Path out = folder.resolve("out.heic");
            ExternalProgram.Outcome outcome = encoder.orElseThrow().run(folder,
                    new ExternalProgram.Limits(Pictures.longEnough(), 4L << 30, 64L << 20),
                    List.of("-q", "95", "-o", out.toString(), in.toString()));
            assertEquals(0, outcome.exitCode(), outcome.stderr());
            return Files.readAllBytes(out);
        });
    }

    @Test
    void aMachineWithoutAProgramSaysSo() {
        ToolConfig none = new ToolConfig(Optional.of(Path.of("/nowhere/heif-convert")),
                Optional.of(Path.of("/nowhere/vipsthumbnail")), Optional.empty(), Optional.empty());
        PictureDecoding decoding = new PictureDecoding(new DecodePermits(ImagingConfig.DEFAULTS),
                ImagingConfig.DEFAULTS,
                none);
        assertFalse(new HeifEngine(none).takes("image/heic"));
        MediaFilesException problem = assertThrows(MediaFilesException.class,
                () -> decoding.probe(Pictures.of(new byte[20]), "image/heic"));
        assertEquals(ProblemCode.UNSUPPORTED_MEDIA_TYPE, problem.code());
        assertTrue(problem.getMessage().contains("no program"), problem.getMessage());
    }
}
