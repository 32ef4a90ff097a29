package org.mediafiles.schema.migrate;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.mediafiles.schema.version.SchemaReport;

/**
 * How the schema stands.
 *
 * @param current   the version that stands; {@code null} where none does
 * @param needs     the version that the program needs
 * @param versions  ascending; those of a newer program behind ours
 * @param stop      why nothing could be migrated as it stands; empty where nothing speaks against it
 * @param arguments of the words of the reason
 */
public record InfoReport(DatabasePlace place, Integer current, int needs, List<VersionState> versions,
        Optional<Stop> stop, List<String> arguments) implements SchemaReport {
    public InfoReport {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(stop, "stop");
        versions = List.copyOf(versions);
        arguments = List.copyOf(arguments);
    }

    /** @return whether the schema is at the version that the program needs, and nothing speaks against it */
    public boolean isNeeded() {
        return stop.isEmpty() && current != null && current == needs;
    }

    /** @return for the head of a page: where the schema stands, or what is the matter and what to do */
    public String sentence(Locale locale) {
        if (stop.isPresent()) {
            return Words.of(locale, stop.get().code(), arguments);
        }
        String stands = current == null ? Words.of(locale, "none", List.of()) : String.valueOf(current);
        return isNeeded()
                ? Words.of(locale, "standing-needed", List.of(stands))
                : Words.of(locale, "standing-pending",
                        List.of(current == null ? stands : "V" + stands, String.valueOf(needs)));
    }

    @Override
    public JsonObject json() {
        JsonObjectBuilder json = Json.createObjectBuilder().add("operation", "info");
        place.addTo(json);
        if (current == null) {
            json.addNull("version");
        } else {
            json.add("version", current);
        }
        json.add("needs", needs).add("upToDate", isNeeded()).add("message", sentence(Locale.ENGLISH));
        stop.ifPresentOrElse(reason -> json.add("code", reason.code()), () -> json.addNull("code"));
        JsonArrayBuilder all = Json.createArrayBuilder();
        versions.forEach(version -> all.add(versionJson(version)));
        return json.add("versions", all).build();
    }

    private static JsonObject versionJson(VersionState version) {
        JsonObjectBuilder json = Json.createObjectBuilder().add("version", version.version())
                .add("phase", version.phase()).add("name", version.name()).add("kind", version.kind())
                .add("state", version.state().code());
        if (version.appliedAt() == null) {
            json.addNull("appliedAt").addNull("login");
        } else {
            json.add("appliedAt", version.appliedAt().atOffset(ZoneOffset.UTC).toString())
                    .add("login", version.login());
        }
        if (version.initiator() == null) {
            json.addNull("initiator");
        } else {
            json.add("initiator", version.initiator());
        }
        if (version.took() == null) {
            json.addNull("milliseconds");
        } else {
            json.add("milliseconds", version.took().toMillis());
        }
        return json.build();
    }

    @Override
    public List<String> lines(Locale locale) {
        List<String> lines = new ArrayList<>(place.lines());
        lines.add("version: " + (current == null ? "none" : "V" + current));
        lines.add("needs: V" + needs);
        for (VersionState version : versions) {
            StringBuilder line = new StringBuilder(version.name()).append(" (phase ").append(version.phase())
                    .append("): ").append(version.state().code());
            if (version.appliedAt() != null) {
                line.append(' ').append(version.appliedAt().atOffset(ZoneOffset.UTC)).append(" by ")
                        .append(version.initiator() == null ? version.login() : version.initiator());
            }
            if (version.took() != null) {
                line.append(", ").append(version.took().toMillis()).append(" ms");
            }
            lines.add(line.toString());
        }
        stop.ifPresent(reason -> lines.add("fault: " + reason.code()));
        lines.add(sentence(locale));
        return lines;
    }

    /** 0 when it could be worked out, whatever is pending. */
    @Override
    public int exitCode() {
        return stop.filter(reason -> reason == Stop.DATABASE_GONE).isPresent() ? 1 : 0;
    }
}
