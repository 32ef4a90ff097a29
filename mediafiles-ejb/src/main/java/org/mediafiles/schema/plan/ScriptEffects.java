package org.mediafiles.schema.plan;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What a version's script did, up or down, statement by statement.
 *
 * @param script        the file's name
 * @param fingerprint   of the text: Flyway's checksum up, the SHA-256 down; of another text nothing is known
 * @param transactional whether all statements run in one transaction, which then keeps every lock to its end
 * @param prepare       what runs before the way back, outside its transaction; empty on the way up
 */
public record ScriptEffects(String script, String fingerprint, boolean transactional, List<StatementEffect> prepare,
        List<StatementEffect> statements) {
    public ScriptEffects {
        prepare = List.copyOf(prepare);
        statements = List.copyOf(statements);
    }

    /** @return preparation first */
    public List<StatementEffect> all() {
        List<StatementEffect> all = new ArrayList<>(prepare);
        all.addAll(statements);
        return all;
    }

    JsonObject json() {
        return Json.createObjectBuilder().add("script", script).add("fingerprint", fingerprint)
                .add("transactional", transactional).add("prepare", array(prepare)).add("statements", array(statements))
                .build();
    }

    static ScriptEffects parse(JsonObject json) {
        return new ScriptEffects(json.getString("script"), json.getString("fingerprint"),
                json.getBoolean("transactional"), effects(json, "prepare"), effects(json, "statements"));
    }

    private static JsonArrayBuilder array(List<StatementEffect> effects) {
        JsonArrayBuilder json = Json.createArrayBuilder();
        effects.forEach(effect -> json.add(effect.json()));
        return json;
    }

    private static List<StatementEffect> effects(JsonObject json, String name) {
        return json.getJsonArray(name).getValuesAs(JsonObject.class).stream().map(StatementEffect::parse).toList();
    }
}
