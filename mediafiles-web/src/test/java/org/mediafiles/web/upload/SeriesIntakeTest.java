package org.mediafiles.web.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.PublishCommand;
import org.mediafiles.catalog.UploadRecord;
import org.mediafiles.config.UploadLimits;
import org.mediafiles.ingest.IntakeKind;
import org.mediafiles.ingest.MediaIngest;
import org.mediafiles.ingest.SpooledUpload;
import org.mediafiles.model.EventType;
import org.mediafiles.model.Sha256;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.Caller;
import org.mediafiles.security.Role;

class SeriesIntakeTest {
    private static final Caller ANA = new Caller(7, "ana", "Ana Lima", Role.CLINICIAN, null, null);
    private static final UUID PATIENT = UUID.randomUUID();
    private static final int MOST = 3;
    private static final UploadLimits LIMITS = new UploadLimits(100, 100, 100, 100, Duration.ofSeconds(1), 100, MOST,
            255);

    private final List<String> calls = new ArrayList<>();
    private final Map<UUID, String> names = new HashMap<>();
    private PublishCommand published;
    private UUID unknown;
    private RuntimeException failure;

    private final MediaIngest ingest = new MediaIngest() {
        @Override
        public void check(Caller caller, PublishCommand command) {
            check(caller, command, 0);
        }

        @Override
        public void check(Caller caller, PublishCommand command, int filesToCome) {
            assertEquals(EventType.PHOTO_SERIES, command.type());
            if (unknown != null && command.uploadIds().contains(unknown)) {
                throw new MediaFilesException(ProblemCode.UNKNOWN_UPLOAD, "x");
            }
            if (command.description() != null && command.description().length() > 255) {
                throw MediaFilesException.invalid("description", "x");
            }
            int pictures = command.uploadIds().size() + filesToCome;
            if (command.captions().size() > pictures) {
                throw MediaFilesException.invalid("caption", "x");
            }
            if (command.uploadIds().stream().distinct().count() < command.uploadIds().size()) {
                throw new MediaFilesException(ProblemCode.DUPLICATE_IN_SERIES, "x").with("position", 2);
            }
            if (pictures > MOST) {
                throw new MediaFilesException(ProblemCode.TOO_MANY_IMAGES, "x").with("limit", MOST);
            }
        }

        @Override
        public SpooledUpload spool(Caller caller, InputStream bytes, String filename, IntakeKind kind) {
            try {
                String text = new String(bytes.readNBytes(100), StandardCharsets.UTF_8);
                calls.add("spool " + filename);
                UUID id = UUID.randomUUID();
                names.put(id, text);
                return new SpooledUpload(id, kind, text.length(), null, 100, text.length() == 100);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public UploadRecord examine(Caller caller, SpooledUpload upload, Sha256 announced) {
            String bytes = names.get(upload.uploadId());
            calls.add("examine " + bytes.substring(0, Math.min(3, bytes.length())));
            if (upload.tooLarge()) {
                throw new MediaFilesException(ProblemCode.UPLOAD_TOO_LARGE, "x");
            }
            if (bytes.startsWith("bad")) {
                throw new MediaFilesException(ProblemCode.NOT_A_VALID_MEDIA_FILE, "x");
            }
            return new UploadRecord(upload.uploadId(), "image", "n", "image/jpeg", 1, "a".repeat(64), 1, 1, null,
                    false, null, Map.of(), Instant.EPOCH);
        }

        @Override
        public EventRecord publish(Caller caller, PublishCommand command) {
            published = command;
            calls.add("publish");
            if (failure != null) {
                throw failure;
            }
            return null;
        }

        @Override
        public void discard(Caller caller, SpooledUpload upload, String why) {
            calls.add("discard " + names.get(upload.uploadId()) + ' ' + why);
        }
    };

    private static String part(String disposition, String value) {
        return "--B\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + value + "\r\n";
    }

    private static String file(String name, String bytes) {
        return part("name=\"file\"; filename=\"" + name + '"', bytes);
    }

    private static String text(String name, String value) {
        return part("name=\"" + name + '"', value);
    }

    private EventRecord post(String... parts) {
        return new SeriesIntake(ingest, null, LIMITS).receive(ANA, PATIENT,
                OneFileIntakeTest.request("multipart/form-data; boundary=B",
                        (String.join("", parts) + "--B--\r\n").getBytes(StandardCharsets.UTF_8)));
    }

    private MediaFilesException refused(ProblemCode code, String field, String... parts) {
        MediaFilesException thrown = assertThrows(MediaFilesException.class, () -> post(parts));
        assertEquals(code, thrown.code());
        assertEquals(field, thrown.field().orElse(null));
        assertNull(published);
        return thrown;
    }

    private List<String> discarded() {
        return calls.stream().filter(call -> call.startsWith("discard")).toList();
    }

    @Test
    void filesAndUploadsStandInTheOrderOfTheirParts() {
        UUID waiting = UUID.randomUUID();
        post(text("caption", "one"), file("a.jpg", "aaa"), text("uploadId", waiting.toString()),
                text("description", "d"), file("b.jpg", "bbb"), text("caption", "two"),
                text("seriesDescription", "s"), text("allowDuplicate", "true"));
        assertEquals(List.of("spool a.jpg", "spool b.jpg", "examine aaa", "examine bbb", "publish"), calls);
        assertEquals(List.of("aaa", waiting.toString(), "bbb"), published.uploadIds().stream()
                .map(id -> names.getOrDefault(id, id.toString())).toList());
        assertEquals(List.of("one", "two"), published.captions());
        assertEquals("s", published.seriesDescription());
        assertEquals(true, published.allowDuplicate());
    }

    @Test
    void oneBadFileIsNamedAndAllAreDiscarded() {
        MediaFilesException refusal = refused(ProblemCode.NOT_A_VALID_MEDIA_FILE, null, file("a.jpg", "aaa"),
                file("b.jpg", "bad"), file("c.jpg", "ccc"));
        assertEquals(2, refusal.extensions().get("file"));
        assertEquals("b.jpg", refusal.extensions().get("filename"));
        // The bad one's own bytes went with its examination.
        assertEquals(List.of("discard aaa not-a-valid-media-file", "discard ccc not-a-valid-media-file"), discarded());
    }

    @Test
    void pastTheLimitNothingIsRead() {
        MediaFilesException refusal = refused(ProblemCode.TOO_MANY_IMAGES, null, file("a", "aaa"), file("b", "bad"),
                text("uploadId", UUID.randomUUID().toString()), file("d", "ddd"), text("colour", "unread"));
        assertEquals(MOST, refusal.extensions().get("limit"));
        assertEquals(List.of("spool a", "spool b", "discard aaa too-many-images", "discard bad too-many-images"),
                calls);
        refused(ProblemCode.TOO_MANY_IMAGES, null, file("a", "aaa"), file("b", "bbb"), file("c", "ccc"),
                text("uploadId", UUID.randomUUID().toString()));
    }

    @Test
    void captionsOfPicturesThatWereNotReadAreNoFault() {
        refused(ProblemCode.TOO_MANY_IMAGES, null, text("caption", "1"), text("caption", "2"), text("caption", "3"),
                text("caption", "4"), text("caption", "5"), file("a", "aaa"), file("b", "bbb"), file("c", "ccc"),
                file("d", "ddd"), file("e", "eee"));
    }

    @Test
    void fieldsReadBeforeAreJudgedBeforeTheCount() {
        refused(ProblemCode.INVALID_REQUEST, "description", text("description", "x".repeat(300)), file("a", "aaa"),
                file("b", "bbb"), file("c", "ccc"), file("d", "ddd"));
        refused(ProblemCode.INVALID_REQUEST, "eventDatetime", file("a", "aaa"), text("eventDatetime", "yesterday"));
        refused(ProblemCode.INVALID_REQUEST, "colour", file("a", "aaa"), text("colour", "red"));
        refused(ProblemCode.INVALID_REQUEST, "sha256", file("a", "aaa"), text("sha256", "a".repeat(64)));
    }

    @Test
    void sizeIsJudgedBeforeContent() {
        MediaFilesException refusal = refused(ProblemCode.UPLOAD_TOO_LARGE, null, file("a", "bad"),
                file("b", "x".repeat(500)), text("colour", "unread"));
        assertEquals(2, refusal.extensions().get("file"));
        assertEquals(List.of("spool a", "spool b", "examine xxx", "discard bad upload-too-large"), calls);
    }

    @Test
    void noPictureAndTooManyCaptionsAreRefused() {
        refused(ProblemCode.INVALID_REQUEST, "file", text("description", "x"));
        refused(ProblemCode.INVALID_REQUEST, "file", text("uploadId", " "));
        refused(ProblemCode.INVALID_REQUEST, "caption", file("a", "aaa"), text("caption", "1"), text("caption", "2"));
    }

    @Test
    void anUnknownUploadIsNamedBeforeTheFields() {
        unknown = UUID.randomUUID();
        assertEquals(2, refused(ProblemCode.UNKNOWN_UPLOAD, null, file("a", "aaa"),
                text("uploadId", unknown.toString()), text("eventDatetime", "yesterday")).extensions().get("file"));
        refused(ProblemCode.UNKNOWN_UPLOAD, "uploadId", text("uploadId", "nonsense"));
    }

    @Test
    void anUploadThatIsNamedTwiceIsFoundAmongAllPictures() {
        String waiting = text("uploadId", UUID.randomUUID().toString());
        assertEquals(3, refused(ProblemCode.DUPLICATE_IN_SERIES, null, waiting, file("a", "aaa"), waiting).extensions()
                .get("file"));
    }

    @Test
    void aRefusedPublicationIsDiscardedAnUnknownOneIsNot() {
        failure = new MediaFilesException(ProblemCode.DUPLICATE_IN_SERIES, "x").with("position", 2);
        MediaFilesException refusal = assertThrows(MediaFilesException.class,
                () -> post(file("a", "aaa"), file("b", "aab")));
        assertEquals(2, refusal.extensions().get("file"));
        assertEquals("b", refusal.extensions().get("filename"));
        assertEquals(List.of("discard aaa duplicate-in-series", "discard aab duplicate-in-series"), discarded());
        calls.clear();
        failure = new IllegalStateException("commit's answer lost");
        assertThrows(IllegalStateException.class, () -> post(file("a", "aaa")));
        assertEquals(List.of(), discarded());
    }

    @Test
    void aBodyThatStopsWithinABoundaryIsNoWholeSeries() {
        for (String end : List.of("--B", "--B-", "--B\r")) {
            refusedAsCut(OneFileIntakeTest.request("multipart/form-data; boundary=B",
                    (file("a", "aaa") + end).getBytes(StandardCharsets.UTF_8)), ProblemCode.INVALID_REQUEST);
        }
        refusedAsCut(OneFileIntakeTest.pastTheServersWall("multipart/form-data; boundary=B",
                (file("a", "aaa") + "--B").getBytes(StandardCharsets.UTF_8)), ProblemCode.UPLOAD_TOO_LARGE);
    }

    private void refusedAsCut(HttpServletRequest request, ProblemCode code) {
        calls.clear();
        SeriesIntake intake = new SeriesIntake(ingest, null, LIMITS);
        assertEquals(code,
                assertThrows(MediaFilesException.class, () -> intake.receive(ANA, PATIENT, request)).code());
        assertNull(published);
        assertEquals(List.of("discard aaa " + code.code()), discarded());
    }
}
