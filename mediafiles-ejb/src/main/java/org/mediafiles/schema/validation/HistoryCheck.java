package org.mediafiles.schema.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mediafiles.schema.version.AppliedVersion;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Finding.Area;
import org.mediafiles.schema.version.Finding.Level;
import org.mediafiles.schema.version.SchemaHistory;
import org.mediafiles.schema.version.VersionScript;
import org.mediafiles.schema.version.VersionScripts;

/** Whether the history in the database is one that this program would have written. */
final class HistoryCheck {
    private final VersionScripts scripts;

    HistoryCheck(VersionScripts scripts) {
        this.scripts = scripts;
    }

    /** @param ownTables whether one of the seed's five tables stands */
    List<Finding> look(SchemaHistory history, boolean ownTables) {
        if (history.current().isEmpty() && history.applied().stream().allMatch(AppliedVersion::success)) {
            return List.of(closes(ownTables ? "adoption-needed" : "not-migrated"));
        }
        List<Finding> found = new ArrayList<>();
        history.applied().forEach(row -> fault(row).ifPresent(found::add));
        int current = history.current().orElse(-1);
        scripts.all().stream().filter(script -> script.version() <= current && !history.isApplied(script.version()))
                .forEach(script -> found.add(closes("version-missing", script.version(), script.name())));
        if (current < scripts.latest()) {
            found.add(Finding.of(Area.VALIDATION, "pending-versions", Level.NOTE, current, scripts.latest()));
        }
        return found;
    }

    private Optional<Finding> fault(AppliedVersion row) {
        if (!row.success()) {
            return Optional.of(closes("version-failed", row.version(), row.script()));
        }
        if (row.version() > scripts.latest()) {
            return Optional.of(closes("newer-schema", row.version(), scripts.latest()));
        }
        Optional<VersionScript> ours = scripts.find(row.version());
        if (ours.isEmpty()) {
            return Optional.of(closes("unknown-version", row.version(), row.script()));
        }
        boolean changed = !row.baseline() && (row.checksum() == null || row.checksum() != ours.get().checksum());
        return changed ? Optional.of(closes("checksum-mismatch", row.version(), ours.get().name())) : Optional.empty();
    }

    private static Finding closes(String code, Object... arguments) {
        return Finding.of(Area.VALIDATION, code, Level.CLOSES, arguments);
    }
}
