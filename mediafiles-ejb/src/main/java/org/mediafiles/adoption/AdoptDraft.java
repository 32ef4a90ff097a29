package org.mediafiles.adoption;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.SchemaReport;

/** The report while it comes to be, so that what was found is told however the run ends. */
final class AdoptDraft {
    private final String operation;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, Long> added = new TreeMap<>();
    private final Map<String, Long> changed = new TreeMap<>();
    private AdoptReport.Place place = AdoptReport.Place.NOWHERE;
    private Recognition found;
    private Map<String, Long> counts = Map.of();
    private Optional<String> backup = Optional.empty();
    private Optional<String> export = Optional.empty();
    private Optional<SchemaReport> inner = Optional.empty();

    AdoptDraft(String operation) {
        this.operation = operation;
    }

    /** Notes where we are, what it is and how much stands in it. */
    Recognition look(Connection connection) throws SQLException {
        try (PreparedStatement where = connection.prepareStatement(
                """
                SELECT current_database(), coalesce(host(inet_server_addr()) || ':' || inet_server_port(), 'local socket'),
                    current_user""");
                ResultSet row = where.executeQuery()) {
            row.next();
            place = new AdoptReport.Place(row.getString(1), row.getString(2), row.getString(3));
        }
        found = Recognition.of(connection);
        counts = SeedTables.counts(connection);
        return found;
    }

    Recognition found() {
        return found;
    }

    Map<String, Long> counts() {
        return counts;
    }

    void add(List<Finding> more) {
        findings.addAll(more);
    }

    void added(String table, long rows) {
        added.merge(table, rows, Long::sum);
    }

    void changed(String table, long rows) {
        changed.merge(table, rows, Long::sum);
    }

    void backup(Optional<String> where) {
        backup = where;
    }

    Optional<String> backup() {
        return backup;
    }

    void export(String folder) {
        export = Optional.of(folder);
    }

    void inner(SchemaReport report) {
        inner = Optional.of(report);
    }

    AdoptReport report(AdoptReport.Outcome outcome, String message) {
        return new AdoptReport(operation, outcome, message, place, found, counts, List.copyOf(findings),
                Map.copyOf(added), Map.copyOf(changed), backup, export, inner);
    }
}
