package org.mediafiles.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.Site;
import org.mediafiles.launcher.DatabasePasswords;
import org.mediafiles.launcher.EmbeddedDatabase;
import org.mediafiles.launcher.ServerBase;
import org.wildfly.core.launcher.StandaloneCommandBuilder;

/**
 * A server of its own, with the EAR and without a database: an admin restarts machines in any order. Outside the run profile,
 * so nothing is migrated but an empty database.
 */
class DatabaseDownIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final HttpClient CLIENT = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final Path work = Path.of(System.getProperty("mediafiles.it.work"), "database-down");
    private final String password = System.getenv("MEDIAFILES_DB_PASSWORD");
    private int httpPort;
    private int managementPort;
    private int databasePort;
    private Process server;
    private EmbeddedDatabase database;

    @BeforeEach
    void startServer() throws IOException {
        httpPort = freePort();
        managementPort = freePort();
        databasePort = freePort();
        Path base = work.resolve("server");
        Files.createDirectories(work.resolve("tmp"));
        Path serverHome = Path.of(System.getProperty("mediafiles.it.server"));
        ServerBase.prepare(serverHome, base);
        Files.copy(Path.of(System.getProperty("mediafiles.it.ear")), base.resolve("deployments/mediafiles.ear"));
        List<String> options = new ArrayList<>(List.of("-Xmx512m", "-Djava.net.preferIPv4Stack=true",
                "-Djava.awt.headless=true", "-Djava.io.tmpdir=" + work.resolve("tmp")));
        options.add("-Djboss.bind.address=127.0.0.1");
        options.add("-Djboss.bind.address.management=127.0.0.1");
        options.add("-Djboss.http.port=" + httpPort);
        options.add("-Djboss.management.http.port=" + managementPort);
        options.add("-Dmediafiles.console-level=ERROR");
        options.add("-Dmediafiles.db.url=jdbc:postgresql://127.0.0.1:" + databasePort + "/" + EmbeddedDatabase.NAME);
        options.add("-Dmediafiles.db.user=" + EmbeddedDatabase.OWNER);
        options.add("-Dmediafiles.storage.root=" + work.resolve("storage"));
        options.add("-Dmediafiles.time-zone=America/Sao_Paulo");
        ProcessBuilder builder = new ProcessBuilder(
                StandaloneCommandBuilder.of(serverHome).setBaseDirectory(base).setJavaOptions(options).build());
        // One login does both here.
        builder.environment().remove("MEDIAFILES_SCHEMA_PASSWORD");
        builder.redirectErrorStream(true).redirectOutput(work.resolve("console.log").toFile());
        server = builder.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.destroy();
        if (!server.waitFor(60, TimeUnit.SECONDS)) {
            server.destroyForcibly();
        }
        if (database != null) {
            database.close();
        }
    }

    @Test
    void earDeploysWithoutItsDatabaseAndOpensWhenItComes() throws Exception {
        await("the EAR to deploy", () -> Files.exists(work.resolve("server/deployments/mediafiles.ear.deployed")));
        await("the gate to miss the database", () -> readiness().body().contains("database-unavailable"));
        assertEquals(503, readiness().statusCode());
        HttpResponse<String> refused = get("http://127.0.0.1:" + httpPort + "/mediafiles/api/v1/patients");
        assertEquals(503, refused.statusCode(), refused.body());
        assertTrue(refused.body().contains("schema-not-ready"), refused.body());

        database = EmbeddedDatabase.start(work.resolve("database"), work.resolve("postgresql"),
                work.resolve("postgresql.log"), databasePort,
                new DatabasePasswords(DatabasePasswords.random().superuser(), password, password), false);

        await("the gate to open", () -> readiness().statusCode() == 200);
        assertTrue(Integer.parseInt(query("select max(version::int) from mediafiles_ops.schema_history")) >= 9);
        assertEquals("0", query("select count(*) from public.accounts_eqmduser"),
                "demo users belong to the run profile");
        assertEquals(401, get("http://127.0.0.1:" + httpPort + "/mediafiles/api/v1/patients").statusCode());
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws Exception;
    }

    private void await(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (IOException notYetListening) {
                // asked again below
            }
            assertFalse(Files.exists(work.resolve("server/deployments/mediafiles.ear.failed")), "the EAR was refused");
            assertTrue(server.isAlive(), "the server ended while waiting for " + what);
            TimeUnit.MILLISECONDS.sleep(500);
        }
        throw new AssertionError("waited " + PATIENCE + " for " + what + "; readiness: " + readiness().body());
    }

    private HttpResponse<String> readiness() throws IOException, InterruptedException {
        return get("http://127.0.0.1:" + managementPort + "/health/ready");
    }

    private static HttpResponse<String> get(String address) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(30))
                .header("Authorization", Site.basic(Site.CLINICIAN, Site.CLINICIAN)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String query(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(database.url(), EmbeddedDatabase.OWNER, password);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
