package org.mediafiles.web.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.catalog.UploadRecord;
import org.mediafiles.ingest.IntakeKind;
import org.mediafiles.ingest.MediaIngest;
import org.mediafiles.ingest.SpooledUpload;
import org.mediafiles.model.Sha256;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.AccessGuard;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;
import org.mediafiles.security.Role;

class UploadIntakeTest {
    private static final Caller ANA = new Caller(7, "ana", "Ana Lima", Role.CLINICIAN, null, null);
    private static final int LIMIT = 100;

    private final List<String> discarded = new ArrayList<>();
    private final MediaIngest ingest = new MediaIngest() {
        @Override
        public SpooledUpload spool(Caller caller, InputStream bytes, String filename, IntakeKind kind) {
            try {
                int length = bytes.readNBytes(LIMIT + 1).length;
                return new SpooledUpload(UUID.randomUUID(), kind, length, null, LIMIT, length > LIMIT);
            } catch (IOException e) {
                throw new MediaFilesException(ProblemCode.INVALID_REQUEST, "The upload ended before its last byte.", e);
            }
        }

        @Override
        public UploadRecord examine(Caller caller, SpooledUpload upload, Sha256 announced) {
            assertTrue(upload.tooLarge());
            throw new MediaFilesException(ProblemCode.UPLOAD_TOO_LARGE, "x");
        }

        @Override
        public void discard(Caller caller, SpooledUpload upload, String why) {
            discarded.add(why);
        }
    };
    private final AccessGuard guard = new AccessGuard() {
        @Override
        public void require(Caller caller, Act act, AuditAct record) {
            // Whoever comes may.
        }
    };

    private void refused(ProblemCode code, String field, HttpServletRequest request) {
        MediaFilesException thrown = assertThrows(MediaFilesException.class,
                () -> new UploadIntake(ingest, guard).receive(ANA, request, null, null));
        assertEquals(code, thrown.code());
        assertEquals(field, thrown.field().orElse(null));
    }

    private static HttpServletRequest form(String sha256) {
        return OneFileIntakeTest.request("multipart/form-data; boundary=B",
                ("--B\r\nContent-Disposition: form-data; name=\"sha256\"\r\n\r\n" + sha256
                        + "\r\n--B\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n" + "x".repeat(LIMIT + 50)
                        + "\r\n--B--\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatCameBeforeATooLargeFileIsJudgedFirst() {
        refused(ProblemCode.INVALID_REQUEST, "sha256", form("abc"));
        assertEquals(List.of("invalid-request"), discarded);
        refused(ProblemCode.UPLOAD_TOO_LARGE, null, form("a".repeat(64)));
    }

    @Test
    void aBodyPastTheServersWallIsTooLarge() {
        refused(ProblemCode.UPLOAD_TOO_LARGE, null, OneFileIntakeTest.pastTheServersWall("image/jpeg", new byte[0]));
        refused(ProblemCode.UPLOAD_TOO_LARGE, null, OneFileIntakeTest.pastTheServersWall("image/jpeg", new byte[10]));
    }
}
