package org.mediafiles.schema.plan;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.mediafiles.TestServer;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.config.ToolConfig;
import org.mediafiles.schema.version.Initiator;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScripts;

/** Databases in every state that a plan may meet. */
final class Planned {
    private Planned() {}

    static SchemaSite site(DataSource owner) {
        return new SchemaSite(owner, Optional.empty(), Optional.empty(), SchemaConfig.DEFAULTS, ToolConfig.DEFAULTS,
                Initiator.SERVER, Progress.NONE);
    }

    /** Migrates with nothing but Flyway, as an older program did. */
    static DataSource migrated(DataSource database, int version) {
        FluentConfiguration flyway = Flyway.configure().dataSource(database).schemas("mediafiles_ops")
                .locations("classpath:db/migration").table("schema_history").target(Integer.toString(version));
        flyway.getConfigurationExtension(PostgreSQLConfigurationExtension.class).setTransactionalLock(false);
        flyway.load().migrate();
        return database;
    }

    static DataSource migrated(int version) {
        return migrated(TestServer.dataSource(TestServer.newDatabase(null)), version);
    }

    /** The tables that Django leaves after that phase, and its own history. */
    static DataSource django(int phase) throws SQLException {
        DataSource database = TestServer.dataSource(TestServer.newDatabase(null));
        try (Connection connection = database.getConnection()) {
            Sql.run(connection, "CREATE SCHEMA mediafiles_ops");
            for (int version = 0; version <= phase; version++) {
                for (SqlStatement statement : SqlScript.split(
                        VersionScripts.ours().find(version).orElseThrow().sql())) {
                    Sql.run(connection, statement.text());
                }
            }
            Sql.run(connection, "DROP SCHEMA mediafiles_ops CASCADE");
            Sql.run(connection,
                    "CREATE TABLE django_migrations (id serial PRIMARY KEY, app varchar(255), name varchar(255))");
            List<String> names = List.of("0001_initial", "0002_photo", "0003_migrate_photos", "0004_photoseries",
                    "0005_videoclip", "0006_indexes");
            for (String name : names.subList(0, phase)) {
                Sql.run(connection, "INSERT INTO django_migrations (app, name) VALUES ('mediafiles', '" + name + "')");
            }
        }
        return database;
    }

    /** Invented rows in every table; counted by the server, as autovacuum would. */
    static void fill(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            ScratchRows.fill(connection);
        }
    }

    /** All of the catalogue that says how something is, and the rows of history and runs. */
    static List<String> everything(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            List<String> lines = Sql.texts(connection,
                    """
                    SELECT 'class ' || oid || ' ' || relname || ' ' || relnamespace || ' ' || relfilenode || ' ' || relkind::text
                        || coalesce(relacl::text, '') FROM pg_class
                    UNION ALL SELECT 'attribute ' || attrelid || ' ' || attname || ' ' || atttypid || ' ' || attnotnull FROM pg_attribute
                    UNION ALL SELECT 'constraint ' || oid || ' ' || conname || ' ' || convalidated FROM pg_constraint
                    UNION ALL SELECT 'index ' || indexrelid || ' ' || indisvalid FROM pg_index
                    UNION ALL SELECT 'namespace ' || oid || ' ' || nspname FROM pg_namespace
                    UNION ALL SELECT 'function ' || oid || ' ' || proname FROM pg_proc
                    UNION ALL SELECT 'type ' || oid || ' ' || typname FROM pg_type
                    UNION ALL SELECT 'sequence ' || seqrelid || ' ' || coalesce(pg_sequence_last_value(seqrelid), 0) FROM pg_sequence
                    ORDER BY 1""");
            for (String table : List.of("schema_history", "schema_run", "schema_step", "schema_undo")) {
                if (Sql.flag(connection, "SELECT to_regclass('mediafiles_ops." + table + "') IS NOT NULL")) {
                    lines.addAll(
                            Sql.texts(connection, "SELECT t::text FROM mediafiles_ops." + table + " t ORDER BY 1"));
                }
            }
            return lines;
        }
    }
}
