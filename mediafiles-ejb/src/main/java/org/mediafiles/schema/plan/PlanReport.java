package org.mediafiles.schema.plan;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Locale;
import org.mediafiles.schema.version.SchemaReport;

/** What would be done, in the order in which it would be. */
public final class PlanReport implements SchemaReport {
    private final FoundState state;
    private final int to;
    private final boolean fromScratch;
    private final List<PlannedVersion> versions;
    private final List<PlanNote> notes;

    PlanReport(FoundState state, int to, boolean fromScratch, List<PlannedVersion> versions, List<PlanNote> notes) {
        this.state = state;
        this.to = to;
        this.fromScratch = fromScratch;
        this.versions = List.copyOf(versions);
        this.notes = List.copyOf(notes);
    }

    FoundState state() {
        return state;
    }

    /** @return whose database it is: {@code empty}, {@code ours}, {@code django}, {@code foreign} or {@code unknown} */
    public String stateCode() {
        return state.kind().code();
    }

    /** @return the version, or Django's phase, that stands; {@link Plan#NONE} where none does */
    public int from() {
        return state.at();
    }

    /** @return the version that stands at the end */
    public int to() {
        return to;
    }

    /** @return {@code up}, {@code down} or {@code none} */
    public String direction() {
        return versions.isEmpty() ? "none" : versions.get(0).way().code();
    }

    /** @return in the order of their running; empty where there is nothing to do */
    public List<PlannedVersion> versions() {
        return versions;
    }

    public List<PlanNote> notes() {
        return notes;
    }

    /** @return the notes, a sentence each */
    public List<String> noteLines(Locale locale) {
        PlanLines words = new PlanLines(locale);
        return notes.stream().map(words::of).toList();
    }

    /** @return whether the locks were seen on a scratch database just now, not when the versions were recorded */
    public boolean isFromScratch() {
        return fromScratch;
    }

    /** @return of all versions */
    public long expectedMilliseconds() {
        return versions.stream().mapToLong(version -> version.expected().milliseconds()).sum();
    }

    /** @return of all versions, by how much our tables grow; negative where they shrink */
    public long expectedBytes() {
        return versions.stream().mapToLong(version -> version.expected().bytes()).sum();
    }

    @Override
    public int exitCode() {
        return 0;
    }

    @Override
    public List<String> lines(Locale locale) {
        return new PlanLines(locale).of(this);
    }

    @Override
    public JsonObject json() {
        JsonArrayBuilder planned = Json.createArrayBuilder();
        versions.forEach(version -> planned.add(version.json()));
        PlanLines words = new PlanLines(Locale.ENGLISH);
        JsonArrayBuilder said = Json.createArrayBuilder();
        notes.forEach(note -> said
                .add(Json.createObjectBuilder().add("code", note.code()).add("text", words.of(note))));
        JsonObjectBuilder json = Json.createObjectBuilder().add("state", stateCode())
                .add("database", state.database().json())
                .add("direction", direction());
        version(json, "from", from());
        version(json, "to", to);
        state.baseline().ifPresentOrElse(baseline -> json.add("baseline", baseline), () -> json.addNull("baseline"));
        return json.add("locksFrom", fromScratch ? "scratch" : "recorded")
                .add("expectedMilliseconds", expectedMilliseconds()).add("expectedBytes", expectedBytes())
                .add("versions", planned).add("notes", said).build();
    }

    private static void version(JsonObjectBuilder json, String name, int version) {
        if (version == Plan.NONE) {
            json.addNull(name);
        } else {
            json.add(name, version);
        }
    }
}
