package org.mediafiles.web.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.mediafiles.schema.SchemaTask;
import org.mediafiles.schema.version.RecordedRun;

/** A run of an operation on the schema, as the API shows it. */
record MigrationRunView(UUID id, String operation, String door, String initiator, String host, Integer fromVersion,
        Integer toVersion, String outcome, String message, String backup, Instant startedAt, Instant endedAt,
        List<Step> steps) {
    /** A part of it. */
    record Step(String name, Integer version, String direction, String outcome, String message, Long bytesBefore,
            Long bytesAfter, int attempts, Instant startedAt, Instant endedAt) {
        static Step of(RecordedRun.Step step) {
            return new Step(step.name(), step.version(), step.direction(), step.outcome(), step.message(),
                    step.bytesBefore(), step.bytesAfter(), step.attempts(), step.startedAt(),
                    step.endedAt().orElse(null));
        }
    }

    static MigrationRunView of(RecordedRun run) {
        return new MigrationRunView(run.id(), run.operation(), run.door(), run.initiator(), run.host(), run.from(),
                run.to(), run.outcome(), run.message(), run.backup().orElse(null), run.startedAt(),
                run.endedAt().orElse(null), run.steps().stream().map(Step::of).toList());
    }

    /** @param report the operation's own; empty while it runs */
    static Map<String, Object> ofTask(SchemaTask task, Optional<JsonObject> report) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", task.id());
        view.put("operation", task.operation());
        view.put("initiator", task.initiator());
        view.put("running", task.isRunning());
        view.put("stopAsked", task.stopAsked());
        view.put("startedAt", task.startedAt());
        view.put("endedAt", task.endedAt().orElse(null));
        view.put("failure", task.failure().orElse(null));
        view.put("lines", task.lines());
        view.put("report", report.map(MigrationRunView::tree).orElse(null));
        return view;
    }

    private static Object tree(JsonObject report) {
        try {
            return Json.MAPPER.readTree(report.toString());
        } catch (JsonProcessingException never) {
            throw new IllegalStateException("a report is JSON", never);
        }
    }
}
