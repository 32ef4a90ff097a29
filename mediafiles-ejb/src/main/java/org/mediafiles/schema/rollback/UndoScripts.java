package org.mediafiles.schema.rollback;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.mediafiles.schema.version.AppliedVersion;
import org.mediafiles.schema.version.RunLog;
import org.mediafiles.schema.version.SchemaHistory;
import org.mediafiles.schema.version.VersionScript;
import org.mediafiles.schema.version.VersionScripts;

/**
 * Which text undoes a version: the one that was stored when it was applied, so that an older program can undo what a newer
 * one did; the program's own only where nothing was stored and it surely belongs to what was applied.
 */
final class UndoScripts {
    private final SchemaHistory history;
    private final VersionScripts ours;
    private final Map<Integer, Stored> stored;

    private UndoScripts(SchemaHistory history, VersionScripts ours, Map<Integer, Stored> stored) {
        this.history = history;
        this.ours = ours;
        this.stored = stored;
    }

    static UndoScripts read(Connection connection, SchemaHistory history, VersionScripts ours) throws SQLException {
        return new UndoScripts(history, ours, stored(connection));
    }

    /** A row of {@code schema_undo}. */
    private record Stored(VersionScript texts, String sha256) {}

    private static Map<Integer, Stored> stored(Connection connection) throws SQLException {
        Map<Integer, Stored> found = new HashMap<>();
        if (!RunLog.stands(connection)) {
            return found;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        """
                        SELECT version, script_name, script, checksum, undo_name, undo, undo_prepare, undo_sha256
                        FROM mediafiles_ops.schema_undo""")) {
            while (row.next()) {
                found.put(row.getInt("version"), new Stored(StoredScripts.read(row), row.getString("undo_sha256")));
            }
        }
        return found;
    }

    /** @throws Stopped where no text is known, or the known one cannot be trusted */
    UndoScript choose(int version) throws Stopped {
        Optional<AppliedVersion> row = history.applied().stream()
                .filter(applied -> applied.version() == version && !applied.baseline()).findFirst();
        Stored kept = stored.get(version);
        return kept == null ? fromProgram(version, row) : fromStore(version, row, kept);
    }

    private UndoScript fromStore(int version, Optional<AppliedVersion> row, Stored kept) throws Stopped {
        VersionScript texts = kept.texts();
        if (!texts.undoSha256().equals(kept.sha256())) {
            throw Stopped
                    .refused("The stored way back of V" + version + " is not what was stored (its SHA-256 differs):"
                            + " compare schema_undo with the backup, then run repair.");
        }
        if (row.isPresent() && row.get().success() && !Integer.valueOf(texts.checksum()).equals(row.get().checksum())) {
            throw Stopped.refused("The stored way back of V" + version + " belongs to another V" + version
                    + " than the one that was applied (their checksums differ): compare both, then run repair.");
        }
        VersionScript program = ours.find(version).orElse(texts);
        if (!program.undoName().equals(texts.undoName()) || !program.undoSha256().equals(kept.sha256())) {
            throw Stopped.refused("This program's " + program.undoName() + " is not the " + texts.undoName()
                    + " that was stored when V" + version + " was applied: roll back with the program that applied it,"
                    + " or compare both, then run repair.");
        }
        return script(texts, row.isEmpty(), Optional.empty());
    }

    private UndoScript fromProgram(int version, Optional<AppliedVersion> row) throws Stopped {
        VersionScript program = ours.find(version).orElseThrow(() -> Stopped.refused("Nothing is stored of the way back"
                + " of V" + version
                + ", and this program does not know it: roll back with the program that applied it."));
        if (row.isPresent() && row.get().success()
                && !Integer.valueOf(program.checksum()).equals(row.get().checksum())) {
            throw Stopped.refused("V" + version + " was applied with another text than this program's "
                    + program.name() + ", so its " + program.undoName()
                    + " may not fit: roll back with the program that"
                    + " applied it.");
        }
        return script(program, row.isEmpty(), Optional.of(program));
    }

    private static UndoScript script(VersionScript texts, boolean baselined, Optional<VersionScript> toKeep) {
        return new UndoScript(texts.version(), texts.undoName(), texts.undo(), texts.undoPrepare(), baselined, toKeep);
    }
}
