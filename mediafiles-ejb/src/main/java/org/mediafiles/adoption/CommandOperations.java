package org.mediafiles.adoption;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.mediafiles.adoption.SchemaArguments.Option;
import org.mediafiles.schema.backup.Backup;
import org.mediafiles.schema.backup.BackupRequest;
import org.mediafiles.schema.migrate.Info;
import org.mediafiles.schema.migrate.Migrate;
import org.mediafiles.schema.migrate.MigrateOptions;
import org.mediafiles.schema.migrate.SchemaStanding;
import org.mediafiles.schema.migrate.Stop;
import org.mediafiles.schema.plan.Impact;
import org.mediafiles.schema.plan.Plan;
import org.mediafiles.schema.preflight.Preflight;
import org.mediafiles.schema.preflight.Purpose;
import org.mediafiles.schema.rehearsal.Rehearsal;
import org.mediafiles.schema.rehearsal.RehearsalRequest;
import org.mediafiles.schema.rollback.Repair;
import org.mediafiles.schema.rollback.Rollback;
import org.mediafiles.schema.rollback.RollbackRequest;
import org.mediafiles.schema.rollback.Unshare;
import org.mediafiles.schema.validation.Validation;
import org.mediafiles.schema.validation.ValidationOptions;
import org.mediafiles.schema.version.BackupMeans;
import org.mediafiles.schema.version.SchemaReport;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.VersionScripts;

/** Which operation a command is. */
final class CommandOperations {
    private final SchemaSite site;
    private final SchemaArguments arguments;
    private final Optional<CommandLogin> other;

    /** @param other the database that a rehearsal restores into, or a plan tries in, where one is named */
    CommandOperations(SchemaSite site, SchemaArguments arguments, Optional<CommandLogin> other) {
        this.site = site;
        this.arguments = arguments;
        this.other = other;
    }

    /** @throws IllegalArgumentException where an option that the command needs is missing */
    SchemaReport run() throws SQLException {
        return switch (arguments.command()) {
            case INFO -> new Info(site).run();
            case BACKUP -> new Backup(site).run(new BackupRequest(site.config().backup(), arguments.has(Option.DEEP),
                    arguments.findPath(Option.WITH_FILES)));
            case REHEARSE -> rehearse();
            case PLAN -> new Plan(site).run(arguments.targetOrNone(Plan.NONE),
                    other.map(scratch -> scratch.dataSource("mediafiles-scratch")));
            case PREFLIGHT -> preflight();
            case MIGRATE -> migrate();
            case VALIDATE -> new Validation(site).run(ValidationOptions.LISTED);
            case ROLLBACK -> new Rollback(site).run(wayBack());
            case IMPACT -> new Impact(site).run();
            case ADOPT -> new Adopt(site).run(arguments.has(Option.YES));
            case UNADOPT -> new Unadopt(site).run(arguments.has(Option.YES));
            case UNSHARE -> new Unshare(site).run(arguments.has(Option.YES));
            case REPAIR -> new Repair(site).run(arguments.has(Option.YES));
            default -> throw new IllegalArgumentException(arguments.command().spelled() + " is not there.");
        };
    }

    private SchemaReport migrate() throws SQLException {
        if (!isDjangos(site)) {
            return new Migrate(site).run(arguments.target(), MigrateOptions.DEFAULTS);
        }
        if (arguments.has(Option.TARGET)) {
            throw new IllegalArgumentException("This database is Django's: adopting it goes to the newest version, so"
                    + " --target has to go.");
        }
        return new Adopt(site).run(arguments.has(Option.YES));
    }

    private SchemaReport preflight() throws SQLException {
        Optional<String> named = arguments.find(Option.PURPOSE);
        if (named.isPresent()) {
            return new Preflight(site)
                    .run(Purpose.findByCode(named.get()).orElseThrow(() -> new IllegalArgumentException(
                            "--purpose is migrate, adopt, rollback or deploy, not " + named.get() + ".")));
        }
        return new Preflight(site).run(isDjangos(site) ? Purpose.ADOPT : Purpose.MIGRATE);
    }

    /** Also where it looks like none of its phases: adopting refuses that, and says what differs. */
    private static boolean isDjangos(SchemaSite site) throws SQLException {
        try (Connection connection = site.owner().getConnection()) {
            return Recognition.of(connection).kind() == Recognition.Kind.ADOPTION_BEGUN
                    || SchemaStanding.read(connection, VersionScripts.ours()).stop()
                            .filter(stop -> stop == Stop.ADOPTION_NEEDED).isPresent();
        }
    }

    private RollbackRequest wayBack() {
        RollbackRequest wanted = RollbackRequest.parse(arguments.get(Option.TARGET));
        if (arguments.has(Option.WITH_DJANGO)) {
            wanted = wanted.alongWithDjango();
        }
        return arguments.has(Option.YES) ? wanted.agreed() : wanted;
    }

    private SchemaReport rehearse() throws SQLException {
        arguments.get(Option.TARGET_URL);
        CommandLogin target = other.orElseThrow();
        CommandDatabase.open(target, "mediafiles-schema").close();
        BackupMeans means = new BackupMeans(Optional.of(target.password()).filter(password -> !password.isEmpty()),
                Optional.empty(), Optional.empty());
        return new Rehearsal(site, new RehearsedAdoption())
                .run(new RehearsalRequest(target.dataSource("mediafiles-schema"), means,
                        arguments.findPath(Option.FROM)));
    }
}
