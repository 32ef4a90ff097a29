package org.mediafiles.schema.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.mediafiles.schema.version.AppliedVersion;
import org.mediafiles.schema.version.SchemaHistory;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScript;
import org.mediafiles.schema.version.VersionScripts;

/**
 * How the database stands against the program: only looked at, nothing is written and no table of ours is locked.
 *
 * @param stop      why nothing may be migrated as it stands; empty where nothing speaks against it
 * @param arguments of the reason's words
 * @param pending   ascending
 */
public record SchemaStanding(FoundSchema found, SchemaHistory history, Optional<Stop> stop, List<String> arguments,
        List<VersionScript> pending) {
    /** PostgreSQL 15: the oldest that the product is tested with. */
    private static final int OLDEST_SERVER = 150_000;

    public SchemaStanding {
        arguments = List.copyOf(arguments);
        pending = List.copyOf(pending);
    }

    public static SchemaStanding read(Connection connection, VersionScripts scripts) throws SQLException {
        FoundSchema found = FoundSchema.read(connection);
        SchemaHistory history = SchemaHistory.read(connection);
        List<VersionScript> pending = scripts.all().stream()
                .filter(script -> !history.isApplied(script.version())).toList();
        if (found.serverVersion() < OLDEST_SERVER) {
            return new SchemaStanding(found, history, Optional.of(Stop.DATABASE_TOO_OLD), List.of(), pending);
        }
        if (!found.historyBegun() && (found.django() || !found.ownTables().isEmpty())) {
            List<String> standing = new ArrayList<>(found.ownTables());
            if (found.django()) {
                standing.add("django_migrations");
            }
            return new SchemaStanding(found, history, Optional.of(Stop.ADOPTION_NEEDED),
                    List.of(String.join(", ", standing)), pending);
        }
        if (!found.strangers().isEmpty()) {
            return new SchemaStanding(found, history, Optional.of(Stop.UNKNOWN_TABLES),
                    List.of(String.join(", ", found.strangers())), pending);
        }
        OptionalInt leaving = leaving(connection);
        if (leaving.isPresent() && history.isApplied(leaving.getAsInt())) {
            return new SchemaStanding(found, history, Optional.of(Stop.LEAVING),
                    List.of(String.valueOf(leaving.getAsInt())), pending);
        }
        OptionalInt current = history.current();
        if (current.isPresent() && current.getAsInt() > scripts.latest()) {
            return new SchemaStanding(found, history, Optional.of(Stop.SCHEMA_NEWER_THAN_PROGRAM),
                    List.of(String.valueOf(current.getAsInt()), String.valueOf(scripts.latest())), pending);
        }
        List<String> differences = differences(history, scripts);
        return new SchemaStanding(found, history,
                differences.isEmpty() ? Optional.empty() : Optional.of(Stop.SCHEMA_MISMATCH),
                differences.isEmpty() ? List.of() : List.of(String.join(", ", differences)), pending);
    }

    /**
     * What was added since the adoption is out by then, so that nothing may come; only versions of the phase itself, which a
     * rollback took, are needed to finish.
     *
     * @return the phase to which the database goes back; empty where it does not
     */
    private static OptionalInt leaving(Connection connection) throws SQLException {
        if (!Sql.flag(connection, "SELECT to_regclass('mediafiles_ops.adoption') IS NOT NULL")) {
            return OptionalInt.empty();
        }
        return Sql.texts(connection, "SELECT phase FROM mediafiles_ops.adoption WHERE state = 'leaving'").stream()
                .mapToInt(Integer::parseInt).findFirst();
    }

    /** @return the reason in one or two sentences; empty where there is none */
    public String sentence(Locale locale) {
        return stop.map(reason -> Words.of(locale, reason.code(), arguments)).orElse("");
    }

    private static List<String> differences(SchemaHistory history, VersionScripts scripts) {
        List<String> differences = new ArrayList<>();
        for (AppliedVersion row : history.applied()) {
            if (!row.success() || row.baseline()) {
                continue;
            }
            Optional<VersionScript> ours = scripts.find(row.version());
            if (ours.isEmpty()) {
                differences.add("V" + row.version() + " (not of this program)");
            } else if (!ours.get().name().equals(row.script())) {
                differences.add("V" + row.version() + " (applied as " + row.script() + ")");
            } else if (!Objects.equals(ours.get().checksum(), row.checksum())) {
                differences.add("V" + row.version() + " (text changed)");
            }
        }
        int current = history.current().orElse(-1);
        scripts.all().stream().filter(script -> script.version() < current && !history.isApplied(script.version()))
                .forEach(script -> differences.add("V" + script.version() + " (missing below V" + current + ")"));
        return differences;
    }
}
