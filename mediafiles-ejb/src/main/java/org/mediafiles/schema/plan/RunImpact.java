package org.mediafiles.schema.plan;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An operation that was run on the schema.
 *
 * @param door    by which way it came in
 * @param took    empty while it runs, and for ever where it broke off
 */
public record RunImpact(UUID id, String operation, String initiator, String door, String host, String outcome,
        Instant startedAt, Optional<Duration> took, List<Step> steps) {
    /**
     * One step of it.
     *
     * @param bytesBefore what our tables took; empty where nobody measured
     * @param locks       JSON as {@code plan} tells them; empty where nobody recorded any
     */
    public record Step(String name, String direction, String outcome, Optional<Duration> took,
            Optional<Long> bytesBefore, Optional<Long> bytesAfter, int attempts, Optional<String> locks) {
        JsonObject json() {
            JsonObjectBuilder json = Json.createObjectBuilder().add("name", name).add("direction", direction)
                    .add("outcome", outcome).add("attempts", attempts);
            took.ifPresentOrElse(time -> json.add("milliseconds", time.toMillis()), () -> json.addNull("milliseconds"));
            bytesBefore.ifPresentOrElse(bytes -> json.add("bytesBefore", bytes), () -> json.addNull("bytesBefore"));
            bytesAfter.ifPresentOrElse(bytes -> json.add("bytesAfter", bytes), () -> json.addNull("bytesAfter"));
            locks.ifPresentOrElse(text -> {
                try (JsonReader reader = Json.createReader(new StringReader(text))) {
                    json.add("locks", reader.readValue());
                }
            }, () -> json.addNull("locks"));
            return json.build();
        }
    }

    public RunImpact {
        steps = List.copyOf(steps);
    }

    JsonObject json() {
        JsonArrayBuilder all = Json.createArrayBuilder();
        steps.forEach(step -> all.add(step.json()));
        JsonObjectBuilder json = Json.createObjectBuilder().add("id", id.toString()).add("operation", operation)
                .add("initiator", initiator).add("door", door).add("host", host).add("outcome", outcome)
                .add("startedAt", startedAt.atOffset(ZoneOffset.UTC).toString());
        took.ifPresentOrElse(time -> json.add("milliseconds", time.toMillis()), () -> json.addNull("milliseconds"));
        return json.add("steps", all).build();
    }
}
