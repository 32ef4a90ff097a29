package org.mediafiles.schema.rollback;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mediafiles.schema.version.SchemaReport;

/**
 * How far back it went, what went with it, and why it did not go further.
 *
 * @param message  one sentence: what it came to, or why not and what to do
 * @param from     the version that stood before, {@code -1} for none
 * @param reached  the version that stands now, {@code -1} for none
 * @param target   what was asked for, {@code -1} for none
 * @param lost     tables that go with their rows, only those that hold any
 * @param warnings what the operator should know besides, one sentence each
 * @param steps    what was undone, in order
 * @param backup   where the backup made for this run lies, or its label
 * @param export   the folder with the rows that went
 */
public record RollbackReport(Outcome outcome, String message, int from, int reached, int target, List<LostRows> lost,
        List<String> warnings, List<Step> steps, Optional<String> backup, Optional<String> export)
        implements
            SchemaReport {
    /** What it came to. */
    public enum Outcome {
        /** The target stands. */
        OK,
        /** Nothing was written. */
        REFUSED,
        /** Ended on the way; it can be run again. */
        STOPPED,
        /** Something has to be mended first. */
        FAILED;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param table with its schema */
    public record LostRows(int version, String table, long rows) {}

    /** @param attempts how often its locks were tried for */
    public record Step(int version, String title, Duration took, int attempts) {}

    public RollbackReport {
        lost = List.copyOf(lost);
        warnings = List.copyOf(warnings);
        steps = List.copyOf(steps);
    }

    @Override
    public JsonObject json() {
        JsonArrayBuilder tables = Json.createArrayBuilder();
        lost.forEach(table -> tables.add(Json.createObjectBuilder().add("version", table.version())
                .add("table", table.table()).add("rows", table.rows())));
        JsonArrayBuilder undone = Json.createArrayBuilder();
        steps.forEach(step -> undone.add(Json.createObjectBuilder().add("version", step.version())
                .add("title", step.title()).add("milliseconds", step.took().toMillis())
                .add("attempts", step.attempts())));
        JsonObjectBuilder json = Json.createObjectBuilder().add("operation", "rollback").add("outcome", outcome.code())
                .add("message", message).add("from", version(from)).add("reached", version(reached))
                .add("target", version(target)).add("lost", tables).add("warnings", Json.createArrayBuilder(warnings))
                .add("steps", undone);
        json.add("backup", backup.<JsonValue>map(Json::createValue).orElse(JsonValue.NULL));
        return json.add("export", export.<JsonValue>map(Json::createValue).orElse(JsonValue.NULL)).build();
    }

    private static JsonValue version(int version) {
        return version == RollbackRequest.NONE ? JsonValue.NULL : Json.createValue(version);
    }

    @Override
    public List<String> lines(Locale locale) {
        List<String> lines = new ArrayList<>();
        lines.add("rollback: " + outcome.code());
        lines.add("from: " + RollbackRequest.spell(from));
        lines.add("target: " + RollbackRequest.spell(target));
        lines.add("stands at: " + RollbackRequest.spell(reached));
        String lose = outcome == Outcome.REFUSED ? "would lose: " : "lost: ";
        lost.forEach(table -> lines.add(lose + table.rows() + " rows of " + table.table() + " (V" + table.version()
                + ")"));
        warnings.forEach(warning -> lines.add("warning: " + warning));
        steps.forEach(step -> lines.add("undone: " + step.title() + " in " + step.took().toMillis() + " ms"
                + (step.attempts() > 1 ? ", at the " + step.attempts() + "th attempt" : "")));
        backup.ifPresent(where -> lines.add("backup: " + where));
        export.ifPresent(where -> lines.add("export: " + where));
        lines.add(message);
        return lines;
    }

    @Override
    public int exitCode() {
        return outcome == Outcome.OK ? 0 : 1;
    }
}
