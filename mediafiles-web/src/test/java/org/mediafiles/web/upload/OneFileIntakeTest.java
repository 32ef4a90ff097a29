package org.mediafiles.web.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.undertow.server.RequestTooBigException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.PublishCommand;
import org.mediafiles.catalog.UploadRecord;
import org.mediafiles.ingest.IntakeKind;
import org.mediafiles.ingest.MediaIngest;
import org.mediafiles.ingest.SpooledUpload;
import org.mediafiles.model.EventType;
import org.mediafiles.model.Sha256;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.Caller;
import org.mediafiles.security.Role;

class OneFileIntakeTest {
    private static final Caller ANA = new Caller(7, "ana", "Ana Lima", Role.CLINICIAN, null, null);
    private static final UUID PATIENT = UUID.randomUUID();
    private static final String HASH = "a".repeat(64);

    private final List<String> calls = new ArrayList<>();
    private PublishCommand published;
    private MediaFilesException refusal;
    private String refuseAt = "";
    private RuntimeException failure;
    private boolean uploadsAreUnknown;

    private final MediaIngest ingest = new MediaIngest() {
        private void step(String step) {
            calls.add(step);
            if (step.startsWith(refuseAt) && !refuseAt.isEmpty()) {
                throw failure != null ? failure : refusal;
            }
        }

        @Override
        public void check(Caller caller, PublishCommand command) {
            step("check");
            if (!command.uploadIds().isEmpty() && uploadsAreUnknown) {
                throw new MediaFilesException(ProblemCode.UNKNOWN_UPLOAD, "x");
            }
            if (command.description() != null && command.description().length() > 255) {
                throw MediaFilesException.invalid("description", "x");
            }
        }

        @Override
        public SpooledUpload spool(Caller caller, InputStream bytes, String filename, IntakeKind kind) {
            try {
                String text = new String(bytes.readNBytes(100), StandardCharsets.UTF_8);
                step("spool " + filename + "=" + text);
                return new SpooledUpload(UUID.randomUUID(), kind, text.length(), new Sha256(HASH), 100,
                        text.length() == 100);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public UploadRecord examine(Caller caller, SpooledUpload upload, Sha256 announced) {
            step("examine " + announced);
            if (upload.tooLarge()) {
                throw new MediaFilesException(ProblemCode.UPLOAD_TOO_LARGE, "x");
            }
            return new UploadRecord(upload.uploadId(), "image", "n", "image/jpeg", 1, HASH, 1, 1, null, false, null,
                    java.util.Map.of(), Instant.EPOCH);
        }

        @Override
        public EventRecord publish(Caller caller, PublishCommand command) {
            published = command;
            step("publish");
            return null;
        }

        @Override
        public void discard(Caller caller, SpooledUpload upload, String why) {
            calls.add("discard " + why);
        }
    };

    static HttpServletRequest request(String contentType, byte[] body) {
        return request(contentType, new ByteArrayInputStream(body), body.length);
    }

    /** A body that the server cuts off past its own limit, as it does. */
    static HttpServletRequest pastTheServersWall(String contentType, byte[] start) {
        InputStream wall = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new RequestTooBigException("larger than 2147483648");
            }
        };
        return request(contentType, new SequenceInputStream(new ByteArrayInputStream(start), wall), -1);
    }

    private static HttpServletRequest request(String contentType, InputStream bytes, int length) {
        ServletInputStream in = new ServletInputStream() {
            @Override
            public int read() throws IOException {
                return bytes.read();
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return bytes.read(buffer, offset, length);
            }

            @Override
            public boolean isFinished() {
                throw new UnsupportedOperationException();
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setReadListener(ReadListener listener) {
                throw new UnsupportedOperationException();
            }
        };
        return (HttpServletRequest) Proxy.newProxyInstance(OneFileIntakeTest.class.getClassLoader(),
                new Class<?>[]{HttpServletRequest.class}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getContentType" -> contentType;
                    case "getInputStream" -> in;
                    case "getContentLength" -> length;
                    case "getCharacterEncoding" -> null;
                    case "getHeader" -> null;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static String part(String disposition, String value) {
        return "--B\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + value + "\r\n";
    }

    private EventRecord post(String... parts) {
        return post(StandardCharsets.UTF_8, String.join("", parts) + "--B--\r\n");
    }

    private EventRecord post(Charset charset, String body) {
        return new OneFileIntake(ingest).receive(ANA, EventType.PHOTO, PATIENT,
                request("multipart/form-data; boundary=B", body.getBytes(charset)));
    }

    private void refused(ProblemCode code, String field, org.junit.jupiter.api.function.Executable call) {
        MediaFilesException thrown = assertThrows(MediaFilesException.class, call);
        assertEquals(code, thrown.code());
        assertEquals(field, thrown.field().orElse(null));
    }

    private static final String FILE = part("name=\"file\"; filename=\"a.jpg\"", "bytes");

    @Test
    void publishesWhateverTheOrderOfTheParts() {
        post(FILE, part("name=\"description\"", "Pé"), part("name=\"eventDatetime\"", "2026-11-23T12:00:00Z"),
                part("name=\"sha256\"", HASH.toUpperCase(java.util.Locale.ROOT)));
        assertEquals(List.of("check", "spool a.jpg=bytes", "check", "examine " + HASH, "publish"), calls);
        assertEquals("Pé", published.description());
        assertEquals(Instant.parse("2026-11-23T12:00:00Z"), published.eventDatetime());
        calls.clear();
        post(part("name=\"sha256\"", HASH), part("name=\"allowDuplicate\"", "true"), FILE);
        assertEquals(List.of("check", "spool a.jpg=bytes", "check", "examine " + HASH, "publish"), calls);
        assertEquals(true, published.allowDuplicate());
    }

    @Test
    void aFileNeedsNoFilename() {
        post(part("name=\"file\"", "bytes"));
        assertEquals("spool null=bytes", calls.get(1));
    }

    @Test
    void anUploadIdStandsForTheFile() {
        UUID upload = UUID.randomUUID();
        post(part("name=\"uploadId\"", upload.toString()));
        assertEquals(List.of("check", "check", "publish"), calls);
        assertEquals(List.of(upload), published.uploadIds());
        refused(ProblemCode.UNKNOWN_UPLOAD, "uploadId", () -> post(part("name=\"uploadId\"", "nonsense")));
        refused(ProblemCode.INVALID_REQUEST, "file",
                () -> post(FILE, part("name=\"uploadId\"", upload.toString())));
    }

    @Test
    void noFileAndTwoFilesAreRefusedAtTheFile() {
        refused(ProblemCode.INVALID_REQUEST, "file", () -> post(part("name=\"description\"", "x")));
        refused(ProblemCode.INVALID_REQUEST, "file", () -> post(FILE, FILE));
        assertEquals("discard invalid-request", calls.get(calls.size() - 1));
    }

    @Test
    void fieldsAreJudgedBeforeTheFilesContent() {
        refused(ProblemCode.INVALID_REQUEST, "eventDatetime",
                () -> post(FILE, part("name=\"eventDatetime\"", "2026-11-23T12:00:00")));
        refused(ProblemCode.INVALID_REQUEST, "sha256", () -> post(FILE, part("name=\"sha256\"", "abc")));
        refused(ProblemCode.INVALID_REQUEST, "allowDuplicate", () -> post(FILE, part("name=\"allowDuplicate\"", "1")));
        refused(ProblemCode.INVALID_REQUEST, "colour", () -> post(FILE, part("name=\"colour\"", "1")));
        refused(ProblemCode.INVALID_REQUEST, "description",
                () -> post(FILE, part("name=\"description\"", "1"), part("name=\"description\"", "2")));
        assertEquals(0, calls.stream().filter(call -> call.startsWith("examine")).count());
        assertEquals(5, calls.stream().filter("discard invalid-request"::equals).count());
    }

    @Test
    void textIsUtf8UnlessThePartNamesACharset() {
        String latin = "--B\r\nContent-Disposition: form-data; name=\"description\"\r\n"
                + "Content-Type: text/plain; charset=ISO-8859-1\r\n\r\nPé\r\n";
        post(StandardCharsets.ISO_8859_1, FILE + latin + "--B--\r\n");
        assertEquals("Pé", published.description());
        refused(ProblemCode.INVALID_REQUEST, "description", () -> post(StandardCharsets.ISO_8859_1,
                FILE + part("name=\"description\"", "Pé") + "--B--\r\n"));
    }

    @Test
    void brokenFormsAreRefusedAndLeaveNothing() {
        refused(ProblemCode.INVALID_REQUEST, null,
                () -> post(StandardCharsets.UTF_8, FILE + part("name=\"description\"", "cut")));
        assertEquals("discard invalid-request", calls.get(calls.size() - 1));
        refused(ProblemCode.INVALID_REQUEST, null,
                () -> post(StandardCharsets.UTF_8, FILE.substring(0, FILE.length() - 4)));
        refused(ProblemCode.INVALID_REQUEST, "file", () -> post(StandardCharsets.UTF_8, ""));
        refused(ProblemCode.INVALID_REQUEST, "file", () -> post(StandardCharsets.UTF_8, "--X\r\n\r\n--X--"));
        refused(ProblemCode.INVALID_REQUEST, null,
                () -> new OneFileIntake(ingest).receive(ANA, EventType.PHOTO, PATIENT,
                        request("multipart/form-data", FILE.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void anotherTypeOfRequestIs415AfterRoleAndPatient() {
        refused(ProblemCode.UNSUPPORTED_MEDIA_TYPE, null,
                () -> new OneFileIntake(ingest).receive(ANA, EventType.PHOTO, PATIENT,
                        request("application/json", new byte[0])));
        refuseAt = "check";
        refusal = new MediaFilesException(ProblemCode.NOT_FOUND, "x");
        refused(ProblemCode.NOT_FOUND, null,
                () -> new OneFileIntake(ingest).receive(ANA, EventType.PHOTO, PATIENT,
                        request("application/json", new byte[0])));
    }

    @Test
    void pastTheLimitTheRestIsNotRead() {
        refused(ProblemCode.UPLOAD_TOO_LARGE, null, () -> post(
                part("name=\"file\"; filename=\"a.jpg\"", "x".repeat(500)), part("name=\"colour\"", "unread")));
    }

    @Test
    void whatCameBeforeATooLargeFileIsJudgedFirst() {
        String large = part("name=\"file\"; filename=\"a.jpg\"", "x".repeat(500));
        refused(ProblemCode.INVALID_REQUEST, "description",
                () -> post(part("name=\"description\"", "x".repeat(300)), large));
        refused(ProblemCode.INVALID_REQUEST, "eventDatetime",
                () -> post(part("name=\"eventDatetime\"", "2026-11-23T12:00:00"), large));
        refused(ProblemCode.INVALID_REQUEST, "sha256", () -> post(part("name=\"sha256\"", "abc"), large));
        assertEquals(3, calls.stream().filter("discard invalid-request"::equals).count());
        refused(ProblemCode.UPLOAD_TOO_LARGE, null, () -> post(part("name=\"sha256\"", HASH), large));
    }

    @Test
    void anUnknownUploadIsToldBeforeItsFields() {
        uploadsAreUnknown = true;
        String upload = part("name=\"uploadId\"", UUID.randomUUID().toString());
        refused(ProblemCode.UNKNOWN_UPLOAD, null,
                () -> post(upload, part("name=\"eventDatetime\"", "2026-11-23T12:00:00")));
        refused(ProblemCode.UNKNOWN_UPLOAD, null,
                () -> post(part("name=\"description\"", "x".repeat(300)), upload));
        uploadsAreUnknown = false;
        refused(ProblemCode.INVALID_REQUEST, "eventDatetime",
                () -> post(upload, part("name=\"eventDatetime\"", "2026-11-23T12:00:00")));
    }

    @Test
    void theAnnouncedHashOfAnUploadGoesWithThePublication() {
        post(part("name=\"uploadId\"", UUID.randomUUID().toString()), part("name=\"sha256\"", HASH));
        assertEquals(new Sha256(HASH), published.announced());
    }

    @Test
    void aBodyPastTheServersWallIsTooLarge() {
        String start = FILE.substring(0, FILE.length() - 2);
        for (String read : new String[]{"", "--B\r\nConte", start}) {
            refused(ProblemCode.UPLOAD_TOO_LARGE, null, () -> new OneFileIntake(ingest).receive(ANA, EventType.PHOTO,
                    PATIENT,
                    pastTheServersWall("multipart/form-data; boundary=B", read.getBytes(StandardCharsets.UTF_8))));
        }
    }

    @Test
    void aRefusedPublicationIsDiscardedAnUnknownOneIsNot() {
        refuseAt = "publish";
        refusal = new MediaFilesException(ProblemCode.DUPLICATE_MEDIA, "x");
        refused(ProblemCode.DUPLICATE_MEDIA, null, () -> post(FILE));
        assertEquals("discard duplicate-media", calls.get(calls.size() - 1));
        calls.clear();
        failure = new IllegalStateException("commit's answer lost");
        assertThrows(IllegalStateException.class, () -> post(FILE));
        assertEquals("publish", calls.get(calls.size() - 1));
    }

    @Test
    void aRefusalByExaminationHasRemovedTheBytesAlready() {
        refuseAt = "examine";
        refusal = new MediaFilesException(ProblemCode.NOT_A_VALID_MEDIA_FILE, "x");
        refused(ProblemCode.NOT_A_VALID_MEDIA_FILE, null, () -> post(FILE));
        assertEquals("examine null", calls.get(calls.size() - 1));
    }
}
