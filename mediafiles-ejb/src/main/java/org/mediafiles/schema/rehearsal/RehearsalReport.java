package org.mediafiles.schema.rehearsal;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.mediafiles.schema.version.SchemaReport;

/**
 * How a change of the schema went on a restored backup.
 *
 * @param dump    what was restored
 * @param target  the database's name
 * @param version the schema's in the dump; empty where no history of ours stood
 * @param needs   what the program needs
 * @param steps   in their order; the last one may have failed, then those behind it are missing
 */
public record RehearsalReport(Path dump, String target, OptionalInt version, int needs, List<RehearsedStep> steps)
        implements
            SchemaReport {
    public RehearsalReport {
        steps = List.copyOf(steps);
    }

    public boolean isDone() {
        return steps.stream().allMatch(RehearsedStep::ok);
    }

    @Override
    public JsonObject json() {
        JsonObjectBuilder json = Json.createObjectBuilder().add("operation", "rehearse")
                .add("outcome", isDone() ? "ok" : "failed").add("dump", dump.toString()).add("target", target);
        version.ifPresentOrElse(number -> json.add("from", number), () -> json.addNull("from"));
        JsonArrayBuilder all = Json.createArrayBuilder();
        steps.forEach(step -> all.add(Json.createObjectBuilder().add("name", step.name())
                .add("outcome", step.ok() ? "ok" : "failed").add("milliseconds", step.took().toMillis())
                .add("lines", Json.createArrayBuilder(step.lines()))));
        return json.add("needs", needs).add("steps", all).build();
    }

    @Override
    public List<String> lines(Locale locale) {
        List<String> lines = new ArrayList<>();
        lines.add("rehearsal: " + (isDone() ? "ok" : "failed"));
        lines.add("dump: " + dump);
        lines.add("target: " + target);
        lines.add("from: " + (version.isPresent() ? "V" + version.getAsInt() : "none"));
        lines.add("to: V" + needs);
        for (RehearsedStep step : steps) {
            lines.add(step.name() + ": " + (step.ok() ? "ok" : "failed") + ", " + step.took().toMillis() + " ms");
            step.lines().forEach(line -> lines.add("  " + line));
        }
        lines.add("note: the target holds the archive's rows: drop it when it is not wanted any more");
        return lines;
    }

    @Override
    public int exitCode() {
        return isDone() ? 0 : 1;
    }
}
