package org.mediafiles.web.rest;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.mediafiles.audit.read.AuditPosition;
import org.mediafiles.audit.read.AuditRow;
import org.mediafiles.config.HospitalConfig;

/**
 * Rows of the trail as a table for a spreadsheet: UTF-8 with a byte order mark, which Excel wants; every cell in quotes;
 * columns apart by a semicolon where the hospital speaks Portuguese, whose decimal sign is the comma, else by a comma
 * (RFC 4180). Times are ISO-8601 in the hospital's zone, with its offset.
 */
final class AuditCsv {
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final List<String> COLUMNS = List.of("at", "act", "username", "role", "patientId", "eventId",
            "mediaFileId", "outcome", "address", "requestId", "id", "details", "before", "after");
    /** What a spreadsheet takes for a formula, or skips to find one behind. */
    private static final String FORMULA = "=+-@\t\r\n";

    private final char separator;
    private final ZoneId zone;
    private final String brokenOff;

    private AuditCsv(char separator, ZoneId zone, String brokenOff) {
        this.separator = separator;
        this.zone = zone;
        this.brokenOff = brokenOff;
    }

    static AuditCsv in(HospitalConfig hospital) {
        return hospital.locale().equals(Locale.ENGLISH)
                ? new AuditCsv(',', hospital.timeZone(), "INCOMPLETE: the export broke off here. Take it again.")
                : new AuditCsv(';', hospital.timeZone(), "INCOMPLETO: a exportação foi interrompida aqui. Repita-a.");
    }

    /**
     * Holds one chunk of rows at a time. Where the next ones cannot be read, the last line says so: the status has left long
     * before, and a container may end such an answer as if it were whole.
     *
     * @param next the rows behind a place; empty at the end
     */
    void write(OutputStream out, List<AuditRow> first, Function<AuditPosition, List<AuditRow>> next)
            throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        writer.append(BYTE_ORDER_MARK);
        line(writer, COLUMNS);
        List<AuditRow> rows = first;
        while (!rows.isEmpty()) {
            for (AuditRow row : rows) {
                line(writer, cells(row));
            }
            writer.flush();
            try {
                rows = next.apply(rows.get(rows.size() - 1).position());
            } catch (RuntimeException broken) {
                line(writer, List.of(brokenOff));
                writer.flush();
                throw broken;
            }
        }
        writer.flush();
    }

    private List<String> cells(AuditRow row) {
        return List.of(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(row.at().atZone(zone)), row.act(),
                text(row.username()), text(row.role()), text(row.patientId()), text(row.eventId()),
                text(row.mediaFileId()), row.outcome(), text(row.address()), text(row.requestId()),
                Long.toString(row.id()), json(row.details()), json(row.beforeValues()), json(row.afterValues()));
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }

    private static String json(Map<String, Object> values) {
        return values.isEmpty() ? "" : new String(Json.bytes(values), StandardCharsets.UTF_8);
    }

    private void line(Writer writer, List<String> cells) throws IOException {
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                writer.append(separator);
            }
            writer.append('"').append(harmless(cells.get(i)).replace("\"", "\"\"")).append('"');
        }
        writer.append("\r\n");
    }

    /** A cell that begins like a formula gets an apostrophe in front, by which a spreadsheet takes it for text. */
    static String harmless(String cell) {
        return !cell.isEmpty() && FORMULA.indexOf(cell.charAt(0)) >= 0 ? '\'' + cell : cell;
    }
}
