package org.mediafiles.web.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.mediafiles.catalog.PatientIdentifier;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;

class RequestJsonTest {
    private static RequestJson parse(String json, String... members) {
        try {
            return RequestJson.parse(json.getBytes(StandardCharsets.UTF_8), members);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String field(Executable call) {
        MediaFilesException refusal = assertThrows(MediaFilesException.class, call);
        assertEquals(ProblemCode.INVALID_REQUEST, refusal.code());
        return refusal.field().orElse("");
    }

    @Test
    void readsWhatACommandHolds() {
        RequestJson json = parse(
                "{\"name\":\"Ângela\",\"birthday\":\"1980-05-17\",\"identifiers\":[{\"system\":\"p\",\"value\":\"1\"}],"
                        + "\"allowDuplicate\":true}",
                "name", "birthday", "identifiers", "allowDuplicate");
        assertEquals("Ângela", json.requiredText("name"));
        assertEquals(LocalDate.of(1980, 5, 17), json.requiredDate("birthday"));
        assertEquals(List.of(new PatientIdentifier("p", "1")), json.identifiers("identifiers"));
        assertTrue(json.flag("allowDuplicate"));
    }

    @Test
    void unknownMembersAreRefusedByName() {
        assertEquals("colour", field(() -> parse("{\"colour\":1}", "name")));
        assertEquals("?", field(() -> parse("{\"<b>x</b>\":1}", "name")));
    }

    @Test
    void malformedBodiesAreRefused() {
        for (String body : new String[]{"", "[]", "null", "1", "{", "{\"a\":1}{}", "{\"a\":1,\"a\":2}", "{'a':1}",
                "{\"a\":NaN}"}) {
            assertThrows(MediaFilesException.class, () -> parse(body, "a"), body);
        }
        assertThrows(MediaFilesException.class,
                () -> RequestJson.parse(new byte[]{'{', '"', 'a', '"', ':', '"', (byte) 0xE3, '"', '}'}, "a"));
    }

    @Test
    void aWrongTypeIsRefusedAtItsMember() {
        RequestJson json = parse("{\"name\":1,\"flag\":\"true\",\"list\":{},\"day\":\"17/05/1980\"}", "name", "flag",
                "list", "day");
        assertEquals("name", field(() -> json.text("name")));
        assertEquals("flag", field(() -> json.flag("flag")));
        assertEquals("list", field(() -> json.identifiers("list")));
        assertEquals("day", field(() -> json.requiredDate("day")));
        assertEquals("gone", field(() -> json.requiredText("gone")));
    }

    @Test
    void nullEmptiesAndAbsenceLeaves() {
        RequestJson json = parse("{\"description\":null}", "description", "other");
        assertEquals("", json.clearableText("description"));
        assertNull(json.clearableText("other"));
    }

    @Test
    void reasonsArePercentEncodedUtf8() {
        assertEquals("paciente errado: João", Reasons.decode("paciente%20errado:%20Jo%C3%A3o"));
        assertEquals("a+b", Reasons.decode("a+b"));
        assertNull(Reasons.decode(null));
        for (String header : new String[]{"100%", "%4", "%zz", "%C3", "%FF"}) {
            assertEquals("X-Reason", field(() -> Reasons.decode(header)), header);
        }
    }

    @Test
    void limitsArePositiveAndBounded() {
        assertEquals(50, Paging.of(null, null).limit());
        assertEquals(200, Paging.of("200", null).limit());
        for (String limit : new String[]{"0", "201", "-1", "x", "99999999999"}) {
            assertEquals("limit", field(() -> Paging.of(limit, null)), limit);
        }
    }
}
