package org.mediafiles.schema.preflight;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mediafiles.schema.version.ClinicalTables;
import org.mediafiles.schema.version.Finding.Level;
import org.mediafiles.schema.version.Finding;

/** What the tables that we share want from us, and what would help us there. They are not ours: nothing is changed, only said. */
final class SharedTableChecks {
    /** What the program writes into a new row. */
    private static final Map<String, Set<String>> KNOWN = Map.of("events_event",
            Set.of("id", "event_type", "event_datetime", "description", "created_at", "updated_at", "created_by_id",
                    "patient_id", "updated_by_id"),
            "patients_patient", Set.of("id", "name", "birthday"), "accounts_eqmduser",
            Set.of("id", "password", "last_login", "is_superuser", "username", "first_name", "last_name", "email",
                    "is_staff", "is_active", "date_joined"));

    private static final String DEMANDING = """
                                            SELECT table_class.relname, attname FROM pg_attribute
                                            JOIN pg_class table_class ON table_class.oid = attrelid
                                            WHERE table_class.relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped
                                              AND attnotnull AND NOT atthasdef AND attidentity = '' AND table_class.relname IN\s"""
            + ClinicalTables.SHARED_SQL + " ORDER BY table_class.relname, attnum";

    /** A valid index over whole rows whose first columns are these, in this order and, where it matters, direction. */
    private static final String HAS_INDEX = """
                                            SELECT EXISTS (
                                                SELECT FROM pg_index index
                                                WHERE index.indrelid = to_regclass(?) AND index.indisvalid AND index.indpred IS NULL
                                                  AND (SELECT string_agg(coalesce(attname, '?'), ',' ORDER BY place)
                                                       FROM unnest(index.indkey::int[]) WITH ORDINALITY AS indexed (number, place)
                                                       LEFT JOIN pg_attribute ON attrelid = index.indrelid AND attnum = number AND number > 0
                                                       WHERE place <= ?) = ?)""";

    /** An index that the program's queries like, as V0 makes it where the table is ours. */
    private record Useful(String table, List<String> columns, String name, String definition) {
        String statement() {
            return "CREATE INDEX CONCURRENTLY " + name + " ON public." + table + " " + definition + ";";
        }
    }

    private static final List<Useful> USEFUL = List.of(
            // Two columns will do: events of one patient at the same instant are few.
            new Useful("events_event", List.of("patient_id", "event_datetime"), "events_event_timeline_idx",
                    "(patient_id, event_datetime DESC, id DESC)"),
            new Useful("events_event", List.of("created_by_id"), "events_event_created_by_idx", "(created_by_id)"),
            new Useful("events_event", List.of("updated_by_id"), "events_event_updated_by_idx", "(updated_by_id)"),
            new Useful("events_event", List.of("id"), "events_event_id_idx", "(id)"),
            new Useful("patients_patient", List.of("id"), "patients_patient_id_idx", "(id)"),
            new Useful("accounts_eqmduser", List.of("id"), "accounts_eqmduser_id_idx", "(id)"),
            new Useful("accounts_eqmduser", List.of("username"), "accounts_eqmduser_username_idx", "(username)"));

    private SharedTableChecks() {}

    static List<Finding> columns(Look look) throws SQLException {
        List<Finding> found = new ArrayList<>();
        for (String table : ClinicalTables.SHARED) {
            List<String> demanded = new ArrayList<>();
            for (Look.Row row : look.rows(DEMANDING)) {
                if (row.text(0).equals(table) && !KNOWN.get(table).contains(row.text(1))) {
                    demanded.add(row.text(1));
                }
            }
            if (!demanded.isEmpty()) {
                // Without events nothing can be kept; patients and users may well be made elsewhere.
                boolean needed = table.equals("events_event") && look.purpose() != Purpose.ROLLBACK;
                found.add(Found.about(Found.at(needed ? Level.STOPS : Level.WARNING, switch (table) {
                    case "events_event" -> "events-demand-columns";
                    case "patients_patient" -> "patients-demand-columns";
                    default -> "accounts-demand-columns";
                }, String.join(", ", demanded)), demanded));
            }
        }
        return found.isEmpty() ? List.of(Found.ok("shared-columns")) : found;
    }

    static List<Finding> indexes(Look look) throws SQLException {
        List<String> statements = new ArrayList<>();
        for (Useful useful : USEFUL) {
            if (look.met().tables().contains(useful.table) && !look.flag(HAS_INDEX, "public." + useful.table,
                    useful.columns.size(), String.join(",", useful.columns))) {
                statements.add(useful.statement());
            }
        }
        return List.of(statements.isEmpty()
                ? Found.ok("shared-indexes")
                : Found.about(Found.warning("shared-indexes-missing", statements.size()), statements));
    }
}
