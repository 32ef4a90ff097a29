package org.mediafiles.schema.version;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The eight tables in schema {@code public} that hold the hospital's records: five of ours, three shared. */
public final class ClinicalTables {
    /** In the order in which the seed's phases make them: who is pointed to before who points. */
    public static final List<String> OURS = List.of("mediafiles_mediafile", "mediafiles_photo",
            "mediafiles_photoseries",
            "mediafiles_photoseriesfile", "mediafiles_videoclip");
    public static final List<String> SHARED = List.of("accounts_eqmduser", "patients_patient", "events_event");
    public static final List<String> ALL = Stream.concat(SHARED.stream(), OURS.stream()).toList();

    /** As an SQL list of literals. */
    public static final String ALL_SQL = sql(ALL);
    public static final String OURS_SQL = sql(OURS);
    public static final String SHARED_SQL = sql(SHARED);

    /** The five indexes of V6, which it mends itself when it is run again. */
    public static final List<String> V6_INDEXES = List.of("mediafile_created_idx", "mediafile_hash_idx",
            "mediafile_mime_idx",
            "mediafile_type_created_idx", "series_file_order_idx");

    private ClinicalTables() {}

    /** @return whether one of them holds a row; one that this login may not read is taken to */
    public static boolean holdRows(Connection connection) throws SQLException {
        for (String table : ALL) {
            String name = "public." + table;
            if (Sql.flag(connection, "SELECT to_regclass('" + name + "') IS NOT NULL")
                    && (!Sql.flag(connection, "SELECT has_table_privilege('" + name + "', 'SELECT')")
                            || Sql.flag(connection, "SELECT EXISTS (SELECT FROM " + name + ")"))) {
                return true;
            }
        }
        return false;
    }

    private static String sql(List<String> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", ", "(", ")"));
    }
}
