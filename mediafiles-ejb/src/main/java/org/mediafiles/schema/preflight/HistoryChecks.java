package org.mediafiles.schema.preflight;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.mediafiles.schema.version.AppliedVersion;
import org.mediafiles.schema.version.ClinicalTables;
import org.mediafiles.schema.version.Finding.Level;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.RunLog;
import org.mediafiles.schema.version.UnifiedDiff;
import org.mediafiles.schema.version.VersionScript;

/** Whether the database's history of versions and the program's scripts tell the same. */
final class HistoryChecks {
    /** Past this a person opens the files themselves. */
    private static final int MOST_DIFF_LINES = 80;

    private HistoryChecks() {}

    static List<Finding> met(Look look) {
        Met met = look.met();
        OptionalInt baseline = look.history().baseline();
        return List.of(switch (met.kind()) {
            case EMPTY -> look.purpose() == Purpose.ADOPT ? Found.stops("nothing-to-adopt") : Found.ok("met-empty");
            case OURS -> baseline.isPresent()
                    ? Found.ok("met-adopted", met.version(), baseline.getAsInt(), look.scripts().latest())
                    : Found.ok("met-ours", met.version(), look.scripts().latest());
            case DJANGO -> Found.ok("met-django", met.version(), look.scripts().latest());
            case OTHERS -> look.purpose() == Purpose.ADOPT
                    ? Found.stops("nothing-to-adopt")
                    : Found.warning("met-others");
            case UNREADABLE -> Found.stops("met-unreadable");
            case UNKNOWN -> Found.stops("met-unknown", met.tables().stream().filter(ClinicalTables.OURS::contains)
                    .collect(Collectors.joining(", ")));
        });
    }

    static List<Finding> newer(Look look) {
        int latest = look.scripts().latest();
        List<String> unknown = look.history().applied().stream()
                .filter(row -> !row.baseline() && look.scripts().find(row.version()).isEmpty())
                .map(row -> "V" + row.version() + " (" + row.script() + ")").distinct().toList();
        if (unknown.isEmpty()) {
            return List.of(Found.ok("schema-known", latest));
        }
        // To undo what a newer program did is what the stored ways back are for.
        Level level = look.purpose() == Purpose.ROLLBACK ? Level.WARNING : Level.STOPS;
        return List.of(Found.about(Found.at(level, "schema-newer", look.history().current().orElse(-1), latest),
                unknown));
    }

    static List<Finding> gaps(Look look) {
        OptionalInt current = look.history().current();
        if (current.isEmpty()) {
            return List.of(Found.ok("history-complete"));
        }
        List<String> missing = look.scripts().all().stream().mapToInt(VersionScript::version)
                .filter(version -> version < current.getAsInt() && !look.history().isApplied(version))
                .mapToObj(version -> "V" + version).toList();
        return List.of(missing.isEmpty()
                ? Found.ok("history-complete")
                : Found.about(Found.stops("history-gap", String.join(", ", missing), current.getAsInt()), missing));
    }

    static List<Finding> broken(Look look) {
        List<String> broken = look.history().applied().stream().filter(row -> !row.success())
                .map(row -> "V" + row.version() + " (" + row.script() + ", " + row.appliedAt() + ")").toList();
        return List.of(broken.isEmpty()
                ? Found.ok("history-clean")
                : Found.about(Found.warning("history-failed", broken.size()), broken));
    }

    /** An applied script that is another one now: even a comment counts, since nobody knows any more what was run. */
    static List<Finding> drift(Look look) throws SQLException {
        Map<Integer, Stored> stored = stored(look);
        List<Finding> found = new ArrayList<>();
        for (AppliedVersion row : look.history().applied()) {
            look.scripts().find(row.version()).filter(script -> row.success() && !row.baseline())
                    .ifPresent(script -> {
                        if (row.checksum() == null || row.checksum() != script.checksum()) {
                            found.add(changed(Level.STOPS, "script-changed", script, stored.get(row.version()),
                                    row.checksum()));
                        }
                    });
        }
        for (VersionScript script : look.scripts().all()) {
            Stored kept = stored.get(script.version());
            if (kept != null) {
                addStoredDrift(look, script, kept, found);
            }
        }
        return found.isEmpty() ? List.of(Found.ok("scripts-unchanged")) : found;
    }

    private static void addStoredDrift(Look look, VersionScript script, Stored kept, List<Finding> found) {
        boolean reported = found.stream().anyMatch(one -> one.arguments().get(0).equals(script.name()));
        if (!reported && kept.checksum != script.checksum()) {
            // Taken over, not run: nothing in the database depends on it.
            found.add(changed(Level.WARNING, "adopted-script-changed", script, kept, kept.checksum));
        }
        if (!kept.undoSha256.equals(script.undoSha256())) {
            Level level = look.purpose() == Purpose.ROLLBACK ? Level.STOPS : Level.WARNING;
            Finding finding = Found.at(level, "undo-changed", script.undoName());
            found.add(finding.counted(1, shown(UnifiedDiff.between("database/" + script.undoName(), kept.undo,
                    "program/" + script.undoName(), script.undoPrepare().orElse("") + script.undo()))));
        }
    }

    private static Finding changed(Level level, String code, VersionScript script, Stored kept, Integer checksum) {
        // The text may be lost while the checksum in the history stands.
        boolean texts = kept != null && (checksum == null || kept.checksum == checksum);
        Finding finding = Found.at(level, texts ? code : code + "-unseen", script.name(), String.valueOf(checksum),
                script.checksum());
        return texts
                ? finding.counted(1, shown(UnifiedDiff.between("database/" + script.name(), kept.script,
                        "program/" + script.name(), script.sql())))
                : finding;
    }

    private static List<String> shown(List<String> diff) {
        if (diff.size() <= MOST_DIFF_LINES) {
            return diff;
        }
        List<String> shown = new ArrayList<>(diff.subList(0, MOST_DIFF_LINES));
        shown.add("… +" + (diff.size() - MOST_DIFF_LINES));
        return shown;
    }

    private static Map<Integer, Stored> stored(Look look) throws SQLException {
        Map<Integer, Stored> stored = new HashMap<>();
        if (RunLog.stands(look.connection())) {
            for (Look.Row row : look
                    .rows("""
                          SELECT version, checksum, script, coalesce(undo_prepare, '') || undo, undo_sha256
                          FROM mediafiles_ops.schema_undo""")) {
                stored.put((int) row.number(0),
                        new Stored((int) row.number(1), row.text(2), row.text(3), row.text(4)));
            }
        }
        return stored;
    }

    /** What was kept beside the run that applied a version. */
    private record Stored(int checksum, String script, String undo, String undoSha256) {}
}
