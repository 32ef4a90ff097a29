package org.mediafiles.web.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ByteRangeTest {
    private static String served(String header) {
        return ByteRange.parse(header, 1000)
                .map(range -> range.isSatisfiable(1000) ? range.contentRange(1000) : "416")
                .orElse("whole");
    }

    @Test
    void servesOneRange() {
        assertEquals("bytes 0-0/1000", served("bytes=0-0"));
        assertEquals("bytes 0-999/1000", served("bytes=0-"));
        assertEquals("bytes 500-999/1000", served("bytes=500-5000"));
        assertEquals("bytes 999-999/1000", served("bytes=-1"));
        assertEquals("bytes 0-999/1000", served("bytes=-5000"));
        assertEquals("bytes 1-2/1000", served("Bytes=1-2"));
    }

    @Test
    void saysSoWhereThereIsNoSuchByte() {
        assertEquals("416", served("bytes=1000-"));
        assertEquals("416", served("bytes=1000-1001"));
        assertEquals("416", served("bytes=-0"));
        assertEquals("416", served("bytes=999999999999999999-"));
    }

    @Test
    void servesTheWholeForWhatItNeedNotUnderstand() {
        for (String header : new String[]{null, "", "bytes", "bytes=", "bytes=-", "bytes=a-b", "items=0-1", "bytes=5-4",
                "bytes=0-1,5-6", "bytes=99999999999999999999-"}) {
            assertEquals("whole", served(header), header);
        }
    }

    @Test
    void namesAreQuotedAndEncoded() {
        assertEquals("inline; filename=\"2026-11-23_1405_foto_01.jpg\"",
                DispositionHeader.of(false, "2026-11-23_1405_foto_01.jpg"));
        String header = DispositionHeader.of(true, "f\u00f3to \"1\"\r\n.jpg");
        assertEquals("attachment; filename=\"f_to _1___.jpg\"; filename*=UTF-8''f%C3%B3to%20%221%22%0D%0A.jpg", header);
        assertFalse(header.contains("\n"));
        assertTrue(header.startsWith("attachment"));
    }
}
