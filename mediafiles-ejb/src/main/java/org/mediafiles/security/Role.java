package org.mediafiles.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a person may do, one role each. {@link AccessPolicy} says what a role may. */
public enum Role {
    VIEWER, CLINICIAN, INTEGRATOR, ADMIN;

    /** @return as the API, the database and the command line spell it, for example {@code viewer} */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> findByCode(String code) {
        return Arrays.stream(values()).filter(role -> role.code().equals(code)).findFirst();
    }
}
