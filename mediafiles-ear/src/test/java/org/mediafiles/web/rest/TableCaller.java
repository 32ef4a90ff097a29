package org.mediafiles.web.rest;

import java.util.Arrays;
import java.util.List;

/** A column of the table of roles: who calls, and how the caller stands to the event that the call is about. */
enum TableCaller {
    ANONYMOUS(null, false, false, false), VIEWER("viewer", false, false, false), CLINICIAN_OWN("clinician", true, false,
            false), CLINICIAN_OTHERS("clinician", false, false, false), CLINICIAN_OWN_LATE("clinician", true, true,
                    false), INTEGRATOR_OWN("integrator", true, false, false), INTEGRATOR_OTHERS("integrator", false,
                            false, false), INTEGRATOR_OWN_LATE("integrator", true, true, false), ADMIN("admin", false,
                                    false, false), ADMIN_LATE("admin", false, true,
                                            false), ADMIN_LATE_WITH_REASON("admin", false, true, true);

    /** Of them one stands for "another": a clinician who is none of the callers. */
    static final List<String> ROLES = List.of("viewer", "clinician", "integrator", "admin");

    private final String role;
    private final boolean own;
    private final boolean late;
    private final boolean withReason;

    TableCaller(String role, boolean own, boolean late, boolean withReason) {
        this.role = role;
        this.own = own;
        this.late = late;
        this.withReason = withReason;
    }

    /** @return {@code null} for nobody */
    String role() {
        return role;
    }

    /** @return whether the caller created the event */
    boolean isAuthor() {
        return own;
    }

    /** @return whether the event is older than 24 h */
    boolean isLate() {
        return late;
    }

    boolean givesReason() {
        return withReason;
    }

    static List<TableCaller> of(String role) {
        return Arrays.stream(values()).filter(caller -> role.equals(caller.role)).toList();
    }
}
