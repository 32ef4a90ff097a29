package org.mediafiles.security;

/**
 * What is to change of a person; {@code null} leaves a member as it is.
 *
 * @param locale {@code ""} for none
 */
public record PersonPatch(String firstName, String lastName, Role role, Boolean active, String locale) {
    static final PersonPatch NOTHING = new PersonPatch(null, null, null, null, null);

    public static PersonPatch ofRole(Role role) {
        return new PersonPatch(null, null, role, null, null);
    }

    public static PersonPatch ofActivity(boolean active) {
        return new PersonPatch(null, null, null, active, null);
    }

    boolean concernsNames() {
        return firstName != null || lastName != null;
    }
}
