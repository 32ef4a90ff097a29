package org.mediafiles.schema.plan;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Optional;

/**
 * An index, and what it is good for.
 *
 * @param definition empty where somebody holds a strong lock on its table
 * @param bytes   0 where somebody holds a strong lock on its table
 * @param uses    scans since the statistics count
 * @param enforces whether it holds up a primary key, a unique constraint or an exclusion: then it is needed, used or not
 * @param repeats the index that does what this one does; empty for most
 */
public record IndexImpact(long oid, String name, String definition, long bytes, long uses, long rowsRead,
        long rowsFetched, boolean enforces, boolean valid, Optional<String> repeats) {
    /** The seed's phase 5 names them, and so they stay though two of them repeat a unique constraint. */
    private static final List<String> NAMED_BY_PLAN = List.of("mediafile_hash_idx", "mediafile_type_created_idx",
            "mediafile_mime_idx", "series_file_order_idx", "mediafile_created_idx");

    /** @return whether the migration plan names it, so that it stays though it be redundant */
    public boolean isNamedByPlan() {
        return NAMED_BY_PLAN.contains(name);
    }

    /** @return whether nothing asked for it since the statistics count, and nothing else needs it */
    public boolean isUnused() {
        return uses == 0 && !enforces;
    }

    JsonObject json() {
        JsonObjectBuilder json = Json.createObjectBuilder().add("oid", oid).add("name", name)
                .add("definition", definition).add("bytes", bytes).add("uses", uses).add("rowsRead", rowsRead)
                .add("rowsFetched", rowsFetched).add("enforces", enforces).add("valid", valid)
                .add("unused", isUnused()).add("redundant", repeats.isPresent())
                .add("namedByPlan", isNamedByPlan());
        repeats.ifPresentOrElse(other -> json.add("repeats", other), () -> json.addNull("repeats"));
        return json.build();
    }
}
