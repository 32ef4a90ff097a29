package org.mediafiles.schema.validation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mediafiles.schema.version.Sql;

/**
 * Which tables and views of the two schemas stand: any phase is looked at, also one that Django left.
 *
 * @param names with their schema, for example {@code public.mediafiles_photo}
 */
record PresentTables(Set<String> names) {
    static final String MEDIA_FILE = "public.mediafiles_mediafile";
    static final String PHOTO = "public.mediafiles_photo";
    static final String SERIES = "public.mediafiles_photoseries";
    static final String SERIES_FILE = "public.mediafiles_photoseriesfile";
    static final String CLIP = "public.mediafiles_videoclip";
    static final String EVENT = "public.events_event";
    static final String ACCOUNT = "public.accounts_eqmduser";
    static final String PATIENT = "public.patients_patient";
    static final String OBJECT = "mediafiles_ops.stored_object";
    static final String POINTER = "mediafiles_ops.media_file_object";
    static final String DERIVATIVE = "mediafiles_ops.derivative";
    static final String UPLOAD = "mediafiles_ops.upload";
    static final String TRASH = "mediafiles_ops.event_trash";
    static final String REMOVED = "mediafiles_ops.removed_picture";
    static final String ADOPTED = "mediafiles_ops.adopted_file";

    /** The seed's five tables. */
    static final List<String> OWN = List.of(MEDIA_FILE, PHOTO, SERIES, SERIES_FILE, CLIP);
    /** Those that the hospital's system may share with us. */
    static final List<String> SHARED = List.of(ACCOUNT, EVENT, PATIENT);

    PresentTables {
        names = Set.copyOf(names);
    }

    static PresentTables read(Connection connection) throws SQLException {
        return new PresentTables(new HashSet<>(Sql.texts(connection,
                """
                SELECT namespace.nspname || '.' || relation.relname
                FROM pg_catalog.pg_class relation
                JOIN pg_catalog.pg_namespace namespace ON namespace.oid = relation.relnamespace
                WHERE namespace.nspname IN ('public', 'mediafiles_ops') AND relation.relkind IN ('r', 'p', 'v', 'm', 'f')""")));
    }

    boolean has(String... tables) {
        return names.containsAll(Set.of(tables));
    }
}
