package org.mediafiles.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class DjangoPasswordTest {
    /** From Django 3.2's own test suite (tests/auth_tests/test_hashers.py). */
    private static final String LETMEIN = "pbkdf2_sha256$260000$seasalt$YlZ2Vggtqdc61YjArZuoApoBh9JNGYoDRBUGu6tcJQo=";

    @Test
    void verifiesWhatDjangoWrote() {
        assertTrue(DjangoPassword.verify("lètmein", LETMEIN));
        assertFalse(DjangoPassword.verify("letmein", LETMEIN));
        assertEquals(OptionalInt.of(260_000), DjangoPassword.iterations(LETMEIN));
    }

    @Test
    void verifiesPasswordsBeyondLatin() {
        assertTrue(DjangoPassword.verify("S3nha-do-plántão ✓",
                "pbkdf2_sha256$1000$seasalt2$wzn9h5D3sVv5XM/Aj9pqpQw9zPbXeKIBSvsoO7kCVwo="));
    }

    @Test
    void verifiesWhatItWroteItself() {
        String stored = DjangoPassword.hash("correct horse");
        assertTrue(stored.matches("pbkdf2_sha256\\$260000\\$[a-zA-Z0-9]{22}\\$[A-Za-z0-9+/]{43}="), stored);
        assertTrue(stored.length() <= 128, "the column is 128 characters wide");
        assertTrue(DjangoPassword.verify("correct horse", stored));
        assertFalse(DjangoPassword.verify("correct horses", stored));
    }

    @Test
    void samePasswordGetsAnotherSaltEachTime() {
        assertNotEquals(DjangoPassword.hash("correct horse", 1), DjangoPassword.hash("correct horse", 1));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"!", "!Zk2mYp1Xq8RbAAAA", "plain", "md5$salt$900150983cd24fb0d6963f7d28e17f72",
            "argon2$argon2id$v=19$m=102400,t=2,p=8$c2FsdA$aGFzaA", "pbkdf2_sha256$260000$seasalt$",
            "pbkdf2_sha256$0$seasalt$YlZ2Vggtqdc61YjArZuoApoBh9JNGYoDRBUGu6tcJQo=",
            "pbkdf2_sha256$2000000000$seasalt$YlZ2Vggtqdc61YjArZuoApoBh9JNGYoDRBUGu6tcJQo=",
            "pbkdf2_sha256$1$$YlZ2Vggtqdc61YjArZuoApoBh9JNGYoDRBUGu6tcJQo=", "pbkdf2_sha256$1$salt$not base64"})
    void whatIsNotDjangosPbkdf2IsUnusable(String stored) {
        assertFalse(DjangoPassword.isUsable(stored));
        assertFalse(DjangoPassword.verify("anything", stored));
        assertEquals(OptionalInt.empty(), DjangoPassword.iterations(stored));
    }

    @Test
    void emptyPasswordNeverPasses() {
        assertFalse(DjangoPassword.verify("", LETMEIN));
        assertFalse(DjangoPassword.verify(null, LETMEIN));
        assertThrows(IllegalArgumentException.class, () -> DjangoPassword.hash(""));
    }
}
