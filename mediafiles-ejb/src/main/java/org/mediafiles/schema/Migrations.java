package org.mediafiles.schema;

import java.util.Arrays;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreMigrationType;
import org.flywaydb.core.api.ErrorDetails;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.ValidateOutput;
import org.flywaydb.core.api.output.ValidateResult;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** The program's migrations against one database: Flyway, set up the one way that is safe here. */
final class Migrations {
    private final Flyway flyway;

    /** @param target the last version to apply; {@link MigrationVersion#LATEST} outside tests */
    Migrations(DataSource database, MigrationVersion target) {
        FluentConfiguration configuration = Flyway.configure(Migrations.class.getClassLoader()).dataSource(database)
                .defaultSchema("mediafiles_ops").schemas("mediafiles_ops").table("schema_history")
                .locations("classpath:db/migration").failOnMissingLocations(true).validateMigrationNaming(true)
                .placeholderReplacement(false).cleanDisabled(true).baselineOnMigrate(false).outOfOrder(false)
                // What is pending or newer is told apart from what was changed.
                .ignoreMigrationPatterns("*:pending", "*:future").target(target);
        // A lock held in a transaction would keep CREATE INDEX CONCURRENTLY waiting for ever.
        configuration.getConfigurationExtension(PostgreSQLConfigurationExtension.class).setTransactionalLock(false);
        flyway = configuration.load();
    }

    /** @return the version in the history that this program does not know, if there is one */
    Optional<String> newerVersion() {
        return Arrays.stream(flyway.info().all()).filter(info -> isOf(info, MigrationState.FUTURE_SUCCESS,
                MigrationState.FUTURE_FAILED)).map(info -> info.getVersion().getVersion()).findFirst();
    }

    /** @return the first version that is not applied, if there is one */
    Optional<String> pendingVersion() {
        return Arrays.stream(flyway.info().all())
                .filter(info -> isOf(info, MigrationState.PENDING, MigrationState.FAILED))
                .map(info -> info.getVersion().getVersion()).findFirst();
    }

    /** @return the last version applied, {@code "none"} before the first */
    String currentVersion() {
        MigrationInfo current = flyway.info().current();
        return current == null || current.getVersion() == null || current.getType() == CoreMigrationType.SCHEMA
                ? "none"
                : current.getVersion().getVersion();
    }

    /** @return what is applied, but is not what this program would apply; one sentence, empty where all is as it was */
    Optional<String> mismatch() {
        ValidateResult result = flyway.validateWithResult();
        if (result.validationSuccessful) {
            return Optional.empty();
        }
        String versions = String.join(", ",
                result.invalidMigrations.stream().map(Migrations::describe).distinct().toList());
        return Optional.of("The history and this program's migrations differ: " + versions + ".");
    }

    /** Applies what is pending, each migration in a transaction of its own where PostgreSQL allows. */
    void apply() {
        flyway.migrate();
    }

    private static String describe(ValidateOutput output) {
        ErrorDetails error = output.errorDetails;
        return "V" + output.version + (error == null || error.errorCode == null ? "" : " (" + error.errorCode + ")");
    }

    private static boolean isOf(MigrationInfo info, MigrationState... states) {
        return info.getVersion() != null && Arrays.asList(states).contains(info.getState());
    }
}
