package org.mediafiles.adoption;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.mediafiles.schema.version.SchemaReport;

/**
 * What became of each row.
 *
 * @param stopped why it did not come to its end; {@code null} where it did
 */
public record ImportReport(boolean dryRun, List<Line> rows, String stopped) implements SchemaReport {
    /** What became of a row. */
    public enum State {
        IMPORTED, THERE, READY, REFUSED, NOT_TRIED;

        /** @return as the report spells it, for example {@code not-tried} */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * @param line    in the sheet, 1-based
     * @param eventId {@code null} where the row names none
     * @param text    why; empty where there is nothing to say
     */
    public record Line(int line, UUID eventId, State state, String text) {
        String words() {
            return "line " + line + ": " + (eventId == null ? "-" : eventId) + ": " + state.code()
                    + (text.isEmpty() ? "" : ": " + text);
        }
    }

    public ImportReport {
        rows = List.copyOf(rows);
    }

    public long count(State state) {
        return rows.stream().filter(row -> row.state() == state).count();
    }

    /** @return whether every row holds: published now or before, or in a dry run fit to be */
    public boolean holds() {
        return stopped == null && rows.stream().allMatch(row -> row.state() == State.IMPORTED
                || row.state() == State.THERE || dryRun && row.state() == State.READY);
    }

    @Override
    public JsonObject json() {
        JsonArrayBuilder lines = Json.createArrayBuilder();
        for (Line row : rows) {
            JsonObjectBuilder one = Json.createObjectBuilder().add("line", row.line());
            if (row.eventId() == null) {
                one.addNull("eventId");
            } else {
                one.add("eventId", row.eventId().toString());
            }
            lines.add(one.add("state", row.state().code()).add("text", row.text()));
        }
        JsonObjectBuilder counts = Json.createObjectBuilder();
        Arrays.stream(State.values()).forEach(state -> counts.add(state.code(), count(state)));
        JsonObjectBuilder report = Json.createObjectBuilder().add("operation", "import").add("dryRun", dryRun)
                .add("holds", holds()).add("counts", counts).add("rows", lines);
        if (stopped == null) {
            report.addNull("stopped");
        } else {
            report.add("stopped", stopped);
        }
        return report.build();
    }

    @Override
    public List<String> lines(Locale locale) {
        List<String> lines = new ArrayList<>();
        rows.forEach(row -> lines.add(row.words()));
        Arrays.stream(State.values()).forEach(state -> lines.add(state.code() + ": " + count(state)));
        if (stopped != null) {
            lines.add("stopped: " + stopped);
        }
        return lines;
    }

    @Override
    public int exitCode() {
        return holds() ? 0 : 1;
    }
}
