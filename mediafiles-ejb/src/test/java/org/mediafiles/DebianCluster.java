package org.mediafiles;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A cluster of the machine's own PostgreSQL, with its programs: the embedded one brings no {@code pg_dump}. It asks for
 * passwords and belongs to a user who is not root. Where there is none, tests are skipped and say so.
 */
public final class DebianCluster implements AutoCloseable {
    /** Of the superuser and of every role that {@link #newDatabase} makes; a test that knows passwords work needs one. */
    public static final String PASSWORD = "p:a\\ss 'wörd";
    private static final String NOBODY = "nobody";
    private static final long PATIENCE_SECONDS = 60;

    private final Path folder;
    private final Path programs;
    private final int port;

    private DebianCluster(Path folder, Path programs, int port) {
        this.folder = folder;
        this.programs = programs;
        this.port = port;
    }

    /** @return the newest PostgreSQL's folder of programs; empty where the machine has no server's */
    public static Optional<Path> findPrograms() {
        Path all = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(all)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(all)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb"))
                            && Files.isExecutable(bin.resolve("pg_dump")))
                    .max(Comparator.comparingInt(bin -> Integer.parseInt(bin.getParent().getFileName().toString())));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Starts a new, empty cluster. Skips the test, saying so, where the machine has no PostgreSQL. */
    public static DebianCluster start() {
        Optional<Path> programs = findPrograms();
        if (programs.isEmpty()) {
            System.out
                    .println("SKIPPED: no PostgreSQL server in /usr/lib/postgresql (Debian: postgresql), so backups are"
                            + " not restored");
        }
        assumeTrue(programs.isPresent(), "no PostgreSQL server in /usr/lib/postgresql");
        try {
            Path folder = Files.createTempDirectory("mediafiles-cluster");
            if (isRoot()) {
                Files.setOwner(folder,
                        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(NOBODY));
            }
            DebianCluster cluster = new DebianCluster(folder, programs.get(), freePort());
            cluster.init();
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
            return cluster;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private void init() throws IOException {
        Path secret = Files.createTempFile("mediafiles-cluster", ".password");
        try {
            Files.writeString(secret, PASSWORD);
            Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
            run("initdb", "-D", folder.resolve("data").toString(), "-U", "postgres", "-A", "scram-sha-256", "-E",
                    "UTF8",
                    "--locale=C", "--pwfile=" + secret, "-N");
            run("pg_ctl", "-D", folder.resolve("data").toString(), "-l", folder.resolve("log").toString(), "-o",
                    "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off", "-w",
                    "start");
        } finally {
            Files.delete(secret);
        }
    }

    private void run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=nogroup", "--clear-groups", "--"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(program + " failed");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    /** @return where {@code pg_dump} and the rest lie */
    public Path programs() {
        return programs;
    }

    public int port() {
        return port;
    }

    /** Makes a role that can log in, and a database that it owns. */
    public void newDatabase(String database, String owner) throws SQLException {
        execute("postgres", "postgres", "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '" + owner
                + "') THEN CREATE ROLE " + owner + " LOGIN PASSWORD '" + PASSWORD.replace("'", "''")
                + "'; END IF; END $$",
                "CREATE DATABASE " + database + " OWNER " + owner);
    }

    public DataSource dataSource(String database, String login) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[]{"127.0.0.1"});
        source.setPortNumbers(new int[]{port});
        source.setDatabaseName(database);
        source.setUser(login);
        source.setPassword(PASSWORD);
        return source;
    }

    public void execute(String database, String login, String... sql) throws SQLException {
        try (Connection connection = dataSource(database, login).getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : sql) {
                statement.execute(each);
            }
        }
    }

    @Override
    public void close() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try {
            if (Files.exists(folder.resolve("data/postmaster.pid"))) {
                run("pg_ctl", "-D", folder.resolve("data").toString(), "-m", "immediate", "-w", "stop");
            }
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
