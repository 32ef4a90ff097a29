package org.mediafiles.schema.preflight;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.mediafiles.schema.preflight.Scene.assertFine;
import static org.mediafiles.schema.preflight.Scene.assertFound;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.TestServer;
import org.mediafiles.schema.version.Finding.Level;
import org.postgresql.ds.PGSimpleDataSource;

class DirectConnectionTest {
    @Test
    void connectionToTheServerItselfIsFine() {
        assertFine(Scene.empty().check("direct-connection"));
    }

    @Test
    void poolerThatLendsForTransactionsStops() {
        Scene scene = Scene.empty();
        DataSource pooled = new TransactionPooler(TestServer.dataSource(scene.name())).dataSource();
        assertFound(Level.STOPS, "pooler-by-transaction", scene.owner(pooled).check("direct-connection"));
    }

    /** The real one, where the machine has it. */
    @Test
    void pgBouncerIsSeenInEachMode(@TempDir Path folder) throws IOException, InterruptedException, SQLException {
        boolean there = Stream.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer").map(Path::of)
                .anyMatch(Files::isExecutable);
        if (!there) {
            System.out.println("NOT RUN: no pgbouncer on this machine (Debian: apt install pgbouncer)");
        }
        assumeTrue(there, "no pgbouncer on this machine");
        Scene scene = Scene.empty();
        for (String mode : new String[]{"transaction", "session", "statement"}) {
            for (int processes : new int[]{1, 5}) {
                if (mode.equals("session") && processes == 1) {
                    // A second session would wait for the first, in preflight as everywhere.
                    continue;
                }
                try (Bouncer bouncer = Bouncer.start(folder.resolve(mode + processes), scene.name(), mode, processes)) {
                    scene.owner(bouncer.dataSource());
                    if (mode.equals("session")) {
                        assertFound(Level.WARNING, "pooler-by-session", scene.check("direct-connection"));
                    } else {
                        assertFound(Level.STOPS, "pooler-by-transaction", scene.check("direct-connection"));
                    }
                }
            }
        }
    }

    /** PgBouncer, which refuses to run as root. */
    private record Bouncer(Process process, int port, String database) implements AutoCloseable {
        static Bouncer start(Path folder, String database, String mode, int processes)
                throws IOException, InterruptedException, SQLException {
            int server = ((PGSimpleDataSource) TestServer.dataSource(database)).getPortNumbers()[0];
            int port = OwnServer.freePort();
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rwxr-xr-x")));
            Files.setPosixFilePermissions(folder.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
            Path users = Files.writeString(folder.resolve("users.txt"), "\"postgres\" \"\"\n");
            Path settings = Files.writeString(folder.resolve("pgbouncer.ini"), "[databases]\n" + database
                    + " = host=127.0.0.1 port=" + server
                    + " user=postgres\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = "
                    + port + "\nunix_socket_dir =\nauth_type = any\nauth_file = " + users + "\npool_mode = " + mode
                    + "\ndefault_pool_size = " + processes
                    + "\nignore_startup_parameters = extra_float_digits\nquery_wait_timeout = 20\n");
            boolean root = System.getProperty("user.name").equals("root");
            ProcessBuilder builder = new ProcessBuilder(root
                    ? new String[]{"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "pgbouncer",
                            settings.toString()}
                    : new String[]{"pgbouncer", settings.toString()});
            builder.environment().merge("PATH", "/usr/sbin", (path, more) -> path + File.pathSeparator + more);
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(folder.resolveSibling(folder.getFileName() + ".log").toFile()).start();
            Bouncer bouncer = new Bouncer(process, port, database);
            bouncer.await();
            return bouncer;
        }

        DataSource dataSource() {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setServerNames(new String[]{"127.0.0.1"});
            source.setPortNumbers(new int[]{port});
            source.setDatabaseName(database);
            source.setUser("postgres");
            return source;
        }

        private void await() throws InterruptedException {
            for (int i = 0; i < 100; i++) {
                assertTrue(process.isAlive(), "pgbouncer runs");
                try (Connection any = DriverManager
                        .getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres")) {
                    assertTrue(any.isValid(1));
                    return;
                } catch (SQLException notYet) {
                    Thread.sleep(50);
                }
            }
            throw new AssertionError("pgbouncer does not answer");
        }

        @Override
        public void close() {
            process.destroy();
            try {
                process.waitFor(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
