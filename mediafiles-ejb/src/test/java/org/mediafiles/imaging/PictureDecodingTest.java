package org.mediafiles.imaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mediafiles.config.ImagingConfig;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.model.ByteSource;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** Whose fault it is that a picture was not decoded. */
class PictureDecodingTest {
    private static final byte[] RGB = PhotoLike.samples(400, 300);
    private static final Map<String, byte[]> FILES = Map.of("image/jpeg", TestFiles.jpeg(RGB, 400, 300, 3),
            "image/png", TestFiles.png(400, 300, 8, 2, RGB), "image/tiff",
            TestFiles.tiff(RGB, 400, 300, 3, 2, 1, new byte[0]), "image/webp", TestWebp.of(RGB, 400, 300, 0));

    private static PictureDecoding inJvm(Duration allowed) {
        return new PictureDecoding(List.of(new ImageIoEngine()), new DecodePermits(ImagingConfig.DEFAULTS), allowed);
    }

    private static MediaFilesException failure(PictureDecoding decoding, ByteSource source, String type) {
        return assertThrows(MediaFilesException.class, () -> decoding.derive(source, type));
    }

    @ParameterizedTest
    @CsvSource({"Input/output error,INTERNAL_ERROR", "Too many open files,NOT_READY",
            "No space left on device,STORAGE_FULL"})
    void aDiskThatFailsIsNotThePicturesFault(String message, ProblemCode code) {
        FILES.forEach((type, bytes) -> {
            PictureHeader header = inJvm(Duration.ofMinutes(1)).probe(Pictures.of(bytes), type);
            for (int from : new int[]{0, bytes.length / 2, bytes.length - 5}) {
                ByteSource broken = new BrokenSource(bytes, from, new IOException(message));
                MediaFilesException derived = failure(inJvm(Duration.ofMinutes(1)), broken, type);
                assertEquals(code, derived.code(), type + " from " + from);
                MediaFilesException checked = assertThrows(MediaFilesException.class,
                        () -> inJvm(Duration.ofMinutes(1)).check(broken, header), type + " from " + from);
                assertEquals(code, checked.code(), type + " from " + from);
            }
        });
    }

    @Test
    void damageIsThePicturesFault() {
        FILES.forEach((type, bytes) -> {
            byte[] cut = java.util.Arrays.copyOf(bytes, bytes.length / 2);
            assertEquals(ProblemCode.NOT_A_VALID_MEDIA_FILE,
                    failure(inJvm(Duration.ofMinutes(1)), Pictures.of(cut), type).code(), type);
        });
    }

    @Test
    void aTimeThatWasTooShortIsNotThePicturesFault() {
        FILES.forEach((type, bytes) -> {
            MediaFilesException problem = failure(inJvm(Duration.ofNanos(1)), Pictures.of(bytes), type);
            assertEquals(ProblemCode.NOT_READY, problem.code(), type);
            assertInstanceOf(TimeLimit.Exceeded.class, problem.getCause(), type);
        });
    }

    @Test
    void anInterruptionIsNotThePicturesFault() {
        FILES.forEach((type, bytes) -> {
            PictureHeader header = inJvm(Duration.ofMinutes(1)).probe(Pictures.of(bytes), type);
            Thread.currentThread().interrupt();
            try {
                MediaFilesException problem = assertThrows(MediaFilesException.class,
                        () -> inJvm(Duration.ofMinutes(1)).check(Pictures.of(bytes), header), type);
                assertEquals(ProblemCode.NOT_READY, problem.code(), type);
                assertTrue(!(problem.getCause() instanceof TimeLimit.Exceeded), type);
            } finally {
                Thread.interrupted();
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"echo 'x: No space left on device' >&2; exit 1,STORAGE_FULL", "kill -9 $$,INTERNAL_ERROR",
            "echo broken >&2; exit 1,NOT_A_VALID_MEDIA_FILE"})
    void aProgramsEndIsToldFromItsVerdict(String script, ProblemCode code, @TempDir Path folder) throws IOException {
        Path program = Files.writeString(folder.resolve("ffmpeg"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        PictureDecoding decoding = new PictureDecoding(new DecodePermits(ImagingConfig.DEFAULTS),
                ImagingConfig.DEFAULTS,
                new ToolConfig(Optional.empty(), Optional.empty(), Optional.of(program), Optional.empty()));
        assertEquals(code, failure(decoding, Pictures.of(FILES.get("image/webp")), "image/webp").code());
    }
}
