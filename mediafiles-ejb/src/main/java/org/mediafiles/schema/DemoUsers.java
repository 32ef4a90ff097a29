package org.mediafiles.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.mediafiles.schema.version.Sql;

/** Users of the run profile, whose password is their name. They are known by their mark, never by name. */
final class DemoUsers {
    private DemoUsers() {}

    /** @return the marked users who could sign in, sorted */
    static List<String> active(Connection connection) throws SQLException {
        return Sql.texts(connection, """
                                     SELECT account.username FROM public.accounts_eqmduser account
                                     JOIN mediafiles_ops.user_role role ON role.user_id = account.id
                                     WHERE role.demo AND account.is_active
                                     ORDER BY account.username""");
    }
}
