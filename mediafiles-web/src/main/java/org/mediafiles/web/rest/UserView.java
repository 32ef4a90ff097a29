package org.mediafiles.web.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.mediafiles.security.IssuedPassword;
import org.mediafiles.security.PersonRecord;

/** A person as admins see one by the API. */
record UserView(long id, String username, String firstName, String lastName, String displayName, String role,
        boolean active, boolean demo, boolean mustChangePassword, Instant lastSignInAt, Instant createdAt,
        String locale, Instant oneTimeUntil) {
    static UserView of(PersonRecord person) {
        return new UserView(person.id(), person.username(), person.firstName(), person.lastName(),
                person.displayName(), person.role().code(), person.active(), person.demo(),
                person.mustChangePassword(), person.lastSignInAt(), person.createdAt(), person.locale(),
                person.oneTimeUntil());
    }

    /** With the one-time password, this once, where one was made. */
    static ObjectNode withPassword(IssuedPassword issued) {
        ObjectNode node = Json.MAPPER.valueToTree(of(issued.person()));
        if (issued.oneTimePassword() != null) {
            node.put("oneTimePassword", issued.oneTimePassword());
            node.put("expiresAt", issued.expiresAt().toString());
        }
        return node;
    }
}
