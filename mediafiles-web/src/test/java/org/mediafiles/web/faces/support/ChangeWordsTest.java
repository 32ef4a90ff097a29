package org.mediafiles.web.faces.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.config.UploadLimits;

class ChangeWordsTest {
    private static ChangeWords in(Language language) {
        HospitalFormat format = new HospitalFormat(language, ZoneId.of("America/Sao_Paulo"));
        return new ChangeWords(new Words(language, format, UploadLimits.DEFAULTS), format);
    }

    @Test
    void everyActHasItsWordsInBothLanguages() {
        for (Language language : Language.values()) {
            ResourceBundle words = WordsTest.bundle(language);
            assertEquals(List.of(), Arrays.stream(AuditAct.values()).map(act -> "audit.act." + act.code())
                    .filter(key -> !words.containsKey(key)).toList(), language.toString());
        }
    }

    @Test
    void fieldsAreToldAsTheyWereAndBecame() {
        Map<String, Object> before = new LinkedHashMap<>();
        before.put("description", "Ferida");
        before.put("eventDatetime", "2026-11-23T17:05:00Z");
        before.put("deleted", false);
        before.put("unheardOf", 7L);
        Map<String, Object> after = new LinkedHashMap<>();
        after.put("description", null);
        after.put("eventDatetime", "2026-11-23T18:05:00Z");
        after.put("deleted", true);
        assertEquals(
                List.of(new ChangeWords.Line("Descrição", "Ferida", ""),
                        new ChangeWords.Line("Data e hora", "23/11/2026 14:05", "23/11/2026 15:05"),
                        new ChangeWords.Line("Excluído", "não", "sim"), new ChangeWords.Line("unheardOf", "7", "")),
                in(Language.PT_BR).lines(before, after));
    }

    @Test
    void aSeriesPicturesAreToldByPlaceAndCaption() {
        Map<String, Object> files = Map.of("files", List.of(Map.of("id", "x", "orderIndex", 2L, "caption", "dorso"),
                Map.of("id", "y", "orderIndex", 3L, "caption", "")));
        assertEquals("2. dorso; 3. (no caption)", in(Language.EN).lines(Map.of(), files).get(0).to());
    }

    @Test
    void codesAreToldInWords() {
        assertEquals("Equipe clínica", in(Language.PT_BR).value("role", "clinician"));
        assertEquals("fired", in(Language.EN).value("role", "fired"));
        assertEquals("17 May 1980", in(Language.EN).value("birthday", "1980-05-17"));
        assertEquals("s. d.", in(Language.EN).value("birthday", "s. d."));
    }
}
