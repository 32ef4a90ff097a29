package org.mediafiles.schema.backup;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.schema.version.BackupMeans;
import org.mediafiles.schema.version.Door;
import org.mediafiles.schema.version.Initiator;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.schema.version.RunLog;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;

/** An installation for tests of backups, with the means to fill it. */
public final class SavedSite {
    private SavedSite() {}

    /** @param root the storage root; backups lie beside it */
    public static SchemaSite of(DataSource owner, Path root, SchemaConfig.Backup mode, Optional<Path> pgDump,
            BackupMeans means) {
        return of(owner, root, config(mode, pgDump, Optional.empty(), 5), means, Progress.NONE);
    }

    static SchemaSite of(DataSource owner, Path root, SchemaConfig config, BackupMeans means, Progress progress) {
        return new SchemaSite(owner, Optional.empty(), Optional.of(root), config, ToolConfig.DEFAULTS,
                new Initiator("tester", Door.COMMAND), progress, means);
    }

    static SchemaConfig config(SchemaConfig.Backup mode, Optional<Path> pgDump, Optional<Path> folder, int kept) {
        SchemaConfig defaults = SchemaConfig.DEFAULTS;
        return new SchemaConfig(defaults.onStartup(), false, mode, folder, kept, pgDump, Optional.empty(), false,
                defaults.lockWait(), defaults.statementTimeout());
    }

    static BackupMeans password(String password) {
        return new BackupMeans(Optional.of(password), Optional.empty(), Optional.empty());
    }

    /** Applies the program's versions up to that one and makes the record of runs. */
    public static void migrate(DataSource owner, String target) throws SQLException {
        FluentConfiguration flyway = Flyway.configure().dataSource(owner).schemas("mediafiles_ops")
                .locations("classpath:db/migration").table("schema_history").target(target);
        flyway.getConfigurationExtension(PostgreSQLConfigurationExtension.class).setTransactionalLock(false);
        flyway.load().migrate();
        try (Connection connection = owner.getConnection()) {
            RunLog.bootstrap(connection);
        }
    }

    /** Adds a user, a patient and so many photos, each of a media file with that key, size and SHA-256. */
    public static void addPhotos(DataSource owner, List<Recorded> files) throws SQLException {
        try (Connection connection = owner.getConnection()) {
            Sql.run(connection,
                    """
                    INSERT INTO public.accounts_eqmduser (id, password, is_superuser, username, first_name, last_name, email,
                        is_staff, is_active, date_joined)
                    VALUES (1, '!', false, 'ana', 'Ana', 'Souza', '', false, true, now()) ON CONFLICT DO NOTHING;
                    INSERT INTO public.patients_patient (id, name, birthday)
                    VALUES ('00000000-0000-4000-8000-000000000001', 'Ângela Araújo', '1980-05-17') ON CONFLICT DO NOTHING""");
            for (Recorded file : files) {
                add(connection, file);
            }
        }
    }

    /** What the database says of a file. @param sha256 {@code null} for none */
    public record Recorded(String key, long size, String sha256) {}

    private static void add(Connection connection, Recorded file) throws SQLException {
        UUID media = UUID.randomUUID();
        UUID event = UUID.randomUUID();
        try (PreparedStatement statement = connection.prepareStatement(
                """
                INSERT INTO public.mediafiles_mediafile (id, file_path, original_filename, file_hash, file_size, mime_type,
                    file_type, metadata, created_at, updated_at)
                VALUES (?, ?, 'foto.jpg', ?, ?, 'image/jpeg', 'image', '{}', now(), now())""")) {
            statement.setObject(1, media);
            statement.setString(2, file.key);
            statement.setString(3, file.sha256);
            statement.setLong(4, file.size);
            statement.executeUpdate();
        }
        try (PreparedStatement statement = connection.prepareStatement(
                """
                INSERT INTO public.events_event (id, event_type, event_datetime, description, created_at, updated_at,
                    created_by_id, patient_id, updated_by_id)
                VALUES (?, 3, now(), 'Lesão', now(), now(), 1, '00000000-0000-4000-8000-000000000001', 1)""")) {
            statement.setObject(1, event);
            statement.executeUpdate();
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO public.mediafiles_photo (event_ptr_id, media_file_id) VALUES (?, ?)")) {
            statement.setObject(1, event);
            statement.setObject(2, media);
            statement.executeUpdate();
        }
    }

    /** @return what was said */
    static final class Heard implements Progress {
        final List<String> lines = new ArrayList<>();

        @Override
        public void says(String line) {
            lines.add(line);
        }
    }
}
