package org.mediafiles.schema.migrate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mediafiles.schema.version.AppliedVersion;
import org.mediafiles.schema.version.RunLog;
import org.mediafiles.schema.version.SchemaHistory;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.VersionScript;
import org.mediafiles.schema.version.VersionScripts;

/** Tells how the schema stands. Reads the history and the record of runs, writes nothing, waits for no run. */
public final class Info {
    private static final String INITIATORS = """
                                             SELECT DISTINCT ON (step.version) step.version, run.initiator || ' (' || run.door || ')'
                                             FROM mediafiles_ops.schema_step step
                                             JOIN mediafiles_ops.schema_run run ON run.id = step.run_id
                                             WHERE step.version IS NOT NULL AND step.outcome = 'ok'
                                                 AND step.direction IN ('up', 'baseline')
                                             ORDER BY step.version, step.id DESC""";

    private final SchemaSite site;
    private final VersionScripts scripts;

    public Info(SchemaSite site) {
        this(site, VersionScripts.ours());
    }

    Info(SchemaSite site, VersionScripts scripts) {
        this.site = site;
        this.scripts = scripts;
    }

    /** @return a database that does not answer is a report, too */
    public InfoReport run() {
        try (Connection connection = site.owner().getConnection()) {
            SchemaStanding standing = SchemaStanding.read(connection, scripts);
            SchemaHistory history = standing.history();
            Integer current = history.current().isPresent() ? Integer.valueOf(history.current().getAsInt()) : null;
            return new InfoReport(DatabasePlace.read(connection), current, scripts.latest(),
                    versions(history, initiators(connection)), standing.stop(), standing.arguments());
        } catch (SQLException away) {
            return new InfoReport(DatabasePlace.UNKNOWN, null, scripts.latest(), List.of(),
                    Optional.of(Stop.DATABASE_GONE), List.of("the look at the schema"));
        }
    }

    private List<VersionState> versions(SchemaHistory history, Map<Integer, String> initiators) {
        Map<Integer, AppliedVersion> rows = new HashMap<>();
        history.applied().forEach(row -> rows.put(row.version(), row));
        List<VersionState> versions = new ArrayList<>();
        for (VersionScript script : scripts.all()) {
            AppliedVersion row = rows.remove(script.version());
            versions.add(state(script, row, history, initiators.get(script.version())));
        }
        rows.values().stream().sorted((one, other) -> Integer.compare(one.version(), other.version()))
                .forEach(row -> versions.add(new VersionState(row.version(), VersionScript.OWN_PHASE, row.script(), "",
                        VersionState.State.UNKNOWN, row.appliedAt(), row.appliedBy(), initiators.get(row.version()),
                        row.took())));
        return versions;
    }

    private static VersionState state(VersionScript script, AppliedVersion row, SchemaHistory history,
            String initiator) {
        VersionState.State state;
        if (row != null && !row.success()) {
            state = VersionState.State.FAILED;
        } else if (row != null && !row.baseline()) {
            state = VersionState.State.APPLIED;
        } else {
            state = history.isApplied(script.version()) ? VersionState.State.BASELINE : VersionState.State.PENDING;
        }
        // What lies below a baseline was found standing at the same moment.
        AppliedVersion known = row != null || state == VersionState.State.PENDING
                ? row
                : history.applied().stream().filter(AppliedVersion::baseline).findFirst().orElse(null);
        return new VersionState(script.version(), script.phase(), script.name(), script.kind(), state,
                known == null ? null : known.appliedAt(), known == null ? null : known.appliedBy(),
                state == VersionState.State.PENDING ? null : initiator,
                state == VersionState.State.APPLIED ? row.took() : null);
    }

    private static Map<Integer, String> initiators(Connection connection) throws SQLException {
        Map<Integer, String> initiators = new HashMap<>();
        if (!RunLog.stands(connection)) {
            return initiators;
        }
        try (PreparedStatement statement = connection.prepareStatement(INITIATORS);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                initiators.put(rows.getInt(1), rows.getString(2));
            }
        }
        return initiators;
    }
}
