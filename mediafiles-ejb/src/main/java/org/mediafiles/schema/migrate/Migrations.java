package org.mediafiles.schema.migrate;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** Flyway, set up the one way that is safe here. */
final class Migrations {
    private final DataSource database;
    private final String location;

    /** @param location where the scripts stand, as Flyway spells it */
    Migrations(DataSource database, String location) {
        this.database = database;
        this.location = location;
    }

    /**
     * Applies what is pending up to a version, each migration in a transaction of its own where PostgreSQL allows.
     *
     * @throws org.flywaydb.core.api.FlywayException where it fails; the cause is the database's own
     */
    void apply(int version, Callback callback) {
        FluentConfiguration configuration = Flyway.configure(Migrations.class.getClassLoader()).dataSource(database)
                .defaultSchema("mediafiles_ops").schemas("mediafiles_ops").table("schema_history")
                .locations(location).failOnMissingLocations(true).validateMigrationNaming(true)
                .placeholderReplacement(false).cleanDisabled(true).baselineOnMigrate(false).outOfOrder(false)
                // What is pending or newer is told apart from what was changed.
                .ignoreMigrationPatterns("*:pending", "*:future")
                .target(MigrationVersion.fromVersion(String.valueOf(version))).callbacks(callback);
        // A lock held in a transaction would keep CREATE INDEX CONCURRENTLY waiting for ever. It also makes Flyway write
        // its history on the migration's own connection, so in the migration's own transaction.
        configuration.getConfigurationExtension(PostgreSQLConfigurationExtension.class).setTransactionalLock(false);
        configuration.load().migrate();
    }
}
