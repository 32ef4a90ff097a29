package org.mediafiles.schema.plan;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mediafiles.schema.version.VersionScript;

/**
 * One version that is to be applied, or to be taken back.
 *
 * @param script   its texts; on the way back those that were stored when it was applied
 * @param stored   whether the texts come from the database, not from the program
 * @param effects  empty where this very text was never recorded
 * @param loses    on the way back: tables that go and hold rows, about so many
 */
public record PlannedVersion(VersionScript script, Way way, boolean stored, Optional<ScriptEffects> effects,
        Expectation expected, List<LostRows> loses) {
    /** @param rows about so many, as the statistics know it */
    public record LostRows(String table, long rows) {}

    public PlannedVersion {
        loses = List.copyOf(loses);
    }

    /** @return the text that runs, preparation first */
    public String sql() {
        return way == Way.UP ? script.sql() : script.undoPrepare().orElse("") + script.undo();
    }

    /** @return the file's name */
    public String name() {
        return way == Way.UP ? script.name() : script.undoName();
    }

    /** @return whether all of it stands or none; a preparation runs before */
    public boolean transactional() {
        return way == Way.DOWN || script.transactional();
    }

    /** @return the statements in their whole length, preparation first; beside each what is known of it */
    List<Step> steps() {
        List<SqlStatement> prepare = way == Way.UP
                ? List.of()
                : script.undoPrepare().map(SqlScript::split).orElse(List.of());
        List<SqlStatement> main = SqlScript.split(way == Way.UP ? script.sql() : script.undo());
        List<Step> steps = new ArrayList<>();
        add(steps, prepare, effects.map(ScriptEffects::prepare).orElse(List.of()));
        add(steps, main, effects.map(ScriptEffects::statements).orElse(List.of()));
        return steps;
    }

    /** @param effect empty where nothing was recorded */
    record Step(SqlStatement statement, Optional<StatementEffect> effect) {}

    private static void add(List<Step> steps, List<SqlStatement> statements, List<StatementEffect> effects) {
        for (int i = 0; i < Math.max(statements.size(), effects.size()); i++) {
            Optional<StatementEffect> effect = i < effects.size() ? Optional.of(effects.get(i)) : Optional.empty();
            // What only shows at the end of the transaction has no statement of its own.
            SqlStatement statement = i < statements.size() ? statements.get(i) : new SqlStatement(0, "COMMIT");
            steps.add(new Step(statement, effect));
        }
    }

    JsonObject json() {
        JsonArrayBuilder statements = Json.createArrayBuilder();
        for (Step step : steps()) {
            JsonObjectBuilder statement = Json.createObjectBuilder().add("line", step.statement().line()).add("sql",
                    step.statement().text());
            step.effect().ifPresent(effect -> effect.json().forEach((name, value) -> {
                if (!name.equals("line") && !name.equals("statement")) {
                    statement.add(name, value);
                }
            }));
            statements.add(statement);
        }
        JsonArrayBuilder lost = Json.createArrayBuilder();
        loses.forEach(table -> lost.add(Json.createObjectBuilder().add("table", table.table()).add("rows", table.rows())
                .add("estimated", true)));
        return Json.createObjectBuilder().add("version", script.version()).add("phase", script.phase())
                .add("direction", way.code()).add("script", name()).add("title", script.title())
                .add("kind", script.kind()).add("transactional", transactional()).add("storedText", stored)
                .add("sql", sql()).add("locksKnown", effects.isPresent()).add("statements", statements)
                .add("expected", expected.json()).add("loses", lost).build();
    }
}
