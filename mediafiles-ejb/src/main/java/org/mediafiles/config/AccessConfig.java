package org.mediafiles.config;

import java.time.Duration;
import java.util.Set;

/**
 * Who may do what by default.
 *
 * @param adoptedRole {@code mediafiles.access.adopted-role}, default {@code viewer}: the role's code for users of an adopted
 *                    database who are no superusers and have no role of ours
 */
public record AccessConfig(String adoptedRole) {
    /** How long after its creation an author may change an event. A rule of the product, not a setting. */
    public static final Duration EDIT_WINDOW = Duration.ofHours(24);

    private static final Set<String> ROLES = Set.of("viewer", "clinician", "integrator", "admin");

    public static final AccessConfig DEFAULTS = new AccessConfig("viewer");

    public AccessConfig {
        if (!ROLES.contains(adoptedRole)) {
            throw new IllegalArgumentException(
                    "mediafiles.access.adopted-role: viewer, clinician, integrator or admin");
        }
    }
}
