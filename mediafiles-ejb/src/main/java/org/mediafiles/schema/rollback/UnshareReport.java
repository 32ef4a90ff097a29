package org.mediafiles.schema.rollback;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.mediafiles.schema.version.SchemaReport;

/**
 * Which records got bytes of their own.
 *
 * @param borrowers   records whose own key was not where their bytes stood
 * @param copied      of these, those that got a copy now; the others had one
 * @param bytes       that were copied
 * @param hashesTaken record and the hash it bore, which another bears, too; to be put back by who wants to
 * @param failed      records that could not be given theirs, with a word on why; no patient data
 */
public record UnshareReport(RollbackReport.Outcome outcome, String message, long borrowers, long copied, long bytes,
        Map<UUID, String> hashesTaken, Map<UUID, String> failed) implements SchemaReport {
    public UnshareReport {
        hashesTaken = Map.copyOf(hashesTaken);
        failed = Map.copyOf(failed);
    }

    @Override
    public JsonObject json() {
        JsonObjectBuilder taken = Json.createObjectBuilder();
        hashesTaken.forEach((id, hash) -> taken.add(id.toString(), hash));
        JsonObjectBuilder why = Json.createObjectBuilder();
        failed.forEach((id, word) -> why.add(id.toString(), word));
        return Json.createObjectBuilder().add("operation", "unshare").add("outcome", outcome.code())
                .add("message", message).add("borrowers", borrowers).add("copied", copied).add("bytes", bytes)
                .add("hashesTaken", taken).add("failed", why).build();
    }

    @Override
    public List<String> lines(Locale locale) {
        List<String> lines = new ArrayList<>(List.of("unshare: " + outcome.code(),
                "records with another's bytes: " + borrowers, "copied: " + copied, "bytes: " + bytes,
                "hashes taken: " + hashesTaken.size(), "failed: " + failed.size()));
        failed.forEach((id, why) -> lines.add("failed record " + id + ": " + why));
        lines.add(message);
        return lines;
    }

    @Override
    public int exitCode() {
        return outcome == RollbackReport.Outcome.OK ? 0 : 1;
    }
}
