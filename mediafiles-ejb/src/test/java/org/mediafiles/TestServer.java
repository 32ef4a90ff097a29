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
                // It is ended here alone: the library's own hook would end it gently, which writes hundreds of databases to
                // the disk first, and then remove their files one by one, while Surefire waits half a minute at most.
                server = EmbeddedPostgres.builder().setRegisterShutdownHook(false).start();
                Path data = Path.of(text("show data_directory"));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(data)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return server;
    }

    /** At once, without a last checkpoint; what it leaves is removed by a process that nobody waits for. */
    private static void stop(Path data) {
        try {
            long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
            new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start().waitFor();
            ProcessHandle.of(pid).ifPresent(postmaster -> postmaster.onExit().orTimeout(10, TimeUnit.SECONDS).join());
            new ProcessBuilder("rm", "-rf", data.toString()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String text(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
