package org.mediafiles.schema.preflight;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.mediafiles.schema.version.Sql;

/** A server with settings of its own. */
final class OwnServer implements AutoCloseable {
    private final EmbeddedPostgres server;

    private OwnServer(EmbeddedPostgres server) {
        this.server = server;
    }

    static OwnServer start(Map<String, String> settings) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
        settings.forEach(builder::setServerConfig);
        return new OwnServer(builder.start());
    }

    /** @param cluster made where it is missing; stays when the server ends */
    static OwnServer start(Path cluster, int port) throws IOException {
        return new OwnServer(EmbeddedPostgres.builder().setDataDirectory(cluster).setCleanDataDirectory(false)
                .setPort(port).start());
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Copies a cluster whose server is stopped; the copy follows it once both run. */
    static void copyAsStandby(Path cluster, Path copy, int primaryPort, String name) throws IOException {
        try (Stream<Path> files = Files.walk(cluster)) {
            for (Path file : files.toList()) {
                Path target = copy.resolve(cluster.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                    Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(file));
                } else {
                    Files.copy(file, target);
                }
            }
        }
        Files.createFile(copy.resolve("standby.signal"));
        Files.writeString(copy.resolve("postgresql.auto.conf"), "primary_conninfo = 'host=127.0.0.1 port=" + primaryPort
                + " user=postgres application_name=" + name + "'\n");
    }

    DataSource database() {
        return server.getPostgresDatabase();
    }

    DataSource as(String login) {
        return server.getDatabase(login, "postgres");
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = database().getConnection()) {
            Sql.run(connection, sql);
        }
    }

    void set(String setting, String value) throws SQLException {
        execute("alter system set " + setting + " = '" + value + "'");
        execute("select pg_reload_conf()");
        await("select current_setting('" + setting + "') = '" + value + "'");
    }

    void await(String condition) throws SQLException {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!isTrue(condition)) {
            assertTrue(System.nanoTime() < end, condition);
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private boolean isTrue(String condition) throws SQLException {
        try (Connection connection = database().getConnection()) {
            return Sql.texts(connection, condition).equals(List.of("t"));
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
