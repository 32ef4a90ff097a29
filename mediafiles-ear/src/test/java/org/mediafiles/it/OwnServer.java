package org.mediafiles.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.mediafiles.launcher.DatabasePasswords;
import org.mediafiles.launcher.EmbeddedDatabase;
import org.mediafiles.launcher.ServerBase;
import org.wildfly.core.launcher.StandaloneCommandBuilder;

/** A server with a database of its own, for what would shut out the tests that share one. One login does both there. */
public final class OwnServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final HttpClient CLIENT = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final Path work;
    private final EmbeddedDatabase database;
    private final int httpPort;
    private final int managementPort;
    private final Process server;

    private OwnServer(Path work, EmbeddedDatabase database, int httpPort, int managementPort, Process server) {
        this.work = work;
        this.database = database;
        this.httpPort = httpPort;
        this.managementPort = managementPort;
        this.server = server;
    }

    /**
     * @param name     of its folder
     * @param settings system properties besides the usual ones, {@code -Dkey=value}
     */
    public static OwnServer start(String name, String... settings) throws IOException {
        Path work = Path.of(System.getProperty("mediafiles.it.work"), name);
        Files.createDirectories(work.resolve("tmp"));
        String password = System.getenv("MEDIAFILES_DB_PASSWORD");
        EmbeddedDatabase database = EmbeddedDatabase.start(work.resolve("database"), work.resolve("postgresql"),
                work.resolve("postgresql.log"), freePort(),
                new DatabasePasswords(DatabasePasswords.random().superuser(), password, password), false);
        Path serverHome = Path.of(System.getProperty("mediafiles.it.server"));
        Path base = work.resolve("server");
        ServerBase.prepare(serverHome, base);
        Files.copy(Path.of(System.getProperty("mediafiles.it.ear")), base.resolve("deployments/mediafiles.ear"));
        int httpPort = freePort();
        int managementPort = freePort();
        List<String> options = new ArrayList<>(List.of("-Xmx512m", "-Djava.net.preferIPv4Stack=true",
                "-Djava.awt.headless=true", "-Djava.io.tmpdir=" + work.resolve("tmp"),
                "-Djboss.bind.address=127.0.0.1", "-Djboss.bind.address.management=127.0.0.1",
                "-Djboss.http.port=" + httpPort, "-Djboss.management.http.port=" + managementPort,
                "-Dmediafiles.console-level=ERROR", "-Dmediafiles.db.url=" + database.url(),
                "-Dmediafiles.db.user=" + EmbeddedDatabase.OWNER,
                "-Dmediafiles.storage.root=" + work.resolve("storage"),
                "-Dmediafiles.time-zone=America/Sao_Paulo"));
        options.addAll(TestEnvironment.ffmpeg());
        options.addAll(List.of(settings));
        ProcessBuilder builder = new ProcessBuilder(
                StandaloneCommandBuilder.of(serverHome).setBaseDirectory(base).setJavaOptions(options).build());
        builder.environment().remove("MEDIAFILES_SCHEMA_PASSWORD");
        builder.redirectErrorStream(true).redirectOutput(work.resolve("console.log").toFile());
        return new OwnServer(work, database, httpPort, managementPort, builder.start());
    }

    /** @return {@code http://127.0.0.1:<port>/mediafiles} */
    public String root() {
        return "http://127.0.0.1:" + httpPort + "/mediafiles";
    }

    /** Waits until everybody gets in. */
    public void awaitReady() throws Exception {
        await(200);
    }

    /** Waits until nobody does. */
    public void awaitShut() throws Exception {
        await(503);
    }

    /** @return whether readiness is up */
    public boolean isReady() throws IOException, InterruptedException {
        return readiness() == 200;
    }

    private void await(int status) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            if (!server.isAlive() || Files.exists(work.resolve("server/deployments/mediafiles.ear.failed"))) {
                throw new AssertionError("the server did not start: " + work.resolve("console.log"));
            }
            // Readiness is up for a moment before the archive is there, and says nothing of it.
            if (Files.exists(work.resolve("server/deployments/mediafiles.ear.deployed")) && readiness() == status) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
        throw new AssertionError("waited " + PATIENCE + " for readiness to answer " + status);
    }

    private int readiness() throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + managementPort + "/health/ready");
        return CLIENT.send(HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30)).build(),
                HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    @Override
    public void close() {
        server.destroy();
        try {
            if (!server.waitFor(60, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        } catch (InterruptedException ending) {
            server.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        database.close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
