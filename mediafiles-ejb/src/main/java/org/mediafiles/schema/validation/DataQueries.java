package org.mediafiles.schema.validation;

import static org.mediafiles.schema.validation.PresentTables.ADOPTED;
import static org.mediafiles.schema.validation.PresentTables.CLIP;
import static org.mediafiles.schema.validation.PresentTables.EVENT;
import static org.mediafiles.schema.validation.PresentTables.MEDIA_FILE;
import static org.mediafiles.schema.validation.PresentTables.PHOTO;
import static org.mediafiles.schema.validation.PresentTables.REMOVED;
import static org.mediafiles.schema.validation.PresentTables.SERIES;
import static org.mediafiles.schema.validation.PresentTables.SERIES_FILE;
import static org.mediafiles.schema.validation.PresentTables.TRASH;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mediafiles.model.EventType;

/**
 * The questions that the database alone answers. Each gives one text per fault, {@code subject}: an id, or a table and an id
 * where the fault may stand in several tables. A question whose tables do not stand yet is not asked.
 */
final class DataQueries {
    /** The seed's columns of the tables that make a media file part of an event. */
    private static final List<String> CHILDREN = List.of(PHOTO, SERIES_FILE, CLIP);
    private static final List<String> EVENT_CHILDREN = List.of(PHOTO, SERIES, CLIP);

    private final PresentTables tables;

    DataQueries(PresentTables tables) {
        this.tables = tables;
    }

    Optional<String> unhashedFiles() {
        return ifStands("SELECT id::text AS subject FROM " + MEDIA_FILE
                + " WHERE file_hash IS NULL OR file_hash !~ '^[0-9a-f]{64}$'", MEDIA_FILE);
    }

    Optional<String> untrueTotals() {
        return ifStands(
                """
                SELECT series.event_ptr_id::text AS subject FROM %s series
                LEFT JOIN (SELECT photo_series_id, count(*) AS pictures FROM %s GROUP BY photo_series_id) file
                    ON file.photo_series_id = series.event_ptr_id
                WHERE series.total_images <> coalesce(file.pictures, 0)""".formatted(SERIES, SERIES_FILE), SERIES,
                SERIES_FILE);
    }

    /** Within a series, 1 to n and each once is right. */
    Optional<String> orderGaps() {
        return ifStands("""
                        SELECT photo_series_id::text AS subject FROM %s GROUP BY photo_series_id
                        HAVING min(order_index) <> 1 OR max(order_index) <> count(*)
                            OR count(DISTINCT order_index) <> count(*)""".formatted(SERIES_FILE), SERIES_FILE);
    }

    /** Files of an adopted database that the job which looked at them left for a person. */
    Optional<String> doubtfulAdoptedFiles() {
        return ifStands("SELECT media_file_id::text AS subject FROM " + ADOPTED + " WHERE state = 'failed'", ADOPTED);
    }

    /** Media files without an event; rows whose other end is not there; series without pictures. */
    Optional<String> orphans() {
        List<String> parts = new ArrayList<>();
        if (tables.has(MEDIA_FILE)) {
            parts.add(unusedMediaFiles());
        }
        for (String child : EVENT_CHILDREN) {
            if (tables.has(child, EVENT)) {
                parts.add(dangling(child, "event_ptr_id", "event_ptr_id", EVENT, "id"));
            }
        }
        for (String child : CHILDREN) {
            if (tables.has(child, MEDIA_FILE)) {
                parts.add(
                        dangling(child, child.equals(SERIES_FILE) ? "id" : "event_ptr_id", "media_file_id", MEDIA_FILE,
                                "id"));
            }
        }
        if (tables.has(SERIES, SERIES_FILE)) {
            parts.add(dangling(SERIES_FILE, "id", "photo_series_id", SERIES, "event_ptr_id"));
            parts.add(subject(SERIES, "event_ptr_id") + " WHERE NOT EXISTS (SELECT FROM " + SERIES_FILE
                    + " other WHERE other.photo_series_id = mine.event_ptr_id)");
        }
        // UNION, since a row may be an orphan in two ways.
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("\nUNION\n", parts));
    }

    /** A picture that was taken out of its series is in the trash, and can come back. */
    private String unusedMediaFiles() {
        StringBuilder sql = new StringBuilder(subject(MEDIA_FILE, "id")).append(" WHERE true");
        Stream.concat(CHILDREN.stream(), Stream.of(REMOVED)).filter(tables::has)
                .forEach(child -> sql.append(" AND NOT EXISTS (SELECT FROM ").append(child)
                        .append(" other WHERE other.media_file_id = mine.id)"));
        return sql.toString();
    }

    private static String dangling(String table, String key, String reference, String other, String otherKey) {
        return subject(table, key) + " WHERE NOT EXISTS (SELECT FROM " + other + " other WHERE other." + otherKey
                + " = mine." + reference + ")";
    }

    /** The table's name goes before the id, since one list holds several tables' rows. */
    private static String subject(String table, String key) {
        return "SELECT '" + table.substring(table.indexOf('.') + 1) + " ' || mine." + key + "::text AS subject FROM "
                + table
                + " mine";
    }

    /** One of the records stands for all with that hash. */
    Optional<String> equalBytes() {
        return ifStands("SELECT min(id::text) AS subject FROM " + MEDIA_FILE
                + " WHERE file_hash IS NOT NULL GROUP BY file_hash HAVING count(*) > 1", MEDIA_FILE);
    }

    /** What is in the trash is no duplicate: publishing does not see it either. */
    Optional<String> equalBytesOfOnePatient() {
        List<String> uses = new ArrayList<>();
        if (tables.has(PHOTO)) {
            uses.add("SELECT event_ptr_id AS event_id, media_file_id FROM " + PHOTO);
        }
        if (tables.has(SERIES_FILE)) {
            uses.add("SELECT photo_series_id, media_file_id FROM " + SERIES_FILE);
        }
        if (tables.has(CLIP)) {
            uses.add("SELECT event_ptr_id, media_file_id FROM " + CLIP);
        }
        if (uses.isEmpty()) {
            return Optional.empty();
        }
        String trash = tables.has(TRASH)
                ? " AND NOT EXISTS (SELECT FROM " + TRASH + " gone WHERE gone.event_id = event.id)"
                : "";
        return ifStands("""
                        SELECT min(file.id::text) AS subject
                        FROM (%s) AS used (event_id, media_file_id)
                        JOIN %s event ON event.id = used.event_id
                        JOIN %s file ON file.id = used.media_file_id
                        WHERE file.file_hash IN (SELECT file_hash FROM %s GROUP BY file_hash HAVING count(*) > 1)%s
                        GROUP BY event.patient_id, file.file_hash HAVING count(DISTINCT file.id) > 1"""
                .formatted(String.join(" UNION ALL ", uses), EVENT, MEDIA_FILE, MEDIA_FILE, trash), EVENT, MEDIA_FILE);
    }

    Optional<String> eventsWithoutChild() {
        return ifStands("SELECT event.id::text AS subject FROM " + EVENT + " event WHERE "
                + String.join(" OR ", childless(EventType.PHOTO, PHOTO), childless(EventType.PHOTO_SERIES, SERIES),
                        childless(EventType.VIDEO_CLIP, CLIP)),
                EVENT);
    }

    /** Before a child table stands, no event has a row there. */
    private String childless(EventType type, String child) {
        String ofType = "event.event_type = " + type.databaseCode();
        return tables.has(child)
                ? "(" + ofType + " AND NOT EXISTS (SELECT FROM " + child
                        + " mine WHERE mine.event_ptr_id = event.id))"
                : "(" + ofType + ")";
    }

    private Optional<String> ifStands(String sql, String... needed) {
        return tables.has(needed) ? Optional.of(sql) : Optional.empty();
    }
}
