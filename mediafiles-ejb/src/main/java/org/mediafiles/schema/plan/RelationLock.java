package org.mediafiles.schema.plan;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A lock that a statement takes on a relation and that its transaction keeps to its end.
 *
 * @param relation with its schema, for example {@code public.mediafiles_mediafile}
 * @param kind     {@code table}, {@code index}, {@code sequence}, {@code view} or {@code other}
 * @param modes    weakest first, at least one
 * @param standing whether the relation stood before the version: a lock on what the version itself made keeps nobody waiting
 */
public record RelationLock(String relation, String kind, List<LockMode> modes, boolean standing) {
    public RelationLock {
        modes = List.copyOf(EnumSet.copyOf(modes));
    }

    static RelationLock of(String relation, String kind, Set<LockMode> modes, boolean standing) {
        return new RelationLock(relation, kind, List.copyOf(modes), standing);
    }

    /** @return what decides who waits */
    public LockMode strongest() {
        return modes.get(modes.size() - 1);
    }

    JsonObject json() {
        JsonArrayBuilder names = Json.createArrayBuilder();
        modes.forEach(mode -> names.add(mode.sqlName()));
        return Json.createObjectBuilder().add("relation", relation).add("kind", kind).add("modes", names)
                .add("standing", standing).build();
    }

    static RelationLock parse(JsonObject json) {
        return new RelationLock(json.getString("relation"), json.getString("kind"),
                json.getJsonArray("modes").getValuesAs(JsonString.class).stream()
                        .map(name -> LockMode.ofSqlName(name.getString())).toList(),
                json.getBoolean("standing"));
    }
}
