package org.mediafiles.schema.plan;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.util.List;
import java.util.Optional;

/**
 * What one statement did when it was run with rows in the tables that stood.
 *
 * @param line     in the script, from 1
 * @param summary  the statement in one line
 * @param seen     how the locks were seen
 * @param locks    those that this statement added to its transaction's, by relation
 * @param creates  tables, indexes and sequences that it made
 * @param drops    those that it removed
 * @param rewrites what stood and got a new file: a table written anew, an index built anew
 * @param scans    tables that stood and were read from end to end
 */
public record StatementEffect(int line, String summary, Seen seen, List<RelationLock> locks, List<Made> creates,
        List<Made> drops, List<String> rewrites, List<String> scans) {
    /** How the locks were seen. */
    public enum Seen {
        /** In {@code pg_locks}, at the statement's end, inside its transaction. */
        TRANSACTION("transaction"),
        /** In {@code pg_locks} from another session, while the statement waited for a writer to end. */
        WATCHED("watched");

        private final String code;

        Seen(String code) {
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    /**
     * A relation that came or went.
     *
     * @param of the table of an index; empty for anything else
     */
    public record Made(String relation, String kind, Optional<String> of) {
        JsonObject json() {
            JsonObjectBuilder json = Json.createObjectBuilder().add("relation", relation).add("kind", kind);
            of.ifPresent(table -> json.add("of", table));
            return json.build();
        }

        static Made parse(JsonObject json) {
            return new Made(json.getString("relation"), json.getString("kind"),
                    Optional.ofNullable(json.getString("of", null)));
        }
    }

    public StatementEffect {
        locks = List.copyOf(locks);
        creates = List.copyOf(creates);
        drops = List.copyOf(drops);
        rewrites = List.copyOf(rewrites);
        scans = List.copyOf(scans);
    }

    /** @return the locks that can keep somebody waiting */
    public List<RelationLock> standingLocks() {
        return locks.stream().filter(RelationLock::standing).toList();
    }

    JsonObject json() {
        JsonArrayBuilder locked = Json.createArrayBuilder();
        locks.forEach(lock -> locked.add(lock.json()));
        return Json.createObjectBuilder().add("line", line).add("statement", summary).add("seen", seen.code())
                .add("locks", locked).add("creates", made(creates)).add("drops", made(drops))
                .add("rewrites", Json.createArrayBuilder(rewrites)).add("scans", Json.createArrayBuilder(scans))
                .build();
    }

    static StatementEffect parse(JsonObject json) {
        return new StatementEffect(json.getInt("line"), json.getString("statement"),
                json.getString("seen").equals(Seen.WATCHED.code()) ? Seen.WATCHED : Seen.TRANSACTION,
                json.getJsonArray("locks").getValuesAs(JsonObject.class).stream().map(RelationLock::parse).toList(),
                made(json, "creates"), made(json, "drops"), texts(json, "rewrites"), texts(json, "scans"));
    }

    private static JsonArrayBuilder made(List<Made> relations) {
        JsonArrayBuilder json = Json.createArrayBuilder();
        relations.forEach(relation -> json.add(relation.json()));
        return json;
    }

    private static List<Made> made(JsonObject json, String name) {
        return json.getJsonArray(name).getValuesAs(JsonObject.class).stream().map(Made::parse).toList();
    }

    private static List<String> texts(JsonObject json, String name) {
        return json.getJsonArray(name).getValuesAs(JsonString.class).stream().map(JsonString::getString).toList();
    }
}
