package org.mediafiles.schema.validation;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.mediafiles.TestServer;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.config.SchemaConfig.Backup;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.schema.version.Initiator;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.schema.version.SchemaSite;

/** A database of a test's own, at any version, with rows as a test wants them. */
final class ArchiveRows {
    static final UUID PATIENT = UUID.fromString("00000000-0000-4000-8000-00000000000a");
    static final UUID OTHER_PATIENT = UUID.fromString("00000000-0000-4000-8000-00000000000b");
    private static final int BYTES = 5;

    final String name;
    final DataSource database;

    private ArchiveRows(String name) {
        this.name = name;
        this.database = TestServer.dataSource(name);
    }

    /** As it stands. */
    static ArchiveRows of(String name) {
        return new ArchiveRows(name);
    }

    /** With one user and two patients. */
    static ArchiveRows atVersion(int version) {
        String name = TestServer.newDatabase(null);
        migrate(TestServer.dataSource(name), version);
        ArchiveRows rows = new ArchiveRows(name);
        rows.execute(
                """
                insert into public.accounts_eqmduser (id, password, is_superuser, username, first_name, last_name,
                    email, is_staff, is_active, date_joined) values (1, '!', false, 'ana', '', '', '', false, true, now());
                insert into public.patients_patient (id, name, birthday)
                    values ('%s', 'A', '2000-01-01'), ('%s', 'B', '2000-01-01')"""
                        .formatted(PATIENT,
                                OTHER_PATIENT));
        return rows;
    }

    static void migrate(DataSource database, int version) {
        FluentConfiguration flyway = Flyway.configure().dataSource(database).schemas("mediafiles_ops")
                .locations("classpath:db/migration").table("schema_history").target(String.valueOf(version))
                .placeholderReplacement(false);
        flyway.getConfigurationExtension(PostgreSQLConfigurationExtension.class).setTransactionalLock(false);
        flyway.load().migrate();
    }

    SchemaSite site(Path root) {
        return new SchemaSite(database, Optional.empty(), Optional.ofNullable(root),
                SchemaConfig.DEFAULTS.withBackup(Backup.OFF, Optional.empty()),
                ToolConfig.DEFAULTS, Initiator.SERVER, Progress.NONE);
    }

    void execute(String sql) {
        TestServer.execute(name, sql);
    }

    /** What Django would have left: nothing of ours beside the public tables. */
    void forgetOurs() {
        execute("drop schema mediafiles_ops cascade");
    }

    UUID event(int type, UUID patient) {
        UUID id = UUID.randomUUID();
        execute("""
                insert into public.events_event (id, event_type, event_datetime, description, created_at, updated_at,
                    created_by_id, patient_id, updated_by_id) values ('%s', %d, now(), '', now(), now(), 1, '%s', 1)"""
                .formatted(id, type, patient));
        return id;
    }

    /** @param hash {@code null} for none */
    UUID mediaFile(String path, String hash) {
        UUID id = UUID.randomUUID();
        execute("""
                insert into public.mediafiles_mediafile (id, file_path, original_filename, file_hash, file_size, mime_type,
                    file_type, metadata, created_at, updated_at)
                values ('%s', '%s', 'a.jpg', %s, %d, 'image/jpeg', 'image', '{}', now(), now())"""
                .formatted(id, path,
                        hash == null ? "null" : "'" + hash + "'", BYTES));
        return id;
    }

    UUID photo(UUID patient, String path, String hash) {
        UUID event = event(3, patient);
        execute("insert into public.mediafiles_photo (event_ptr_id, media_file_id) values ('%s', '%s')".formatted(event,
                mediaFile(path, hash)));
        return event;
    }

    UUID clip(UUID patient, String path, String hash) {
        UUID event = event(10, patient);
        execute("insert into public.mediafiles_videoclip (event_ptr_id, media_file_id) values ('%s', '%s')"
                .formatted(event, mediaFile(path, hash)));
        return event;
    }

    UUID series(UUID patient, int total) {
        UUID event = event(9, patient);
        execute("insert into public.mediafiles_photoseries (event_ptr_id, total_images, series_description) values"
                + " ('%s', %d, '')".formatted(event, total));
        return event;
    }

    /** As Django may have left it, and as a write that goes past the triggers leaves it: what pictures there are is not asked. */
    void claim(UUID series, int total) {
        execute("set session_replication_role = replica; update public.mediafiles_photoseries set total_images = "
                + total
                + " where event_ptr_id = '" + series + "'");
    }

    UUID seriesFile(UUID series, UUID mediaFile, int order) {
        UUID id = UUID.randomUUID();
        execute("""
                insert into public.mediafiles_photoseriesfile (id, order_index, caption, created_at, photo_series_id,
                    media_file_id) values ('%s', %d, '', now(), '%s', '%s')""".formatted(id, order, series, mediaFile));
        return id;
    }

    /** @return a well-formed hash that differs from those with another number */
    static String hash(int number) {
        return "%064x".formatted(number);
    }
}
