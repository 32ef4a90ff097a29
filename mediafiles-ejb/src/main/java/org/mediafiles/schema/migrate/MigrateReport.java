package org.mediafiles.schema.migrate;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.SchemaReport;

/**
 * What a migration came to.
 *
 * @param stop      why it was not begun or not finished; empty where the target stands
 * @param arguments of the words of the reason
 * @param place     where
 * @param from      the version before; {@code null} where none stood
 * @param reached   the version that stands now; {@code null} where none does
 * @param target    the version asked for
 * @param needs     the version that the program needs
 * @param steps     in their order; the last one may have failed
 * @param backup    where the backup made for it lies, or its label
 * @param findings  what the checks before and after say, the reasons to stop among them
 * @param run       on the record; {@code null} where there is none
 */
public record MigrateReport(Optional<Stop> stop, List<String> arguments, DatabasePlace place, Integer from,
        Integer reached, int target, int needs, List<MigratedStep> steps, Optional<String> backup,
        List<Finding> findings, UUID run, Instant startedAt) implements SchemaReport {
    public MigrateReport {
        Objects.requireNonNull(stop, "stop");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(startedAt, "startedAt");
        arguments = List.copyOf(arguments);
        steps = List.copyOf(steps);
        findings = List.copyOf(findings);
    }

    /** @return whether the target stands */
    public boolean isDone() {
        return stop.isEmpty();
    }

    /** @return what it came to and what to do, for a person */
    public String sentence(Locale locale) {
        if (stop.isPresent()) {
            return Words.of(locale, stop.get().code(), arguments);
        }
        String key = steps.isEmpty() ? "nothing-pending" : "migrated";
        return Words.of(locale, reached == needs ? key : key + "-to-target",
                List.of(String.valueOf(reached), String.valueOf(needs)));
    }

    @Override
    public JsonObject json() {
        JsonObjectBuilder json = Json.createObjectBuilder().add("operation", "migrate")
                .add("outcome", isDone() ? "ok" : "stopped");
        stop.ifPresent(reason -> json.add("code", reason.code()));
        json.add("message", sentence(Locale.ENGLISH));
        place.addTo(json);
        addVersion(json, "from", from);
        addVersion(json, "version", reached);
        json.add("target", target).add("needs", needs);
        JsonArrayBuilder all = Json.createArrayBuilder();
        steps.forEach(step -> all.add(stepJson(step)));
        json.add("steps", all);
        backup.ifPresentOrElse(where -> json.add("backup", where), () -> json.addNull("backup"));
        JsonArrayBuilder found = Json.createArrayBuilder();
        findings.forEach(finding -> found.add(finding.json(Locale.ENGLISH)));
        json.add("findings", found);
        if (run != null) {
            json.add("run", run.toString());
        }
        return json.add("startedAt", startedAt.atOffset(ZoneOffset.UTC).toString()).build();
    }

    private static void addVersion(JsonObjectBuilder json, String name, Integer version) {
        if (version == null) {
            json.addNull(name);
        } else {
            json.add(name, version);
        }
    }

    private static JsonObject stepJson(MigratedStep step) {
        JsonObjectBuilder json = Json.createObjectBuilder().add("version", step.version()).add("name", step.name())
                .add("outcome", step.outcome()).add("milliseconds", step.took().toMillis())
                .add("attempts", step.attempts());
        addBytes(json, "bytesBefore", step.bytesBefore());
        addBytes(json, "bytesAfter", step.bytesAfter());
        return json.build();
    }

    private static void addBytes(JsonObjectBuilder json, String name, Long bytes) {
        if (bytes == null) {
            json.addNull(name);
        } else {
            json.add(name, bytes);
        }
    }

    @Override
    public List<String> lines(Locale locale) {
        List<String> lines = new ArrayList<>(place.lines());
        lines.add("from: " + (from == null ? "none" : "V" + from));
        for (MigratedStep step : steps) {
            lines.add(step.name() + ": " + step.outcome() + ", " + step.took().toMillis() + " ms"
                    + (step.attempts() > 1 ? ", " + step.attempts() + " tries" : "")
                    + (step.bytesBefore() == null || step.bytesAfter() == null
                            ? ""
                            : ", " + step.bytesBefore() + " -> " + step.bytesAfter() + " bytes"));
        }
        backup.ifPresent(where -> lines.add("backup: " + where));
        findings.stream().filter(finding -> finding.level() != Finding.Level.OK)
                .forEach(finding -> lines.add(finding.level().code() + ": " + finding.text(locale)));
        lines.add("version: " + (reached == null ? "none" : "V" + reached));
        lines.add("outcome: " + (isDone() ? "ok" : stop.get().code()));
        lines.add(sentence(locale));
        return lines;
    }

    @Override
    public int exitCode() {
        return isDone() ? 0 : 1;
    }
}
