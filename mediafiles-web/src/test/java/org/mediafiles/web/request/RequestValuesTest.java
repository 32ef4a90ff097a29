package org.mediafiles.web.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.mediafiles.problem.MediaFilesException;

class RequestValuesTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void instantsTakeEveryUsualOffset() {
        for (String text : new String[]{"2026-11-23T12:00:00Z", "2026-11-23T12:00Z", "2026-11-23T09:00:00-03:00",
                "2026-11-23T09:00:00-0300", "2026-11-23T09:00:00-03", "2026-11-23T12:00:00.000Z",
                "2026-11-23T12:00:00.000000Z", "2026-11-23T12:00:00.0+00:00"}) {
            assertEquals(NOON, Instants.parse("eventDatetime", text), text);
        }
    }

    @Test
    void instantsWithoutOffsetAndOtherNonsenseAreRefusedAtTheField() {
        for (String text : new String[]{"2026-11-23T12:00:00", "2026-11-23", "yesterday", "", "2026-02-30T00:00:00Z",
                "+999999999-01-01T00:00:00Z", "2026-11-23 12:00:00Z"}) {
            MediaFilesException refusal = assertThrows(MediaFilesException.class,
                    () -> Instants.parse("eventDatetime", text), text);
            assertEquals("eventDatetime", refusal.field().orElseThrow());
        }
    }

    @Test
    void anUnescapedPlusInAQueryIsStillAnOffset() {
        assertEquals(NOON, Instants.parseQuery("from", "2026-11-23T14:00:00 02:00"));
    }

    @Test
    void onlyWholeUuidsAreIds() {
        assertTrue(Ids.find("0b7f0f0e-0000-4000-8000-00000000000A").isPresent());
        for (String text : new String[]{null, "", "1-1-1-1-1", "0b7f0f0e000040008000000000000001", "../x"}) {
            assertFalse(Ids.find(text).isPresent(), text);
        }
    }

    @Test
    void entityTagsAreReadAsAList() {
        EntityTags tags = EntityTags.parse("If-Match", "\"a\", W/\"b\" ,\"c,d\"");
        assertTrue(tags.matchesStrongly("a"));
        assertFalse(tags.matchesStrongly("b"));
        assertTrue(tags.matchesWeakly("b"));
        assertTrue(tags.matchesStrongly("c,d"));
        assertTrue(EntityTags.parse("If-Match", " * ").matchesStrongly("anything"));
    }

    @Test
    void entityTagsWithoutQuotesAreRefused() {
        for (String header : new String[]{"", "abc", "\"a", "\"a\" \"b\"", "\"a\", b", "w/\"a\""}) {
            assertThrows(MediaFilesException.class, () -> EntityTags.parse("If-Match", header), header);
        }
    }

    @Test
    void onlyPercentEncodedUtf8IsAQuery() {
        for (String query : new String[]{null, "", "a=1&b=%20+x", "q=%C3%A1gua", "q=á", "x=%00"}) {
            assertTrue(QueryEncoding.isWellFormed(query), query);
        }
        for (String query : new String[]{"q=%", "q=%2", "q=%zz", "q=%ff", "q=%C3", "q=%c0%ae", "q=%ED%A0%80"}) {
            assertFalse(QueryEncoding.isWellFormed(query), query);
        }
    }
}
