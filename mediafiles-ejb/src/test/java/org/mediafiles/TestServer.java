package org.mediafiles;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** The one embedded PostgreSQL of a test run, started by whoever asks first, ended with the JVM. */
public final class TestServer {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static EmbeddedPostgres server;
    /** The template's name. */
    private static String migrated;

    private TestServer() {}

    /** @return the name of a new database, a copy of the template where one is named */
    public static String newDatabase(String template) {
        String name = "test_" + COUNT.incrementAndGet();
        execute("postgres", "create database " + name + (template == null ? "" : " template " + template));
        return name;
    }

    /** @return the name of a new database with all tables and no rows */
    public static synchronized String newMigratedDatabase() {
        if (migrated == null) {
            String template = newDatabase(null);
            FluentConfiguration flyway = Flyway.configure().dataSource(dataSource(template)).schemas("mediafiles_ops")
                    .locations("classpath:db/migration").table("schema_history");
            // An index built concurrently waits for ever for a lock that is held in a transaction.
            flyway.getConfigurationExtension(PostgreSQLConfigurationExtension.class).setTransactionalLock(false);
            flyway.load().migrate();
            migrated = template;
        }
        return newDatabase(migrated);
    }

    /** @return the database as the superuser sees it, without a pool */
    public static DataSource dataSource(String database) {
        return dataSource(database, "postgres");
    }

    /** @param login a role that may log in; the server asks for no password */
    public static DataSource dataSource(String database, String login) {
        return server().getDatabase(login, database);
    }

    /** Runs statements as they stand, as the superuser. */
    public static void execute(String database, String sql) {
        try (Connection connection = dataSource(database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static synchronized EmbeddedPostgres server() {
        if (server == null) {
            try {
                server = EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(TestServer::stop));
        }
        return server;
    }

    /** At once: what hundreds of databases hold need not reach the disk, and Surefire waits half a minute at most. */
    private static void stop() {
        try {
            endPostmaster();
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void endPostmaster() throws IOException {
        try (Connection connection = dataSource("postgres").getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show data_directory")) {
            row.next();
            Path pidFile = Path.of(row.getString(1), "postmaster.pid");
            long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
            new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start().waitFor();
            ProcessHandle.of(pid).ifPresent(postmaster -> postmaster.onExit().orTimeout(10, TimeUnit.SECONDS).join());
        } catch (SQLException | CompletionException gone) {
            // what is left is ended by the usual way
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
