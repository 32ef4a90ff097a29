package org.mediafiles.web.wire;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class FramingTest {
    @Test
    void oneLengthOrChunksIsPlain() {
        assertTrue(Framing.isPlain(null, null));
        assertTrue(Framing.isPlain(null, List.of("5")));
        assertTrue(Framing.isPlain(List.of("chunked"), null));
        assertTrue(Framing.isPlain(List.of("Chunked"), List.of()));
    }

    @Test
    void whatCanBeReadInTwoWaysIsNot() {
        assertFalse(Framing.isPlain(List.of("chunked"), List.of("5")));
        assertFalse(Framing.isPlain(List.of("chunked", "chunked"), null));
        assertFalse(Framing.isPlain(List.of("chunked", "identity"), null));
        for (String encoding : List.of("xchunked", "identity", "gzip, chunked", "chunked, identity", "",
                "\u000bchunked")) {
            assertFalse(Framing.isPlain(List.of(encoding), null), encoding);
        }
        assertFalse(Framing.isPlain(null, List.of("5", "5")));
        for (String length : List.of("+5", "-1", "0x5", "5, 5", "", "99999999999999999999", "5 ")) {
            assertFalse(Framing.isPlain(null, List.of(length)), length);
        }
    }

    @Test
    void methodsAreSpelledAsTheyAre() {
        assertTrue(Framing.isMethod("DELETE"));
        assertFalse(Framing.isMethod("delete") || Framing.isMethod("Get") || Framing.isMethod("DELETE%20"));
    }
}
