package org.mediafiles.adoption;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.schema.version.FileTrouble;

/**
 * The database a command works on: that of the environment, under the names that the server knows, or that of the run
 * profile's home, whose password and port stand in files that only its owner can read.
 */
final class CommandDatabase {
    /** Line 4 of PostgreSQL's {@code postmaster.pid} is the port. */
    private static final int PORT_LINE = 3;
    private static final String NAME = "mediafiles";
    private static final String RUNNER = "mediafiles_runner";

    private final Map<String, String> environment;

    CommandDatabase(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * @param home wins over the environment where it is given
     * @return a connection as the tables' owner, in auto-commit mode
     * @throws MediaFilesException where there is nothing to connect to, with a sentence on what to do
     */
    Connection connect(Optional<Path> home) {
        return open(login(home), "mediafiles-user");
    }

    /** @throws MediaFilesException {@code NOT_READY} where the database does not let in */
    static Connection open(CommandLogin login, String application) {
        // What follows the question mark may hold a password.
        String place = login.url().replaceFirst("[?].*", "");
        if (!place.startsWith("jdbc:postgresql:")) {
            throw new MediaFilesException(ProblemCode.NOT_READY,
                    "A database is named as jdbc:postgresql://HOST:5432/NAME, not as " + place + ".");
        }
        try {
            return login.dataSource(application).getConnection();
        } catch (SQLException refused) {
            throw new MediaFilesException(ProblemCode.NOT_READY, "The database at " + place
                    + " does not let " + login.user() + " in: " + firstLine(refused), refused);
        }
    }

    /**
     * @param home wins over the environment where it is given
     * @return the tables' owner
     * @throws MediaFilesException where nothing names a database, with a sentence on what to do
     */
    CommandLogin login(Optional<Path> home) {
        return home.map(CommandDatabase::ofHome).or(this::ofEnvironment)
                .orElseGet(() -> ofHome(Path.of(System.getProperty("user.home"), ".mediafiles")));
    }

    /** The names of the schema's owner come first, then its older ones, then the program's own. */
    private Optional<CommandLogin> ofEnvironment() {
        return find("MEDIAFILES_SCHEMA_URL").or(() -> find("MEDIAFILES_DB_URL")).map(url -> {
            Optional<String> runner = find("MEDIAFILES_DB_USER");
            Optional<String> owner = find("MEDIAFILES_SCHEMA_USER").or(() -> find("MEDIAFILES_DB_OWNER_USER"));
            String password = owner.flatMap(
                    any -> find("MEDIAFILES_SCHEMA_PASSWORD").or(() -> find("MEDIAFILES_DB_OWNER_PASSWORD")))
                    .or(() -> find("MEDIAFILES_DB_PASSWORD")).orElse("");
            return new CommandLogin(url, owner.or(() -> runner).orElse(NAME), password, runner,
                    find("MEDIAFILES_STORAGE_ROOT").map(Path::of));
        });
    }

    private Optional<String> find(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private static CommandLogin ofHome(Path home) {
        Path secrets = home.resolve("database.properties");
        if (!Files.exists(secrets)) {
            throw new MediaFilesException(ProblemCode.NOT_READY, "Set MEDIAFILES_DB_URL, MEDIAFILES_DB_USER and"
                    + " MEDIAFILES_DB_PASSWORD, or name the run profile's home with --home: " + home + " is none.");
        }
        try (Reader reader = Files.newBufferedReader(secrets)) {
            Properties properties = new Properties();
            properties.load(reader);
            return new CommandLogin("jdbc:postgresql://127.0.0.1:" + port(home) + "/" + NAME, NAME,
                    properties.getProperty(NAME, ""),
                    Optional.of(RUNNER).filter(name -> properties.getProperty(name) != null),
                    Optional.of(home.toAbsolutePath().resolve("storage")));
        } catch (IOException unreadable) {
            throw new MediaFilesException(ProblemCode.NOT_READY, "The home " + home + " cannot be read: "
                    + FileTrouble.of(unreadable) + ".",
                    unreadable);
        }
    }

    private static String port(Path home) throws IOException {
        Path pidFile = home.resolve("database").resolve("postmaster.pid");
        List<String> lines = Files.exists(pidFile) ? Files.readAllLines(pidFile) : List.of();
        if (lines.size() <= PORT_LINE) {
            throw new MediaFilesException(ProblemCode.NOT_READY,
                    "The database of " + home + " does not run: start it with mvn -Prun first.");
        }
        return lines.get(PORT_LINE).strip();
    }

    private static String firstLine(SQLException refused) {
        String message = refused.getMessage() == null ? "" : refused.getMessage();
        return message.lines().findFirst().orElse("");
    }
}
