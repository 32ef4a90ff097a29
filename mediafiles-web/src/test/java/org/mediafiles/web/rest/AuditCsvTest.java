package org.mediafiles.web.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mediafiles.audit.read.AuditPosition;
import org.mediafiles.audit.read.AuditRow;
import org.mediafiles.config.HospitalConfig;

class AuditCsvTest {
    private static final ZoneId ZONE = ZoneId.of("America/Sao_Paulo");
    private static final HospitalConfig PORTUGUESE = new HospitalConfig(ZONE, HospitalConfig.PORTUGUESE);
    private static final HospitalConfig ENGLISH = new HospitalConfig(ZONE, Locale.ENGLISH);

    private static AuditRow row(long id, String username, Map<String, Object> after) {
        return new AuditRow(id, Instant.parse("2026-11-23T17:05:00.123456Z"), "sign-in", null, username, null,
                new UUID(0, 1), null, null, "refused", "127.0.0.1", "r", Map.of(), Map.of(), after);
    }

    private static String written(HospitalConfig hospital, List<AuditRow> first, List<List<AuditRow>> more)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<List<AuditRow>> left = new ArrayList<>(more);
        AuditCsv.in(hospital).write(out, first, behind -> left.isEmpty() ? List.of() : left.remove(0));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void opensInASpreadsheetOfTheHospitalsLanguage() throws IOException {
        String portuguese = written(PORTUGUESE, List.of(row(7, "ana", Map.of())), List.of());
        assertTrue(portuguese.startsWith("\uFEFF\"at\";\"act\";\"username\";"), portuguese);
        assertTrue(portuguese.contains("\r\n\"2026-11-23T14:05:00.123456-03:00\";\"sign-in\";\"ana\";\"\";"),
                portuguese);
        assertTrue(written(ENGLISH, List.of(), List.of()).startsWith("\uFEFF\"at\",\"act\","));
    }

    @Test
    void formulasOfAnAttackerAreText() throws IOException {
        for (String name : List.of("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1")) {
            String line = written(PORTUGUESE, List.of(row(7, name, Map.of())), List.of());
            assertTrue(line.contains(";\"'" + name + "\";"), line);
        }
        assertEquals("a=1", AuditCsv.harmless("a=1"));
    }

    @Test
    void quotesAndLineEndsStayInTheirCell() throws IOException {
        String text = written(PORTUGUESE, List.of(row(7, "a\";\"b", Map.of("description", "uma \"linha\"\noutra"))),
                List.of());
        assertTrue(text.contains("\"a\"\";\"\"b\""), text);
        assertTrue(text.contains("\"{\"\"description\"\":\"\"uma \\\"\"linha\\\"\"\\noutra\"\"}\"\r\n"), text);
    }

    @Test
    void goesOnBehindTheLastRowUntilThereIsNothingMore() throws IOException {
        List<AuditPosition> asked = new ArrayList<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AuditCsv.in(PORTUGUESE).write(out, List.of(row(9, "a", Map.of()), row(8, "b", Map.of())), behind -> {
            asked.add(behind);
            return asked.size() == 1 ? List.of(row(7, "c", Map.of())) : List.of();
        });
        assertEquals(List.of(8L, 7L), asked.stream().map(AuditPosition::id).toList());
        assertEquals(4, out.toString(StandardCharsets.UTF_8).lines().count());
    }

    @Test
    void saysWhereItBrokeOff() {
        for (HospitalConfig hospital : List.of(PORTUGUESE, ENGLISH)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            IllegalStateException away = new IllegalStateException("the database is away");
            assertSame(away, assertThrows(IllegalStateException.class,
                    () -> AuditCsv.in(hospital).write(out, List.of(row(9, "a", Map.of())), behind -> {
                        throw away;
                    })));
            List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
            assertEquals(3, lines.size());
            assertTrue(lines.get(2).startsWith("\"INCOMPLET"), lines.get(2));
        }
    }
}
