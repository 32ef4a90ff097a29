package org.mediafiles.config;

import java.time.Duration;
import java.util.Set;

/**
 * Who may do what by default.
 *
 * @param adoptedRole {@code mediafiles.access.adopted-role}, default {@code viewer}: the role's code for users of an adopted
 *                    database who are no superusers and have no role of ours
 * @param passwordLength {@code mediafiles.access.password-length}, default {@code 10}: the fewest characters of a new
 *                    password, in code points, 8 to 64
 */
public record AccessConfig(String adoptedRole, int passwordLength) {
    /** How long after its creation an author may change an event. A rule of the product, not a setting. */
    public static final Duration EDIT_WINDOW = Duration.ofHours(24);

    /** {@code 8}: below it no list of common passwords helps (NIST SP 800-63B). */
    private static final int SHORTEST_PASSWORD = 8;
    private static final int LONGEST_DEMAND = 64;
    private static final Set<String> ROLES = Set.of("viewer", "clinician", "integrator", "admin");

    public static final AccessConfig DEFAULTS = new AccessConfig("viewer", 10);

    public AccessConfig {
        if (!ROLES.contains(adoptedRole)) {
            throw new IllegalArgumentException(
                    "mediafiles.access.adopted-role: viewer, clinician, integrator or admin");
        }
        if (passwordLength < SHORTEST_PASSWORD || passwordLength > LONGEST_DEMAND) {
            throw new IllegalArgumentException("mediafiles.access.password-length: 8 to 64");
        }
    }
}
