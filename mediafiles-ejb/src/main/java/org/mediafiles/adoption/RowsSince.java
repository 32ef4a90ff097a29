package org.mediafiles.adoption;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mediafiles.schema.version.Sql;

/**
 * What became of the rows since the adoption, told by the rows noted then: what was added, changed, removed; and the way
 * back. It comes in two parts. What was added goes first, while all versions stand; values come back last, when no check of
 * ours that older rows break stands any more. Everything in the caller's transaction and in one time zone.
 */
final class RowsSince {
    /** Who points goes before who is pointed to. */
    private static final List<String> CHILDREN = List.of("mediafiles_photo", "mediafiles_videoclip",
            "mediafiles_photoseriesfile");

    private final Connection connection;
    private final List<String> standing;

    RowsSince(Connection connection) throws SQLException {
        this.connection = connection;
        this.standing = SeedTables.standing(connection, SeedTables.OWN);
        Sql.run(connection, StandingRows.ONE_ZONE);
    }

    /** @return rows by table that came since; events and patients among them where they are ours */
    Map<String, Long> added() throws SQLException {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String table : standing) {
            counts.put(table, count(addedRows(table)));
        }
        noteEvents();
        counts.put("events_event", count("SELECT 1 FROM leaving_event"));
        counts.put("patients_patient", count(patients()));
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    /** @return rows by table that are not as they were, or not there any more */
    Map<String, Long> changed() throws SQLException {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String table : standing) {
            counts.put(table, count(changedRows(table)) + count(removedRows(table)));
        }
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    /** @return how many events that stood were changed or moved by people since; a shared table's rows stay as they are */
    long editedEvents() throws SQLException {
        return isStanding("audit_event")
                ? count("""
                        SELECT DISTINCT told.event_id FROM mediafiles_ops.audit_event told
                        JOIN mediafiles_ops.adopted_row noted ON noted.table_name = 'events_event' AND noted.row_id = told.event_id
                        WHERE told.act IN ('event-change', 'event-move') AND told.outcome = 'ok'
                          AND told.user_id IS NOT NULL
                          AND told.at >= (SELECT max(begun_at) FROM mediafiles_ops.adoption)""")
                : 0;
    }

    /** Writes what is about to go and what is about to be put back. */
    void export(CsvFolder folder) throws SQLException, IOException {
        noteEvents();
        for (String table : standing) {
            folder.write(connection, "added-" + table + ".csv", addedRows(table));
            folder.write(connection, "changed-" + table + ".csv", changedRows(table));
        }
        folder.write(connection, "added-events_event.csv",
                "SELECT event.* FROM public.events_event event JOIN leaving_event USING (id)");
        folder.write(connection, "added-patients_patient.csv", patients());
        if (standing.contains("mediafiles_mediafile")) {
            folder.write(connection, "added-files.csv", files());
        }
        if (isStanding("media_file_object")) {
            folder.write(connection, "file-objects.csv", "SELECT * FROM mediafiles_ops.media_file_object");
        }
    }

    /** Takes out what was added; of what was changed, what would stand in the way of the versions' way back. */
    void removeAdded() throws SQLException {
        noteEvents();
        Sql.run(connection, "SET CONSTRAINTS ALL DEFERRED");
        if (isStanding("media_file_object")) {
            // Each record that stays has its own path again, as before; whether bytes were shared since is past.
            Sql.update(connection, "DELETE FROM mediafiles_ops.media_file_object");
        }
        for (String table : CHILDREN) {
            if (standing.contains(table)) {
                // A changed one comes back as it was; until then it must not hold on to a file that goes.
                delete(table, changedRows(table));
                delete(table, addedRows(table));
            }
        }
        if (standing.contains("mediafiles_photoseries")) {
            delete("mediafiles_photoseries", addedRows("mediafiles_photoseries"));
        }
        if (standing.contains("mediafiles_mediafile")) {
            delete("mediafiles_mediafile", addedRows("mediafiles_mediafile"));
            clearHashes();
        }
        Sql.update(connection, "DELETE FROM public.events_event event USING leaving_event leaving"
                + " WHERE event.id = leaving.id");
        Sql.update(connection, "DELETE FROM public.patients_patient patient USING (" + patients()
                + ") ours WHERE patient.id = ours.id");
    }

    /** Two legacy files may be equal: with their hashes filled in, V7 could not go back to unique ones. */
    private void clearHashes() throws SQLException {
        Sql.update(connection,
                """
                UPDATE public.mediafiles_mediafile file
                SET file_hash = CASE WHEN noted.before_values ->> 'file_hash' ~ '^[0-9a-f]{64}$'
                    THEN noted.before_values ->> 'file_hash' END
                FROM mediafiles_ops.adopted_row noted
                WHERE noted.table_name = 'mediafiles_mediafile' AND noted.row_id = file.id
                  AND file.file_hash IS DISTINCT FROM noted.before_values ->> 'file_hash'""");
    }

    /** Puts every noted row back as it was. */
    void putBack() throws SQLException {
        Sql.run(connection, "SET CONSTRAINTS ALL DEFERRED");
        for (String table : standing) {
            List<String> columns = columns(table);
            String list = String.join(", ", columns.stream().map(RowsSince::nameOf).toList());
            String key = StandingRows.key(table);
            Sql.update(connection, "UPDATE public." + table + " SET (" + list + ") = (SELECT " + values(table, columns)
                    + " FROM mediafiles_ops.adopted_row noted WHERE noted.table_name = '" + table
                    + "' AND noted.row_id = " + table + "." + key + ") WHERE " + key + " IN (SELECT " + key + " FROM ("
                    + changedRows(table) + ") changed)");
            Sql.update(connection, "INSERT INTO public." + table + " (" + list + ") SELECT " + values(table, columns)
                    + " FROM mediafiles_ops.adopted_row noted WHERE noted.table_name = '" + table
                    + "' AND NOT EXISTS (SELECT FROM public." + table + " mine WHERE mine." + key + " = noted.row_id)");
        }
    }

    /** @return each column's name and type, as {@code name type} */
    private List<String> columns(String table) throws SQLException {
        return Sql.texts(connection,
                "SELECT quote_ident(attname) || ' ' || format_type(atttypid, NULL) FROM pg_attribute"
                        + " WHERE attrelid = 'public." + table
                        + "'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum");
    }

    private static String nameOf(String column) {
        return column.substring(0, column.indexOf(' '));
    }

    /** JSON's own null would become none at all on the way through a record. */
    private static String values(String table, List<String> columns) {
        Stream<String> values = columns.stream().map(column -> column.endsWith(" jsonb")
                ? "noted.before_values -> '" + nameOf(column) + "'"
                : "(jsonb_populate_record(NULL::public." + table + ", noted.before_values))." + nameOf(column));
        return String.join(", ", values.toList());
    }

    private static String addedRows(String table) {
        return "SELECT mine.* FROM public." + table
                + " mine WHERE NOT EXISTS (SELECT FROM mediafiles_ops.adopted_row noted"
                + " WHERE noted.table_name = '" + table + "' AND noted.row_id = mine." + StandingRows.key(table) + ")";
    }

    private static String changedRows(String table) {
        return "SELECT mine.* FROM public." + table
                + " mine JOIN mediafiles_ops.adopted_row noted ON noted.table_name = '"
                + table + "' AND noted.row_id = mine." + StandingRows.key(table)
                + " WHERE to_jsonb(mine) IS DISTINCT FROM noted.before_values";
    }

    private static String removedRows(String table) {
        return "SELECT noted.row_id FROM mediafiles_ops.adopted_row noted WHERE noted.table_name = '" + table
                + "' AND NOT EXISTS (SELECT FROM public." + table + " mine WHERE mine." + StandingRows.key(table)
                + " = noted.row_id)";
    }

    /**
     * Events that are ours: they have a row of ours that came since, did not stand at the adoption, and no trail says that
     * they were somebody else's before.
     */
    private void noteEvents() throws SQLException {
        String children = Stream.of("mediafiles_photo", "mediafiles_photoseries", "mediafiles_videoclip")
                .filter(standing::contains).map(table -> "SELECT event_ptr_id FROM (" + addedRows(table) + ") " + table)
                .collect(Collectors.joining(" UNION "));
        Sql.run(connection, "CREATE TEMPORARY TABLE IF NOT EXISTS leaving_event (id uuid PRIMARY KEY) ON COMMIT DROP");
        if (!children.isEmpty()) {
            Sql.update(connection, "INSERT INTO leaving_event SELECT event_ptr_id FROM (" + children + ") child"
                    + " WHERE NOT EXISTS (SELECT FROM mediafiles_ops.adopted_row noted WHERE noted.table_name ="
                    + " 'events_event' AND noted.row_id = child.event_ptr_id)" + othersEvents()
                    + " ON CONFLICT DO NOTHING");
        }
    }

    private String othersEvents() throws SQLException {
        return isStanding("audit_event")
                ? " AND (EXISTS (SELECT FROM mediafiles_ops.audit_event made WHERE made.event_id = child.event_ptr_id AND"
                        + " made.act = 'event-create' AND made.outcome = 'ok') OR NOT EXISTS (SELECT FROM"
                        + " mediafiles_ops.audit_event told WHERE told.event_id = child.event_ptr_id))"
                : "";
    }

    /** Patients that this program entered since and that nobody else has an event for. */
    private String patients() throws SQLException {
        return isStanding("audit_event")
                ? """
                  SELECT patient.* FROM public.patients_patient patient
                  WHERE patient.id IN (SELECT made.patient_id FROM mediafiles_ops.audit_event made
                      WHERE made.act = 'patient-create' AND made.outcome = 'ok'
                        AND made.at >= (SELECT max(begun_at) FROM mediafiles_ops.adoption))
                    AND NOT EXISTS (SELECT FROM public.events_event event WHERE event.patient_id = patient.id
                        AND event.id NOT IN (SELECT id FROM leaving_event))"""
                : "SELECT patient.* FROM public.patients_patient patient WHERE false";
    }

    /** Every key under which bytes of an added record lie; nothing removes those. */
    private String files() throws SQLException {
        String added = "(" + addedRows("mediafiles_mediafile") + ") file";
        if (!isStanding("stored_object")) {
            return "SELECT file.id AS media_file_id, file.file_path FROM " + added;
        }
        return """
               SELECT file.id AS media_file_id, file.file_path, object.storage_key, object.sha256, object.byte_count,
                   derived.variant, derived.storage_key AS derivative_key
               FROM %s
               LEFT JOIN mediafiles_ops.media_file_object link ON link.media_file_id = file.id
               LEFT JOIN mediafiles_ops.stored_object object ON object.id = link.stored_object_id
               LEFT JOIN mediafiles_ops.derivative derived ON derived.stored_object_id = object.id""".formatted(added);
    }

    private boolean isStanding(String table) throws SQLException {
        return Sql.flag(connection, "SELECT to_regclass('mediafiles_ops." + table + "') IS NOT NULL");
    }

    private void delete(String table, String rows) throws SQLException {
        String key = StandingRows.key(table);
        Sql.update(connection, "DELETE FROM public." + table + " WHERE " + key + " IN (SELECT " + key + " FROM (" + rows
                + ") going)");
    }

    private long count(String rows) throws SQLException {
        return Long.parseLong(Sql.text(connection, "SELECT count(*) FROM (" + rows + ") counted"));
    }
}
