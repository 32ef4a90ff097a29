package org.mediafiles.web.faces.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"en|EN", "en-US,en;q=0.9,pt-BR;q=0.8|EN", "pt-PT|PT_BR", "pt|PT_BR",
            "pt-BR;q=0.4, en-GB;q=0.6|EN", "de,fr;q=0.9,en;q=0.1|EN", "en;q=0,pt;q=0.1|PT_BR"})
    void whatTheBrowserAsksForFirstIsItsLanguage(String header, Language expected) {
        assertEquals(Optional.of(expected), Language.asked(header));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"de", "*", "en;q=many", "''", "' '", ";;,,"})
    void whatAsksForNoneOfOursLeavesItToTheHospital(String header) {
        assertEquals(Optional.empty(), Language.asked(header));
    }

    @Test
    void aRequestThatAsksForNothingLeavesItToTheHospital() {
        assertEquals(Optional.empty(), Language.asked(null));
    }
}
