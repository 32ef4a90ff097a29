package org.mediafiles.schema.rollback;

import java.sql.SQLException;
import org.mediafiles.schema.version.Sql;

/** What the database refuses with, in one sentence each that says what stands. */
final class Failures {
    private Failures() {}

    static String sentence(SQLException failure) {
        String state = Sql.state(failure);
        if (Sql.isConnectionLost(failure)) {
            return "The database does not answer (SQLSTATE " + state
                    + "): what was undone is undone, history and schema"
                    + " agree; run it again when it does.";
        }
        String first = failure.getMessage() == null ? "" : failure.getMessage().lines().findFirst().orElse("");
        return switch (state) {
            case "2BP01" -> "Something that is not ours hangs on what would go, so it stays: " + first;
            case "57014" -> "A statement took longer than mediafiles.schema.statement-timeout-seconds and was"
                    + " given up; nothing of it stands.";
            case "42501" -> "This login may not do that; use the owner of the tables: " + first;
            default -> "The database refused (SQLSTATE " + state + "); nothing of that step stands: " + first;
        };
    }
}
