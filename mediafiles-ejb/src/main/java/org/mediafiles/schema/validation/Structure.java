package org.mediafiles.schema.validation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Finding.Area;
import org.mediafiles.schema.version.Finding.Level;
import org.mediafiles.schema.version.SchemaHistory;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScripts;

/**
 * Whether history and catalogue are what the version that stands has made. Quick enough for every start: it reads the
 * catalogue alone.
 */
public final class Structure {
    /** Tables of ours that every version meets, and those that outlive the version that made them. */
    private static final String OTHERS = """
                                         SELECT namespace.nspname || '.' || relation.relname FROM pg_catalog.pg_class relation
                                         JOIN pg_catalog.pg_namespace namespace ON namespace.oid = relation.relnamespace
                                         WHERE relation.relkind IN ('r', 'p', 'v', 'm', 'f')
                                           AND (namespace.nspname = 'public' AND relation.relname NOT IN ('accounts_eqmduser',
                                                   'events_event', 'patients_patient', 'django_migrations')
                                               OR namespace.nspname = 'mediafiles_ops' AND relation.relname !~
                                                   '^(schema_(history|run|step|undo)|adoption|adopted_row|audit_event|audit_seal|installation)$'
                                                   AND NOT relation.relispartition)
                                         ORDER BY 1
                                         """;

    private Structure() {}

    /** @return what is wrong with the structure, and notes on it, what closes the application first */
    public static List<Finding> check(Connection connection) throws SQLException {
        SchemaHistory history = SchemaHistory.read(connection);
        PresentTables tables = PresentTables.read(connection);
        List<Finding> found = new ArrayList<>(new HistoryCheck(VersionScripts.ours()).look(history,
                PresentTables.OWN.stream().anyMatch(tables::has)));
        if (history.current().isPresent()) {
            found.addAll(check(connection, history.current().getAsInt()));
        }
        found.sort((one, other) -> Boolean.compare(other.level() == Level.CLOSES, one.level() == Level.CLOSES));
        return found;
    }

    /** @return how the catalogue differs from what that version makes; empty also where this program does not know it */
    public static List<Finding> check(Connection connection, int version) throws SQLException {
        Optional<ExpectedCatalogue> expected = ExpectedCatalogue.of(version);
        if (expected.isEmpty()) {
            return List.of();
        }
        Catalogue actual = Catalogue.read(connection);
        List<Finding> found = new ArrayList<>(expected.get().withTrailOf(actual).compare(actual));
        otherTables(connection, expected.get()).ifPresent(found::add);
        return found;
    }

    /**
     * For the start.
     *
     * @return the first reason to keep the application closed, with what to do: in the structure, or rows that the last
     *         migration lost; empty where there is none
     */
    public static Optional<String> fault(Connection connection) throws SQLException {
        return faults(connection).stream().findFirst()
                .map(finding -> (finding.text(Locale.ENGLISH) + " " + finding.remedy(Locale.ENGLISH)).strip());
    }

    /** @return every reason to keep the application closed */
    public static List<Finding> faults(Connection connection) throws SQLException {
        List<Finding> found = new ArrayList<>(check(connection));
        found.addAll(RowCounts.lostInLastRun(connection));
        return found.stream().filter(finding -> finding.level() == Level.CLOSES).toList();
    }

    private static Optional<Finding> otherTables(Connection connection, ExpectedCatalogue expected)
            throws SQLException {
        Tally others = new Tally(DataFindings.EXAMPLES);
        Sql.texts(connection, OTHERS).stream()
                .filter(table -> !expected.catalogue().facts().containsKey(table + " table")).forEach(others::add);
        return others.count() == 0
                ? Optional.empty()
                : Optional.of(Finding.of(Area.VALIDATION, "other-tables", Level.NOTE, others.count())
                        .counted(others.count(), others.examples()));
    }
}
