package org.mediafiles.validation;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.mediafiles.Corpus;
import org.mediafiles.imaging.DerivedPicture;
import org.mediafiles.imaging.PictureDecoding;
import org.mediafiles.imaging.PictureDeriver;
import org.mediafiles.imaging.Pictures;
import org.mediafiles.imaging.clip.FfmpegAtHand;
import org.mediafiles.model.ByteSource;
import org.mediafiles.model.Variant;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** Real files from many sources, through the photo's door and the clip's: each comes out as its manifest says. */
class CorpusTest {
    private static final Set<ProblemCode> REFUSALS = Set.of(ProblemCode.NOT_A_VALID_MEDIA_FILE,
            ProblemCode.UNSUPPORTED_MEDIA_TYPE, ProblemCode.CLIP_TOO_LONG, ProblemCode.TOO_MANY_PIXELS);

    private final PictureDecoding decoding = Pictures.decoding();
    private final MediaInspector inspector = Inspectors.of(decoding);
    private final PictureDeriver deriver = new PictureDeriver(decoding);

    @TestFactory
    Stream<DynamicTest> eachFileComesOutAsItsManifestSays() {
        return Corpus.rows("manifest.csv").stream()
                .map(row -> DynamicTest.dynamicTest(row.get("path"), () -> check(row)));
    }

    private void check(Map<String, String> row) throws IOException {
        ByteSource source = Pictures.of(Corpus.folder().resolve(row.get("path")));
        boolean video = row.get("content_mime").startsWith("video/");
        if (row.get("kind").equals("heic") && !Pictures.heicIsRead()) {
            System.out.println("NOT RUN: " + row.get("path") + ", this machine has no program for HEIC");
            assumeTrue(false, "no program for HEIC");
        }
        if (video) {
            assertEquals(ProblemCode.UNSUPPORTED_MEDIA_TYPE, refused(source).code(), "as a photo");
            clip(row, source);
            return;
        }
        switch (row.get("verdict")) {
            case "accept" -> accept(row, source);
            case "reject" -> refused(source);
            default -> either(source);
        }
    }

    private void accept(Map<String, String> row, ByteSource source) throws IOException {
        InspectedMedia found = inspector.inspect(source, true, false);
        assertAll(row.get("path"), () -> assertEquals(row.get("content_mime"), found.mimeType()),
                () -> assertEquals(row.get("displayed_w") + "x" + row.get("displayed_h"),
                        found.width() + "x" + found.height()),
                () -> assertEquals(row.get("has_gps").equals("yes"), found.hasPosition(), "position"));
        Map<Variant, DerivedPicture> derived = deriver.derive(source, found.mimeType());
        int longer = Math.max(found.width(), found.height());
        for (Variant variant : new Variant[]{Variant.LARGE, Variant.MEDIUM, Variant.THUMBNAIL}) {
            int side = variant == Variant.LARGE ? 1200 : variant == Variant.MEDIUM ? 800 : 200;
            DerivedPicture picture = derived.get(variant);
            assertEquals(Math.min(side, longer), Math.max(picture.width(), picture.height()), variant.name());
            assertEquals(found.width() >= found.height(), picture.width() >= picture.height(), "upright");
            assertEquals(picture.width(), ImageIO.read(new ByteArrayInputStream(picture.jpeg())).getWidth());
        }
    }

    private void clip(Map<String, String> row, ByteSource source) {
        if (FfmpegAtHand.any().isEmpty()) {
            System.out.println("NOT RUN: " + row.get("path") + ", this machine has no ffmpeg");
            assumeTrue(false, "no ffmpeg");
        }
        InspectedMedia found = null;
        MediaFilesException problem = null;
        try {
            found = inspector.inspect(source, false, true);
        } catch (MediaFilesException e) {
            problem = e;
        }
        switch (row.get("verdict")) {
            case "accept" -> {
                assertNull(problem, () -> row.get("path"));
                acceptClip(row, found);
            }
            case "reject" -> assertNotNull(problem);
            default -> {
                if (found != null) {
                    acceptClip(row, found);
                }
            }
        }
        if (problem != null) {
            assertFalse(problem.getMessage().contains(Corpus.folder().toString()), problem.getMessage());
            assertTrue(REFUSALS.contains(problem.code()), problem.code().code());
        }
    }

    private static void acceptClip(Map<String, String> row, InspectedMedia found) {
        assertAll(row.get("path"), () -> assertEquals(row.get("content_mime"), found.mimeType()),
                () -> assertEquals(row.get("displayed_w") + "x" + row.get("displayed_h"),
                        found.width() + "x" + found.height()),
                () -> assertEquals(row.get("has_gps").equals("yes"), found.hasPosition(), "position"),
                () -> assertEquals(Double.parseDouble(row.get("duration_s")), found.duration().doubleValue(), 0.05),
                () -> assertEquals(row.get("video_codec"), found.metadata().get("videoCodec")),
                () -> assertEquals(row.get("audio_codec"),
                        String.valueOf(found.metadata().getOrDefault("audioCodec", ""))),
                () -> assertTrue(found.video()));
    }

    private MediaFilesException refused(ByteSource source) {
        MediaFilesException problem = assertThrows(MediaFilesException.class,
                () -> inspector.inspect(source, true, false));
        assertFalse(problem.getMessage().contains(Corpus.folder().toString()), problem.getMessage());
        assertTrue(problem.code() != ProblemCode.NOT_READY);
        return problem;
    }

    /** Taken with derivatives, or a clear refusal; nothing else. */
    private void either(ByteSource source) {
        try {
            InspectedMedia found = inspector.inspect(source, true, false);
            assertEquals(3, deriver.derive(source, found.mimeType()).size());
        } catch (MediaFilesException e) {
            assertTrue(e.code() == ProblemCode.NOT_A_VALID_MEDIA_FILE || e.code() == ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    e.code().code());
        }
    }
}
