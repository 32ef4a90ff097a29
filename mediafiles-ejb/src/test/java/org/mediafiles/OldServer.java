package org.mediafiles;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.mediafiles.schema.version.Sql;
import org.postgresql.ds.PGSimpleDataSource;

/** A cluster of the oldest PostgreSQL that will do, 15, from the system's own package; where it is not installed, the test says so. */
public final class OldServer implements AutoCloseable {
    private static final Path BIN = Path.of(System.getProperty("mediafiles.test.pg15", "/usr/lib/postgresql/15/bin"));

    private final Path folder;
    private final int port;

    private OldServer(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    public static OldServer start() throws IOException {
        boolean installed = Files.isExecutable(BIN.resolve("initdb"));
        if (!installed) {
            System.out.println("Skipped: PostgreSQL 15 is not installed in " + BIN + " (-Dmediafiles.test.pg15=<bin>)");
        }
        assumeTrue(installed, "PostgreSQL 15 is not installed");
        Path folder = Files.createTempDirectory("mediafiles-pg15");
        if (isRoot()) {
            run(folder, List.of("chown", "nobody", folder.toString()));
        }
        OldServer server = new OldServer(folder, freePort());
        server.tool("initdb", "-D", server.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N");
        server.tool("pg_ctl", "-D", server.data(), "-w", "-l", folder.resolve("log").toString(), "-o",
                "-F -h 127.0.0.1 -p " + server.port + " -k " + folder, "start");
        return server;
    }

    public DataSource newDatabase(String name) throws SQLException {
        try (var connection = dataSource("postgres").getConnection()) {
            Sql.run(connection, "CREATE DATABASE " + name);
        }
        return dataSource(name);
    }

    public DataSource dataSource(String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[]{"127.0.0.1"});
        source.setPortNumbers(new int[]{port});
        source.setUser("postgres");
        source.setDatabaseName(database);
        return source;
    }

    /** Dumps one database and restores it into another, as an admin would. */
    public void copy(String from, String to) throws IOException {
        String dump = folder.resolve("dump").toString();
        tool("pg_dump", "-h", "127.0.0.1", "-p", String.valueOf(port), "-U", "postgres", "-Fc", "-f", dump, from);
        tool("pg_restore", "-h", "127.0.0.1", "-p", String.valueOf(port), "-U", "postgres", "-d", to, "--exit-on-error",
                dump);
    }

    @Override
    public void close() throws IOException {
        tool("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private void tool(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            // PostgreSQL refuses to run as root.
            command.addAll(List.of("runuser", "-u", "nobody", "--"));
        }
        command.add(BIN.resolve(name).toString());
        command.addAll(List.of(arguments));
        run(folder, command);
    }

    private static void run(Path folder, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command + " ended with " + process.exitValue());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
