package org.mediafiles.schema.rollback;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mediafiles.schema.version.SchemaReport;

/**
 * What the history and the stored texts say that this program does not.
 *
 * @param drifts     version by version
 * @param failedRows rows of the history that say that a version broke off
 */
public record RepairReport(RollbackReport.Outcome outcome, String message, List<Drift> drifts, int failedRows)
        implements
            SchemaReport {
    /**
     * A version whose text is not the program's any more.
     *
     * @param name   the script's
     * @param before the checksum in the history; {@code null} where it is another thing that differs
     * @param after  the program's
     * @param diff   from what is stored to what the program carries, as {@code diff -u} tells it
     */
    public record Drift(int version, String name, Integer before, int after, List<String> diff) {
        public Drift {
            diff = List.copyOf(diff);
        }
    }

    public RepairReport {
        drifts = List.copyOf(drifts);
    }

    @Override
    public JsonObject json() {
        JsonArrayBuilder versions = Json.createArrayBuilder();
        drifts.forEach(drift -> versions.add(Json.createObjectBuilder().add("version", drift.version())
                .add("script", drift.name()).add("before", String.valueOf(drift.before())).add("after", drift.after())
                .add("diff", Json.createArrayBuilder(drift.diff()))));
        return Json.createObjectBuilder().add("operation", "repair").add("outcome", outcome.code())
                .add("message", message).add("failedRows", failedRows).add("versions", versions).build();
    }

    @Override
    public List<String> lines(Locale locale) {
        List<String> lines = new ArrayList<>(List.of("repair: " + outcome.code(), "failed rows: " + failedRows,
                "changed scripts: " + drifts.size()));
        for (Drift drift : drifts) {
            lines.add("V" + drift.version() + " " + drift.name() + ": checksum "
                    + (drift.before() == null ? "unchanged" : drift.before() + " -> " + drift.after()));
            drift.diff().forEach(line -> lines.add("    " + line));
        }
        lines.add(message);
        return lines;
    }

    @Override
    public int exitCode() {
        return outcome == RollbackReport.Outcome.OK ? 0 : 1;
    }
}
