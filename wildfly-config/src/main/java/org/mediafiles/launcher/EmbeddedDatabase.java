package org.mediafiles.launcher;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A real PostgreSQL, started from binaries that Maven brings, on the loopback address. It asks for a password from its very
 * first moment (SCRAM), listens on no local socket, and writes no statement and no row into its log.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    public static final String NAME = "mediafiles";
    /** The role that owns the database and its tables. */
    public static final String OWNER = "mediafiles";
    /** The role that the program works with: it reads and writes rows, and changes no table. */
    public static final String RUNNER = "mediafiles_runner";

    private static final String SUPERUSER = "postgres";
    static final String READY_MARK = "mediafiles.ready";
    private static final Duration START_WAIT = Duration.ofSeconds(60);
    // Held, since the JDK forgets the level of a logger that nobody holds.
    private static final Logger ZONKY = Logger.getLogger("io.zonky");

    private final EmbeddedPostgres postgres;
    private final Path cluster;
    private final int port;
    private final DatabasePasswords passwords;

    private EmbeddedDatabase(EmbeddedPostgres postgres, Path cluster, int port, DatabasePasswords passwords) {
        this.postgres = postgres;
        this.cluster = cluster;
        this.port = port;
        this.passwords = passwords;
    }

    /**
     * Starts the database, making it first where there is none.
     *
     * @param cluster   its data directory; made if missing
     * @param programs  where the binaries are unpacked
     * @param log       file to which PostgreSQL's own messages are appended
     * @param port      on 127.0.0.1
     * @param durable   false for tests only: no fsync, so a crash of the machine may lose data
     * @throws LaunchFailure if it does not start
     */
    public static EmbeddedDatabase start(Path cluster, Path programs, Path log, int port, DatabasePasswords passwords,
            boolean durable) {
        ZONKY.setLevel(Level.OFF);
        setAsideUnfinished(cluster);
        boolean fresh = !Files.exists(cluster);
        Path passwordFile = cluster.resolveSibling(cluster.getFileName() + ".password");
        try {
            Home.privateDirectory(programs);
            if (fresh) {
                Home.privateFile(passwordFile, passwords.superuser());
            }
            EmbeddedPostgres postgres = builder(cluster, programs, log, port, passwords, durable, passwordFile).start();
            EmbeddedDatabase database = new EmbeddedDatabase(postgres, cluster, port, passwords);
            if (fresh) {
                database.createOwnerAndDatabase();
                Files.createFile(cluster.resolve(READY_MARK));
            }
            database.provideRunner();
            return database;
        } catch (IOException | SQLException | RuntimeException e) {
            throw new LaunchFailure("the embedded PostgreSQL does not start (" + firstLine(e) + "): see " + log, e);
        } finally {
            deleteQuietly(passwordFile);
        }
    }

    private static EmbeddedPostgres.Builder builder(Path cluster, Path programs, Path log, int port,
            DatabasePasswords passwords, boolean durable, Path passwordFile) {
        ProcessBuilder.Redirect toLog = ProcessBuilder.Redirect.appendTo(log.toFile());
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setDataDirectory(cluster.toFile())
                .setOverrideWorkingDirectory(programs.toFile()).setCleanDataDirectory(false)
                .setRegisterShutdownHook(false).setPort(port).setPGStartupWait(START_WAIT).setErrorRedirector(toLog)
                .setOutputRedirector(toLog).setConnectConfig("password", passwords.superuser())
                // These become options of initdb; --auth comes after zonky's own -A trust and wins.
                .setLocaleConfig("auth", "scram-sha-256").setLocaleConfig("pwfile", passwordFile.toString())
                .setLocaleConfig("locale", "C").setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8");
        Map<String, String> settings = Map.of("listen_addresses", Ports.LOOPBACK, "unix_socket_directories", "",
                "password_encryption", "scram-sha-256", "log_error_verbosity", "terse", "log_min_error_statement",
                "panic",
                "fsync", durable ? "on" : "off", "synchronous_commit", durable ? "on" : "off", "full_page_writes",
                durable ? "on" : "off");
        settings.forEach(builder::setServerConfig);
        return builder;
    }

    /** A first start that was killed halfway leaves a cluster without our mark: kept aside, never deleted. */
    private static void setAsideUnfinished(Path cluster) {
        if (Files.exists(cluster) && !Files.exists(cluster.resolve(READY_MARK))) {
            try {
                Files.move(cluster, cluster.resolveSibling(cluster.getFileName() + ".unfinished-"
                        + Files.getLastModifiedTime(cluster).toMillis()));
            } catch (IOException e) {
                throw new LaunchFailure("the unfinished database " + cluster + " cannot be set aside: " + e, e);
            }
        }
    }

    private void createOwnerAndDatabase() throws SQLException {
        try (Connection connection = asSuperuser(); Statement statement = connection.createStatement()) {
            // The password is hexadecimal by birth, so it needs no quoting.
            statement.execute("create role " + OWNER + " login password '" + passwords.owner() + "'");
            statement.execute("create database " + NAME + " owner " + OWNER);
        }
    }

    /** At every start: a cluster of the time when one login did both gets its second one. Its rights come with migrating. */
    private void provideRunner() throws SQLException {
        try (Connection connection = asSuperuser(); Statement statement = connection.createStatement()) {
            boolean missing;
            try (ResultSet found = statement
                    .executeQuery("select from pg_roles where rolname = '" + RUNNER + "'")) {
                missing = !found.next();
            }
            if (missing) {
                statement.execute("create role " + RUNNER + " login password '" + passwords.runner() + "'");
            }
        }
    }

    private Connection asSuperuser() throws SQLException {
        return DriverManager.getConnection(url(SUPERUSER), SUPERUSER, passwords.superuser());
    }

    private String url(String database) {
        return "jdbc:postgresql://" + Ports.LOOPBACK + ":" + port + "/" + database;
    }

    /** JDBC address of the database {@link #NAME}, without user and password. */
    public String url() {
        return url(NAME);
    }

    /** @return the newest version of the schema that stands, {@code none} where none of ours does */
    String schemaVersion() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), OWNER, passwords.owner());
                Statement statement = connection.createStatement()) {
            try (ResultSet row = statement
                    .executeQuery("select to_regclass('mediafiles_ops.schema_history') is not null")) {
                if (!row.next() || !row.getBoolean(1)) {
                    return "none";
                }
            }
            try (ResultSet row = statement
                    .executeQuery("select max(version::int) from mediafiles_ops.schema_history where"
                            + " success and version ~ '^[0-9]+$'")) {
                row.next();
                return row.getString(1) == null ? "none" : row.getString(1);
            }
        }
    }

    /** Ends the database and waits until it has. */
    @Override
    public void close() {
        Optional<ProcessHandle> postmaster = Orphans.postmaster(cluster.resolve("postmaster.pid"));
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        postmaster.ifPresent(Orphans::waitOrForce);
    }

    private static String firstLine(Throwable e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return message.lines().findFirst().orElse("");
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
