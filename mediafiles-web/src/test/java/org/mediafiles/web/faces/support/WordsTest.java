package org.mediafiles.web.faces.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mediafiles.config.UploadLimits;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

class WordsTest {
    private static final Locale SERVER_LANGUAGE = Locale.getDefault();

    @AfterEach
    void restoreServerLanguage() {
        Locale.setDefault(SERVER_LANGUAGE);
    }

    static ResourceBundle bundle(Language language) {
        return ResourceBundle.getBundle(Words.BUNDLE, language.locale());
    }

    private static Words words(Language language) {
        return new Words(language, new HospitalFormat(language, ZoneId.of("America/Sao_Paulo")),
                UploadLimits.DEFAULTS);
    }

    @Test
    void bothLanguagesHaveTheSameKeys() {
        assertEquals(new TreeSet<>(bundle(Language.EN).keySet()), new TreeSet<>(bundle(Language.PT_BR).keySet()));
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyProblemHasWordsOfItsOwn(Language language) {
        List<String> said = Arrays.stream(ProblemCode.values()).map(words(language)::problem).toList();
        for (int i = 0; i < said.size(); i++) {
            assertFalse(said.get(i).startsWith("problem."), () -> "no words in " + language);
            assertFalse(said.get(i).contains("{"), "unfilled: " + said.get(i));
            assertTrue(said.get(i).endsWith("."), "a sentence: " + said.get(i));
            assertFalse(said.get(i).contains("!"), "calm: " + said.get(i));
        }
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void wordsWithSomethingPutInHoldNoApostrophe(Language language) {
        ResourceBundle bundle = bundle(language);
        for (String key : bundle.keySet()) {
            String text = bundle.getString(key);
            if (text.contains("{") || key.startsWith("problem.")) {
                assertFalse(text.contains("'"), "MessageFormat swallows it: " + key);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void theServersOwnLanguageIsNeverFallenBackTo(Language language) {
        Locale.setDefault(language.other().locale());
        ResourceBundle.clearCache();
        assertEquals(language == Language.EN ? "Sign out" : "Sair", words(language).say("frame.signOut"));
    }

    @Test
    void limitsStandInTheWordsAsConfigured() {
        assertEquals("O arquivo é grande demais. Envie um de até 64\u00a0MB.",
                words(Language.PT_BR).problem(ProblemCode.UPLOAD_TOO_LARGE));
        assertEquals("The picture is too large. At most 100\u00a0MP and 20,000 pixels a side are accepted.",
                words(Language.EN).problem(ProblemCode.TOO_MANY_PIXELS));
    }

    @Test
    void clipsHaveWordsAndLimitsOfTheirOwn() {
        assertEquals("O vídeo é grande demais. Envie um de até 512\u00a0MB.",
                words(Language.PT_BR).videoProblem(ProblemCode.UPLOAD_TOO_LARGE));
        assertEquals("The picture of the video is too large. At most 4,096 pixels a side are accepted.",
                words(Language.EN).videoProblem(ProblemCode.TOO_MANY_PIXELS));
        assertEquals("The video is too long. At most 120 seconds are accepted.",
                words(Language.EN).videoProblem(ProblemCode.CLIP_TOO_LONG));
        assertEquals(words(Language.EN).problem(ProblemCode.FORBIDDEN),
                words(Language.EN).videoProblem(ProblemCode.FORBIDDEN));
    }

    @Test
    void fieldAtFaultHasItsOwnSentence() {
        assertEquals("A descrição é longa demais. O máximo são 255 caracteres.",
                words(Language.PT_BR).problem(MediaFilesException.invalid("description", "too long")));
        assertEquals(words(Language.EN).problem(ProblemCode.INVALID_REQUEST),
                words(Language.EN).problem(MediaFilesException.invalid("somethingElse", "wrong")));
    }

    @Test
    void namesArePutInAsTheyAre() {
        assertEquals("Salvar em D'Ávila {0} <b>", words(Language.PT_BR).say("newMedia.save", "D'Ávila {0} <b>"));
    }
}
