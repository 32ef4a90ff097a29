package org.mediafiles.web.faces.clinician;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

class ChosenMediaTest {
    private static final UUID UPLOAD = UUID.fromString("37df2e94-88f7-49f3-abf4-a65e7b0f1f5f");
    private static final UUID FILE = UUID.fromString("b076172c-4d8f-43d2-be25-5bd757f501c9");

    @Test
    void listIsReadInOrderWithWhatIsThereAndWhatIsNew() {
        assertEquals(List.of(new ChosenMedia(null, FILE, "Antes, \"ontem\"", false),
                new ChosenMedia(UPLOAD, null, "", true)),
                ChosenMedia.parse("""
                                  [{"file": "%s", "caption": "Antes, \\"ontem\\""}, {"upload": "%s", "anyway": true}]
                                  """.formatted(FILE, UPLOAD)));
    }

    @Test
    void nothingIsAnEmptyList() {
        assertEquals(List.of(), ChosenMedia.parse(null));
        assertEquals(List.of(), ChosenMedia.parse(" "));
        assertEquals(List.of(), ChosenMedia.parse("[]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[", "null", "[1]", "[{}]", "\"x\"",
            "[{\"upload\": \"37df2e94-88f7-49f3-abf4-a65e7b0f1f5f\", \"file\": \"37df2e94-88f7-49f3-abf4-a65e7b0f1f5f\"}]"})
    void whatOurScriptNeverWritesIsRefused(String json) {
        MediaFilesException refusal = assertThrows(MediaFilesException.class, () -> ChosenMedia.parse(json));
        assertEquals(ProblemCode.INVALID_REQUEST, refusal.code());
    }

    @Test
    void whatIsNoIdIsNotFound() {
        MediaFilesException refusal = assertThrows(MediaFilesException.class,
                () -> ChosenMedia.parse("[{\"upload\": \"x\"}]"));
        assertEquals(ProblemCode.NOT_FOUND, refusal.code());
    }
}
