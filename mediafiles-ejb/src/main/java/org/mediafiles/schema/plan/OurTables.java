package org.mediafiles.schema.plan;

import java.util.List;

/** The tables in schema {@code public} that we know. All of {@code mediafiles_ops} is ours. */
final class OurTables {
    /** The five of the seed, in the order of their coming. */
    static final List<String> SEED = List.of("mediafiles_mediafile", "mediafiles_photo", "mediafiles_photoseries",
            "mediafiles_photoseriesfile", "mediafiles_videoclip");
    /** Shared with the rest of the hospital's system, who points before who is pointed to. */
    static final List<String> SHARED = List.of("events_event", "patients_patient", "accounts_eqmduser");

    private OurTables() {}
}
