package org.mediafiles.validation;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.mediafiles.Corpus;
import org.mediafiles.config.UploadLimits;
import org.mediafiles.imaging.DerivedPicture;
import org.mediafiles.imaging.PictureDecoding;
import org.mediafiles.imaging.PictureDeriver;
import org.mediafiles.imaging.Pictures;
import org.mediafiles.model.ByteSource;
import org.mediafiles.model.Variant;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

/** Real files from many sources, through the photo door: each comes out as its manifest says. */
class CorpusTest {
    private final PictureDecoding decoding = Pictures.decoding();
    private final MediaInspector inspector = new MediaInspector(decoding, UploadLimits.DEFAULTS);
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
        switch (video ? "video" : row.get("verdict")) {
            case "video" -> assertEquals(ProblemCode.UNSUPPORTED_MEDIA_TYPE, refused(source).code());
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
