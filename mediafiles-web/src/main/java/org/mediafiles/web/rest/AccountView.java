package org.mediafiles.web.rest;

import java.time.Instant;
import org.mediafiles.security.AccountRecord;
import org.mediafiles.security.PersonRecord;

/** The own account by the API. */
record AccountView(long id, String username, String firstName, String lastName, String displayName, String role,
        boolean mustChangePassword, String locale, Instant passwordChangedAt, boolean managedHere) {
    static AccountView of(AccountRecord account) {
        PersonRecord person = account.person();
        return new AccountView(person.id(), person.username(), person.firstName(), person.lastName(),
                person.displayName(), person.role().code(), person.mustChangePassword(), person.locale(),
                account.passwordChangedAt(), account.managedHere());
    }
}
