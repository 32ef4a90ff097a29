package org.mediafiles;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** The one embedded PostgreSQL of a test run, started by whoever asks first, ended with the JVM. */
public final class TestServer {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static EmbeddedPostgres server;

    private TestServer() {}

    /** @return the name of a new database, a copy of the template where one is named */
    public static String newDatabase(String template) {
        String name = "test_" + COUNT.incrementAndGet();
        execute("postgres", "create database " + name + (template == null ? "" : " template " + template));
        return name;
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

    private static void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
