package org.mediafiles.schema.migrate;

import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.mediafiles.schema.validation.DataFindings;
import org.mediafiles.schema.validation.RowCounts;
import org.mediafiles.schema.validation.Structure;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Finding.Level;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;

/**
 * After each phase: is the catalogue what its last version makes, and is every row there that was there before. At the end
 * the rows are asked for faults that may be mended later; the files are left to {@code validate}, which takes its time.
 */
final class PhaseCheck implements Guards.Check {
    private static final Logger LOG = Logger.getLogger(PhaseCheck.class);

    private final SchemaSite site;
    private RowCounts before;
    private RowCounts after;
    private boolean uncertain;

    PhaseCheck(SchemaSite site) {
        this.site = site;
    }

    @Override
    public void begin(Connection connection) throws SQLException {
        before = RowCounts.read(connection);
        after = before;
    }

    @Override
    public List<Finding> standing(Connection connection) throws SQLException {
        return Structure.faults(connection);
    }

    @Override
    public List<Finding> look(Connection connection, int version) throws SQLException {
        site.progress().says("Looking at what stands after V" + version);
        List<Finding> found = new ArrayList<>(Structure.check(connection, version));
        after = RowCounts.read(connection);
        List<Finding> fewer = after.lostSince(before);
        if (!fewer.isEmpty() && othersAreConnected(connection)) {
            LOG.infof("There are fewer rows than before in %s, while others were at work; no version removed any",
                    String.join(", ", fewer.stream().flatMap(finding -> finding.examples().stream()).toList()));
            uncertain = true;
        } else {
            found.addAll(fewer);
        }
        return found;
    }

    /**
     * A server that works on while the schema is migrated may remove a picture from a series. Each version is asked in its
     * own transaction whether it removed a row, so such counts are nobody's loss; kept as one, they would close the
     * application for good.
     */
    private static boolean othersAreConnected(Connection connection) throws SQLException {
        return Sql.flag(connection, "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
                + " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
                + " AND application_name <> '" + WorkConnections.MARK + "')");
    }

    @Override
    public List<Finding> end(Connection connection) throws SQLException {
        site.progress().says("Looking at the rows");
        return new DataFindings(site).read(connection, false).stream()
                .filter(finding -> finding.level() != Level.OK).toList();
    }

    @Override
    public Optional<JsonObject> counts() {
        return before == null || uncertain ? Optional.empty() : Optional.of(RowCounts.json(before, after));
    }
}
