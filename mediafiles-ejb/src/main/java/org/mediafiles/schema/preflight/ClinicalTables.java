package org.mediafiles.schema.preflight;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The eight tables in schema {@code public} that hold the hospital's records: five of ours, three shared. */
final class ClinicalTables {
    /** In the order in which the seed's phases make them. */
    static final List<String> OURS = List.of("mediafiles_mediafile", "mediafiles_photo", "mediafiles_photoseries",
            "mediafiles_photoseriesfile", "mediafiles_videoclip");
    static final List<String> SHARED = List.of("accounts_eqmduser", "events_event", "patients_patient");
    static final List<String> ALL = Stream.concat(SHARED.stream(), OURS.stream()).toList();

    /** As an SQL list of literals. */
    static final String ALL_SQL = sql(ALL);
    static final String OURS_SQL = sql(OURS);
    static final String SHARED_SQL = sql(SHARED);

    /** The five indexes of V6, which it mends itself when it is run again. */
    static final List<String> V6_INDEXES = List.of("mediafile_created_idx", "mediafile_hash_idx", "mediafile_mime_idx",
            "mediafile_type_created_idx", "series_file_order_idx");

    private ClinicalTables() {}

    private static String sql(List<String> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", ", "(", ")"));
    }
}
