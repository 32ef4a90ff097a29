package org.mediafiles.adoption;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.mediafiles.adoption.SchemaArguments.Command;
import org.mediafiles.adoption.SchemaArguments.Option;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.config.Settings;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.schema.version.BackupMeans;
import org.mediafiles.schema.version.Door;
import org.mediafiles.schema.version.Initiator;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.schema.version.SchemaReport;
import org.mediafiles.schema.version.SchemaSite;

/**
 * The schema's command line, for a server that is stopped or runs. Needs this module's jar, the libraries in the archive and
 * the JDBC driver. What an operation came to goes to standard output, what it does meanwhile to standard error.
 */
public final class SchemaCommand {
    static final int DONE = 0;
    static final int REFUSED = 1;
    /** Apart from every answer of an operation: 1 and 2 are {@code validate}'s. */
    static final int WRONG_USAGE = 64;

    private static final String TRACE = "MEDIAFILES_TRACE";

    static final String USAGE = """
                                Usage: schema.sh <command> [option …]
                                  info                          where the schema stands, version by version
                                  plan [--target N] [--scratch-url JDBC]
                                                                what would be done, its locks and time; changes nothing
                                  preflight [--purpose migrate|adopt|rollback|deploy]
                                                                the checklist before: ok, warning, stops
                                  backup [--backup dump|external|cold] [--label TEXT] [--deep] [--with-files DIR]
                                  rehearse --target-url JDBC [--from FILE]
                                                                restores the backup elsewhere, migrates, validates, rolls back;
                                                                login there: MEDIAFILES_TARGET_USER, _PASSWORD, else the same
                                  migrate [--target N] [--grant-to RUNNER]
                                                                a Django database it recognises is adopted first, with --yes
                                  validate                      0 holds, 2 findings in the data, 1 the structure is wrong
                                  rollback --target N|none [--with-django]
                                  impact                        sizes, index use, dead rows
                                  adopt | unadopt               takes a Django database over, or gives it back
                                  import --csv FILE --folder DIR --server URL [--dry-run]
                                                                files for photo events that have none, through the running server,
                                                                as the admin MEDIAFILES_API_USER, MEDIAFILES_API_PASSWORD; the
                                                                CSV's rows are an event's id and a file; --yes imports the good
                                                                rows also where others are refused
                                  unshare                       gives each record its own bytes, before V7 is undone
                                  repair                        takes the program's scripts for the applied ones
                                Everywhere: [--url JDBC --user U --password-env VAR | --home DIR] [--storage-root DIR]
                                  [--backup-dir DIR] [--yes] [--json] [--lang en|pt-BR]
                                The database is that of MEDIAFILES_SCHEMA_URL, _USER and _PASSWORD, else of MEDIAFILES_DB_URL,
                                _USER and _PASSWORD, else of `mvn -Prun` in --home, default ~/.mediafiles, while it runs.
                                Without a password that of ~/.pgpass is taken.
                                Every key mediafiles.schema.* may stand in the environment, as MEDIAFILES_SCHEMA_….
                                MEDIAFILES_TRACE=true shows the program's own log, for whoever looks for a fault in it.
                                """;

    private static final Logger LOG = Logger.getLogger(SchemaCommand.class.getName());

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    SchemaCommand(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** Ends the process with the operation's own code, or 64 for wrong usage. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        if (!Boolean.parseBoolean(System.getenv(TRACE))) {
            // What an operator has to know stands in the report. A version that is tried again is no failure to anybody.
            LogManager.getLogManager().reset();
        }
        System.exit(new SchemaCommand(System.getenv(), out, err).run(arguments));
    }

    /** @return the exit code */
    int run(String... texts) {
        try {
            SchemaArguments arguments = SchemaArguments.parse(texts);
            if (arguments.command() == Command.HELP) {
                out.print(USAGE);
                return DONE;
            }
            return run(arguments);
        } catch (IllegalArgumentException wrong) {
            refuse(texts, "wrong-usage", wrong.getMessage());
            err.println("schema.sh --help tells every command and option.");
            return WRONG_USAGE;
        } catch (MediaFilesException refused) {
            refuse(texts, "refused", refused.getMessage());
        } catch (SQLException failed) {
            String message = failed.getMessage() == null ? "" : failed.getMessage().lines().findFirst().orElse("");
            refuse(texts, "refused", "the database refused (" + failed.getSQLState() + "): " + message);
        } catch (RuntimeException unforeseen) {
            LOG.log(Level.SEVERE, "Not foreseen", unforeseen);
            refuse(texts, "failed", "Something happened that this program did not foresee; run it again with " + TRACE
                    + "=true to see what.");
        }
        return REFUSED;
    }

    /** A script that asked for a document gets one here, too. */
    private void refuse(String[] texts, String outcome, String sentence) {
        err.println("schema.sh: " + sentence);
        if (Arrays.asList(texts).contains(Option.JSON.spelled())) {
            JsonObjectBuilder json = Json.createObjectBuilder();
            Arrays.stream(Command.values()).map(Command::spelled).filter(Arrays.asList(texts)::contains).findFirst()
                    .ifPresent(command -> json.add("operation", command));
            out.println(json.add("outcome", outcome).add("message", String.valueOf(sentence)).build());
        }
    }

    private int run(SchemaArguments arguments) throws SQLException {
        if (arguments.command() == Command.IMPORT) {
            return runImport(arguments);
        }
        CommandLogin login = login(arguments);
        CommandDatabase.open(login, "mediafiles-schema").close();
        SchemaReport report = new CommandOperations(site(arguments, login), arguments, other(arguments, login)).run();
        print(report, arguments);
        return report.exitCode();
    }

    /** Needs no database: the server has it. */
    private int runImport(SchemaArguments arguments) {
        ImportRequest request = ImportRequest.of(Path.of(arguments.get(Option.CSV)).toAbsolutePath(),
                Path.of(arguments.get(Option.FOLDER)).toAbsolutePath(), arguments.get(Option.SERVER),
                arguments.has(Option.DRY_RUN), arguments.has(Option.YES), environment);
        ImportReport report = new Import(line -> err.println(line)).run(request);
        print(report, arguments);
        return report.exitCode();
    }

    private void print(SchemaReport report, SchemaArguments arguments) {
        if (arguments.has(Option.JSON)) {
            JsonObjectBuilder json = Json.createObjectBuilder()
                    .add("operation", arguments.command().spelled());
            // A report that names its operation is right: migrate may have been an adoption.
            report.json().forEach(json::add);
            out.println(json.build());
        } else {
            report.lines(arguments.locale()).forEach(out::println);
        }
    }

    private CommandLogin login(SchemaArguments arguments) {
        Optional<Path> home = arguments.findPath(Option.HOME);
        Optional<String> url = arguments.find(Option.URL);
        if (url.isEmpty()) {
            return new CommandDatabase(environment).login(home);
        }
        String variable = arguments.find(Option.PASSWORD_ENV).orElse("MEDIAFILES_SCHEMA_PASSWORD");
        return new CommandLogin(url.get(), arguments.get(Option.USER), environment.getOrDefault(variable, ""),
                Optional.ofNullable(environment.get("MEDIAFILES_DB_USER")),
                Optional.ofNullable(environment.get("MEDIAFILES_STORAGE_ROOT")).map(Path::of));
    }

    /**
     * The database that a backup is tried in, or the scratch database of a plan: its own login where the environment names
     * one, else the same.
     */
    private Optional<CommandLogin> other(SchemaArguments arguments, CommandLogin login) {
        return arguments.find(Option.TARGET_URL).or(() -> arguments.find(Option.SCRATCH_URL))
                .map(url -> new CommandLogin(url, environment.getOrDefault("MEDIAFILES_TARGET_USER", login.user()),
                        environment.getOrDefault("MEDIAFILES_TARGET_PASSWORD", login.password()), Optional.empty(),
                        Optional.empty()));
    }

    private SchemaSite site(SchemaArguments arguments, CommandLogin login) {
        // The rest of the settings is the server's; what is missing there is none of this command's business.
        Settings settings = Settings.read(key -> Optional.ofNullable(
                environment.get(key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"))));
        settings.problems().stream().filter(problem -> problem.startsWith("mediafiles.schema.")).findFirst()
                .ifPresent(problem -> {
                    throw new IllegalArgumentException(problem);
                });
        SchemaConfig configured = settings.schema();
        SchemaConfig.Backup backup = arguments.find(Option.BACKUP).map(SchemaCommand::backup)
                .orElse(configured.backup());
        SchemaConfig config = configured.withBackup(backup,
                arguments.findPath(Option.BACKUP_DIR).or(configured::backupDir));
        Optional<String> runner = arguments.find(Option.GRANT_TO).or(configured::runner).or(login::runner);
        Progress progress = line -> err.println(line);
        return new SchemaSite(login.dataSource("mediafiles-schema"), runner,
                arguments.findPath(Option.STORAGE_ROOT).or(login::storage), config, settings.tools(),
                new Initiator(System.getProperty("user.name", "unknown"), Door.COMMAND), progress,
                new BackupMeans(Optional.of(login.password()).filter(password -> !password.isEmpty()),
                        arguments.find(Option.LABEL), Optional.empty()));
    }

    private static SchemaConfig.Backup backup(String code) {
        return SchemaConfig.Backup.findByCode(code).orElseThrow(() -> new IllegalArgumentException(
                "--backup is dump, external, cold or off, not " + code + "."));
    }
}
