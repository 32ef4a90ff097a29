package org.mediafiles.adoption;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.SchemaReport;

/**
 * What an adoption, or giving a database back, found and came to.
 *
 * @param operation {@code adopt} or {@code unadopt}
 * @param message   one sentence: what it came to, or why not and what to do
 * @param place     which database was meant
 * @param found     what it was recognised as, before anything was done; {@code null} where nobody came to look
 * @param counts    rows by table, the eight tables that stand
 * @param findings  what stops it or is worth knowing
 * @param added     rows by table that came since the adoption; of {@code unadopt}
 * @param changed   rows by table that were changed or removed since; of {@code unadopt}
 * @param backup    where the backup made for this run lies, or its label
 * @param export    the folder with what was added and changed; of {@code unadopt}
 * @param inner     the migration's or rollback's own report
 */
public record AdoptReport(String operation, Outcome outcome, String message, Place place, Recognition found,
        Map<String, Long> counts, List<Finding> findings, Map<String, Long> added, Map<String, Long> changed,
        Optional<String> backup, Optional<String> export, Optional<SchemaReport> inner) implements SchemaReport {
    /** What it came to. */
    public enum Outcome {
        /** Done. */
        OK,
        /** Looked, and nothing written: it needs the operator's yes. */
        NEEDS_YES,
        /** Nothing written: this database is none for it. */
        REFUSED,
        /** Ended before or on the way; it can be run again. */
        STOPPED,
        /** Something has to be mended first; it can be run again. */
        FAILED;

        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Which database, and as whom; empty texts where it was never reached. */
    public record Place(String database, String host, String role) {
        static final Place NOWHERE = new Place("", "", "");
    }

    @Override
    public JsonObject json() {
        JsonArrayBuilder differences = Json.createArrayBuilder();
        JsonArrayBuilder all = Json.createArrayBuilder();
        findings.forEach(finding -> all.add(finding.json(Locale.ENGLISH)));
        JsonObjectBuilder json = Json.createObjectBuilder().add("operation", operation).add("outcome", outcome.code())
                .add("message", message).add("database", place.database()).add("host", place.host())
                .add("role", place.role());
        if (found != null) {
            found.differences().forEach(differences::add);
            json.add("recognised", found.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            json.add("phase", found.phase().isPresent() ? Json.createValue(found.phase().getAsInt()) : JsonValue.NULL);
        }
        json.add("rows", json(counts)).add("differences", differences).add("findings", all).add("added", json(added))
                .add("changed", json(changed));
        json.add("backup", backup.<JsonValue>map(Json::createValue).orElse(JsonValue.NULL));
        json.add("export", export.<JsonValue>map(Json::createValue).orElse(JsonValue.NULL));
        inner.ifPresent(report -> json.add(operation.equals("adopt") ? "migration" : "rollback", report.json()));
        return json.build();
    }

    private static JsonObject json(Map<String, Long> numbers) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        numbers.forEach(json::add);
        return json.build();
    }

    @Override
    public List<String> lines(Locale locale) {
        List<String> lines = new ArrayList<>();
        lines.add(operation + ": " + outcome.code());
        lines.addAll(headLines());
        if (found != null) {
            found.differences().forEach(difference -> lines.add("difference: " + difference));
        }
        added.forEach((table, rows) -> lines.add("added since: " + rows + " rows of " + table));
        changed.forEach((table, rows) -> lines.add("changed since: " + rows + " rows of " + table));
        for (Finding finding : findings) {
            String remedy = finding.remedy(locale);
            lines.add(finding.level().code() + ": " + finding.text(locale) + (remedy.isEmpty() ? "" : " " + remedy));
        }
        backup.ifPresent(where -> lines.add("backup: " + where));
        inner.ifPresent(report -> report.lines(locale).forEach(line -> lines.add("  " + line)));
        export.ifPresent(where -> lines.add("export: " + where));
        lines.add(message);
        return lines;
    }

    /** @return whose database it is and what stands in it: what a person reads before saying yes */
    List<String> headLines() {
        List<String> lines = new ArrayList<>();
        lines.add("database: " + place.database());
        lines.add("host: " + place.host());
        lines.add("role: " + place.role());
        if (found != null) {
            lines.add("recognised: " + found.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '));
            if (found.differences().isEmpty()) {
                found.phase().ifPresent(phase -> lines.add("phase: " + phase));
            } else {
                found.phase().ifPresent(phase -> lines.add("nearest phase: " + phase));
            }
        }
        counts.forEach((table, rows) -> lines.add("rows of " + table + ": " + rows));
        return lines;
    }

    @Override
    public int exitCode() {
        return outcome == Outcome.OK ? 0 : 1;
    }
}
