package org.mediafiles.security;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mediafiles.config.AccessConfig;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

class PasswordRulesTest {
    private final PasswordRules rules = new PasswordRules(AccessConfig.DEFAULTS);

    private Object ruleAgainst(String password, String... own) {
        MediaFilesException refusal = assertThrows(MediaFilesException.class,
                () -> rules.require("new", password, own), password);
        assertEquals(ProblemCode.INVALID_REQUEST, refusal.code());
        assertEquals("new", refusal.field().orElseThrow());
        assertFalse(refusal.getMessage().contains(password), "a password stands in no answer");
        return refusal.extensions().get("rule");
    }

    @ParameterizedTest
    @ValueSource(strings = {"correct horse", "três tigres tristes", "xk7-pq2m-vw9", "ana gosta de bolo de fubá",
            "ΑΒΓ ουρανός 7", "\uD83D\uDE00\uD83D\uDE01\uD83D\uDE02\uD83D\uDE03\uD83D\uDE04\uD83D\uDE05\uD83D\uDE06"
                    + "\uD83D\uDE07\uD83D\uDE08\uD83D\uDE09",
            "1938475610"})
    void passwordThatNobodyGuessesIsTakenWhateverItIsMadeOf(String password) {
        assertDoesNotThrow(() -> rules.require("new", password, "ana.souza", "Ana", "Souza"));
    }

    @Test
    void lengthCountsCodePointsAndIsConfigured() {
        assertEquals("too-short", ruleAgainst("nove dig!"));
        assertEquals("too-short", ruleAgainst("\uD83D\uDE00".repeat(9)));
        assertEquals("too-long", ruleAgainst("xk7-pq2m-vw9 ".repeat(400)));
        PasswordRules strict = new PasswordRules(new AccessConfig("viewer", 14));
        MediaFilesException refusal = assertThrows(MediaFilesException.class,
                () -> strict.require("new", "correct horse"));
        assertEquals(14, refusal.extensions().get("limit"));
        assertEquals("The password needs at least 14 characters.", refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234567890", "qwertyuiop", "password123", "Password2026!", "P@ssw0rd!!!", "ＰＡＳＳＷＯＲＤ１２３",
            "Senha@2026", "senhaprovisória1", "flamengoflamengo", "FLAMENGO-1981", "hospital2026", "Enfermagem1",
            "Prontuário#1", "MediaFiles1", "aaaaaaaaaaaa", "abcabcabcabc", "abcdefghijkl", "9876543210", "0000000000",
            "deusefiel10", "**senha*****"})
    void commonOneIsRefusedAlsoWithDigitsAroundIt(String password) {
        assertEquals("common", ruleAgainst(password));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ana.souza-nunes", "ANA.SOUZA-NUNES", "anasouzanunes", "anasouzanunes1980", "Pratewski1975",
            "margarethe.pratewski", "Märgarethe 2026"})
    void ownNameIsRefused(String password) {
        assertEquals("personal", ruleAgainst(password, "ana.souza-nunes", "Margarethe", "Pratewski"));
    }

    @Test
    void charactersThatNoSignInCarriesAreRefused() {
        assertEquals("unusable", ruleAgainst("correct\thorse"));
        assertEquals("unusable", ruleAgainst("correct\u0000horse"));
        assertEquals("unusable", ruleAgainst("correct\uD800horse"));
    }

    @Test
    void changeThatChangesNothingIsRefused() {
        assertEquals("unchanged", assertThrows(MediaFilesException.class,
                () -> rules.requireChange("new", "correct horse", "correct horse")).extensions().get("rule"));
        assertDoesNotThrow(() -> rules.requireChange("new", "correct horse", "Correct horse"));
    }
}
