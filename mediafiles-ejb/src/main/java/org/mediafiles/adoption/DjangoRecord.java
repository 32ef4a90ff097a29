package org.mediafiles.adoption;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.mediafiles.schema.version.Sql;

/** Django's own record of its migrations, which a rollback below the adopted phase shortens. */
final class DjangoRecord {
    private DjangoRecord() {}

    /**
     * Names what is not named of the migrations above {@code from} and up to {@code phase}, in the caller's transaction.
     *
     * @param from where the baseline stands: a rollback has moved it down and taken the names above it out
     */
    static void complete(Connection connection, int from, int phase) throws SQLException {
        if (!Sql.flag(connection, "SELECT to_regclass('public.django_migrations') IS NOT NULL")) {
            return;
        }
        try (PreparedStatement insert = connection
                .prepareStatement("""
                                  INSERT INTO public.django_migrations (app, name, applied)
                                  SELECT 'mediafiles', ?, now() WHERE NOT EXISTS (
                                      SELECT FROM public.django_migrations WHERE app = 'mediafiles' AND name = ?)""")) {
            for (String name : Recognition.MIGRATIONS.subList(Math.min(from, phase), phase)) {
                insert.setString(1, name);
                insert.setString(2, name);
                insert.executeUpdate();
            }
        }
    }
}
