package org.mediafiles.web.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.mediafiles.security.PasswordRules;

class BasicCredentialsTest {
    private static String encoded(String pair) {
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsNamesAndPasswordsInUtf8() {
        BasicCredentials credentials = BasicCredentials.parse("Basic " + encoded("joão:se:nhã")).orElseThrow();
        assertEquals("joão", credentials.username());
        assertEquals("se:nhã", credentials.password());
    }

    @Test
    void theSchemeIsCaseInsensitive() {
        assertTrue(BasicCredentials.parse("bAsIc " + encoded("a:b")).isPresent());
    }

    @Test
    void refusesWhatIsMalformed() {
        String latin1 = Base64.getEncoder().encodeToString("jo\u00e3o:x".getBytes(StandardCharsets.ISO_8859_1));
        for (String header : new String[]{null, "", "Basic", "Basic ", "Basic ***", "Basic " + encoded("nocolon"),
                "Basic " + encoded(":nouser"), "Bearer abc", "Basic " + latin1, "Basic " + encoded("a\u0000b:c"),
                "Basic " + encoded("a:" + "x".repeat(20_000))}) {
            assertFalse(BasicCredentials.parse(header).isPresent(), header);
        }
    }

    @Test
    void takesEveryPasswordThatTheRulesTake() {
        String password = "\u20ac".repeat(PasswordRules.LONGEST);
        String name = "\u00e3".repeat(150);
        assertEquals(password,
                BasicCredentials.parse("Basic " + encoded(name + ':' + password)).orElseThrow().password());
    }

    @Test
    void neverShowsThePassword() {
        assertFalse(new BasicCredentials("ana", "geheim").toString().contains("geheim"));
    }
}
