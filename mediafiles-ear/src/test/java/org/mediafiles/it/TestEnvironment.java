package org.mediafiles.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.mediafiles.launcher.CarriedFfmpeg;
import org.mediafiles.launcher.DatabasePasswords;
import org.mediafiles.launcher.EmbeddedDatabase;
import org.mediafiles.launcher.ServerBase;

/**
 * What stands around all tests of one run: a throwaway database, a base directory and a storage of their own, free ports.
 * It must be there before Arquillian reads {@code arquillian.xml}, hence a listener of the session.
 */
public final class TestEnvironment implements LauncherSessionListener {
    private static final int HTTP = 8080;
    private static final int MANAGEMENT = 9990;
    private static final String LOOPBACK = "127.0.0.1";

    private EmbeddedDatabase database;

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Path work = Path.of(required("mediafiles.it.work"));
        try {
            ServerBase.sweep(work);
            Files.createDirectories(work);
            int offset = offset();
            System.setProperty("mediafiles.it.http-port", Integer.toString(HTTP + offset));
            System.setProperty("mediafiles.it.management-port", Integer.toString(MANAGEMENT + offset));
            database = EmbeddedDatabase.start(work.resolve("database"), work.resolve("postgresql"),
                    work.resolve("postgresql.log"), freePort(),
                    new DatabasePasswords(DatabasePasswords.random().superuser(), secret("MEDIAFILES_SCHEMA_PASSWORD"),
                            secret("MEDIAFILES_DB_PASSWORD")),
                    false);
            System.setProperty("mediafiles.it.db-url", database.url());
            System.setProperty("mediafiles.it.storage", work.resolve("storage").toString());
            ServerBase.prepare(Path.of(required("mediafiles.it.server")), work.resolve("server"));
            Files.createDirectories(work.resolve("tmp"));
            System.setProperty("mediafiles.it.vm-arguments", vmArguments(work, offset));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        if (database != null) {
            database.close();
        }
    }

    private String vmArguments(Path work, int offset) {
        return Stream.concat(Stream.of("-Xmx768m", "-Djava.net.preferIPv4Stack=true", "-Djava.awt.headless=true",
                "-Dfile.encoding=UTF-8", "-Djboss.server.base.dir=" + work.resolve("server"),
                "-Djava.io.tmpdir=" + work.resolve("tmp"), "-Djboss.bind.address=" + LOOPBACK,
                "-Djboss.bind.address.management=" + LOOPBACK, "-Djboss.socket.binding.port-offset=" + offset,
                "-Djboss.tx.node.id=mediafiles-it", "-Dmediafiles.console-level=WARN",
                "-Dmediafiles.db.url=" + database.url(), "-Dmediafiles.db.user=" + EmbeddedDatabase.RUNNER,
                "-Dmediafiles.schema.url=" + database.url(), "-Dmediafiles.schema.user=" + EmbeddedDatabase.OWNER,
                "-Dmediafiles.storage.root=" + work.resolve("storage"), "-Dmediafiles.schema.on-startup=migrate",
                // As it a test is a proxy that ends TLS; the others come from 127.0.0.1.
                "-Dmediafiles.access.proxies=127.0.0.2",
                "-Dmediafiles.demo-users=true", "-Dmediafiles.time-zone=America/Sao_Paulo",
                "-Dmediafiles.http.body-patience-seconds=5"),
                Stream.concat(ffmpeg().stream(), passedThrough())).collect(Collectors.joining(" "));
    }

    /** @return options that name an ffmpeg where the machine has none; it outlives the run, so that it is unpacked once */
    static List<String> ffmpeg() {
        return CarriedFfmpeg.settings(Path.of(required("mediafiles.it.work")).resolveSibling("ffmpeg")).entrySet()
                .stream().map(setting -> "-D" + setting.getKey() + "=" + setting.getValue()).toList();
    }

    /** {@code -Dmediafiles.it.server-arguments="-Da=b -Dc=d"}, for a run by hand with a debugger or another limit. */
    private static Stream<String> passedThrough() {
        String extra = System.getProperty("mediafiles.it.server-arguments", "").trim();
        return extra.isEmpty() ? Stream.empty() : List.of(extra.split("\\s+")).stream();
    }

    /** {@code -Dmediafiles.it.port-offset}, else one at random whose ports are free: several runs may go on side by side. */
    private static int offset() {
        String given = System.getProperty("mediafiles.it.port-offset", "").trim();
        if (!given.isEmpty()) {
            return Integer.parseInt(given);
        }
        // Upper bound: below the range from which Linux hands out ports at random (32768).
        for (int attempt = 0; attempt < 200; attempt++) {
            int offset = ThreadLocalRandom.current().nextInt(1_000, 22_000);
            if (isFree(HTTP + offset) && isFree(MANAGEMENT + offset)) {
                return offset;
            }
        }
        throw new IllegalStateException("no two free ports found; name an offset with -Dmediafiles.it.port-offset");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(LOOPBACK), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            return socket.getLocalPort();
        }
    }

    private static String secret(String variable) {
        String value = System.getenv(variable);
        if (value == null) {
            throw new IllegalStateException(variable + " is missing: Failsafe sets it");
        }
        return value;
    }

    private static String required(String key) {
        String value = System.getProperty(key, "");
        if (value.isEmpty()) {
            throw new IllegalStateException(key + " is missing: run the tests by mvn verify");
        }
        return value;
    }
}
