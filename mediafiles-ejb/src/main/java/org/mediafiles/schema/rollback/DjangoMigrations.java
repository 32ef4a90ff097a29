package org.mediafiles.schema.rollback;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import org.mediafiles.schema.version.Sql;

/** What Django's own record calls the versions that it made itself. */
final class DjangoMigrations {
    private static final Map<Integer, String> NAMES = Map.of(1, "0001_initial", 2, "0002_photo", 3,
            "0003_migrate_photos", 4, "0004_photoseries", 5, "0005_videoclip", 6, "0006_indexes");

    private DjangoMigrations() {}

    /** Takes a version out of Django's record, in the caller's transaction. @return whether it stood there */
    static boolean forget(Connection connection, int version) throws SQLException {
        String name = NAMES.get(version);
        if (name == null || !Sql.flag(connection, "SELECT to_regclass('public.django_migrations') IS NOT NULL")) {
            return false;
        }
        try (PreparedStatement statement = connection
                .prepareStatement("DELETE FROM public.django_migrations WHERE app = 'mediafiles' AND name = ?")) {
            statement.setString(1, name);
            return statement.executeUpdate() > 0;
        }
    }
}
