package org.mediafiles.web.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

class ProblemStatusTest {
    @Test
    void everyCodeHasAnErrorStatusAndATitle() {
        for (ProblemCode code : ProblemCode.values()) {
            assertTrue(ProblemStatus.status(code) >= 400 && ProblemStatus.status(code) < 600, code.code());
            assertFalse(ProblemStatus.title(code).isBlank(), code.code());
        }
    }

    @Test
    void aStatusOfTheContainersKeepsItsNumber() {
        for (int status : new int[]{400, 401, 403, 404, 405, 406, 409, 412, 413, 415, 416, 429, 500, 503}) {
            assertEquals(status, ProblemStatus.status(ProblemStatus.codeOf(status)));
        }
    }

    @Test
    void documentIsTheContracts() {
        UUID id = UUID.fromString("00000000-0000-4000-8000-000000000001");
        ProblemDocument document = ProblemDocument.of(new MediaFilesException(ProblemCode.DUPLICATE_MEDIA, "Twice.")
                .atField("file").with("duplicateOf", Map.of("eventId", "e", "mediaFileId", "m")), id);
        assertEquals("{\"type\":\"urn:mediafiles:problem:duplicate-media\","
                + "\"title\":\"The patient has this file already\",\"status\":409,\"detail\":\"Twice.\","
                + "\"instance\":\"urn:uuid:00000000-0000-4000-8000-000000000001\",\"code\":\"duplicate-media\","
                + "\"field\":\"file\",\"duplicateOf\":",
                new String(document.json(), java.nio.charset.StandardCharsets.UTF_8).split("\\{\"(?=e|m)")[0]
                        .replaceAll("(?<=duplicateOf\":).*", ""));
    }
}
