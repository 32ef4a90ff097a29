package org.mediafiles.schema.plan;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one of our tables takes and how it is kept.
 *
 * @param name     with its schema
 * @param size     exact, unless somebody holds a strong lock on it: then what the catalogue knows
 * @param liveRows by the server's statistics
 * @param deadRows what vacuuming would clear
 * @param kept     when it was last vacuumed and analyzed, by hand ({@code vacuum}, {@code analyze}) and by the server ({@code
 *                 autovacuum}, {@code autoanalyze}); without what never happened
 */
public record TableImpact(long oid, String name, Size size, long liveRows, long deadRows, Map<String, Instant> kept,
        List<IndexImpact> indexes) {
    /**
     * In bytes.
     *
     * @param toast of long values, with the maps of free space
     * @param exact false where only {@code total} is known, about
     */
    public record Size(long total, long table, long indexes, long toast, boolean exact) {}

    public TableImpact {
        kept = Map.copyOf(kept);
        indexes = List.copyOf(indexes);
    }

    public Optional<Instant> lastKept(String how) {
        return Optional.ofNullable(kept.get(how));
    }

    JsonObject json() {
        JsonArrayBuilder all = Json.createArrayBuilder();
        indexes.forEach(index -> all.add(index.json()));
        JsonObjectBuilder json = Json.createObjectBuilder().add("oid", oid).add("name", name)
                .add("totalBytes", size.total()).add("tableBytes", size.table()).add("indexBytes", size.indexes())
                .add("toastBytes", size.toast()).add("exact", size.exact()).add("liveRows", liveRows)
                .add("deadRows", deadRows);
        time(json, "lastVacuum", "vacuum");
        time(json, "lastAutovacuum", "autovacuum");
        time(json, "lastAnalyze", "analyze");
        time(json, "lastAutoanalyze", "autoanalyze");
        return json.add("indexes", all).build();
    }

    private void time(JsonObjectBuilder json, String member, String how) {
        lastKept(how).ifPresentOrElse(at -> json.add(member, at.atOffset(ZoneOffset.UTC).toString()),
                () -> json.addNull(member));
    }
}
