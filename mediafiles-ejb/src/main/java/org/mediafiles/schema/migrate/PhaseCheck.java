package org.mediafiles.schema.migrate;

import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mediafiles.schema.validation.DataFindings;
import org.mediafiles.schema.validation.RowCounts;
import org.mediafiles.schema.validation.Structure;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Finding.Level;
import org.mediafiles.schema.version.SchemaSite;

/**
 * After each phase: is the catalogue what its last version makes, and is every row there that was there before. At the end
 * the rows are asked for faults that may be mended later; the files are left to {@code validate}, which takes its time.
 */
final class PhaseCheck implements Guards.Check {
    private final SchemaSite site;
    private RowCounts before;
    private RowCounts after;

    PhaseCheck(SchemaSite site) {
        this.site = site;
    }

    @Override
    public void begin(Connection connection) throws SQLException {
        before = RowCounts.read(connection);
        after = before;
    }

    @Override
    public List<Finding> look(Connection connection, int version) throws SQLException {
        site.progress().says("Looking at what stands after V" + version);
        List<Finding> found = new ArrayList<>(Structure.check(connection, version));
        after = RowCounts.read(connection);
        found.addAll(after.lostSince(before));
        return found;
    }

    @Override
    public List<Finding> end(Connection connection) throws SQLException {
        site.progress().says("Looking at the rows");
        return new DataFindings(site).read(connection, false).stream()
                .filter(finding -> finding.level() != Level.OK).toList();
    }

    @Override
    public Optional<JsonObject> counts() {
        return before == null ? Optional.empty() : Optional.of(RowCounts.json(before, after));
    }
}
