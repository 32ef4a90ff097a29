package org.mediafiles.adoption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mediafiles.TestServer;
import org.mediafiles.schema.version.VersionScripts;

class SchemaCommandTest {
    private static final String LATEST = "V" + VersionScripts.ours().latest();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void emptyDatabase() throws SQLException {
        try (Connection connection = TestServer.dataSource(TestServer.newDatabase(null)).getConnection()) {
            environment.put("MEDIAFILES_SCHEMA_URL", connection.getMetaData().getURL());
        }
        environment.put("MEDIAFILES_SCHEMA_USER", "postgres");
        environment.put("MEDIAFILES_SCHEMA_PASSWORD", "very secret");
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        return new SchemaCommand(environment, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8)).run(arguments);
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private JsonObject json() {
        try (JsonReader reader = Json.createReader(new StringReader(said()))) {
            return reader.readObject();
        }
    }

    @Test
    void emptyDatabaseIsMigratedAndInfoSaysSo() {
        assertEquals(0, run("info"), complained());
        assertEquals(0, run("migrate"), complained());
        assertTrue(said().lines().anyMatch(("version: " + LATEST)::equals), said());
        assertEquals(0, run("info", "--json"), complained());
        assertEquals(VersionScripts.ours().latest(), json().getInt("version"));
    }

    @Test
    void reportIsOneDocumentAndProgressStandsApart() {
        assertEquals(0, run("migrate", "--json"), complained());
        assertEquals("migrate", json().getString("operation"));
        assertFalse(complained().isEmpty());
    }

    @Test
    void planAndImpactAreToldWhateverIsPending() throws SQLException {
        assertEquals(0, run("plan"), complained());
        assertTrue(said().lines().anyMatch(line -> line.startsWith("pending: " + (VersionScripts.ours().latest() + 1))),
                said());
        assertEquals(0, run("impact"), complained());
        assertTrue(said().lines().anyMatch("tables: 0"::equals), said());
        assertEquals(0, run("migrate"), complained());
        assertEquals(0, run("plan"), complained());
        assertTrue(said().lines().anyMatch("pending: 0"::equals), said());
        assertEquals(0, run("plan", "--target", "none", "--json"), complained());
        assertEquals("down", json().getString("direction"));
        try (Connection scratch = TestServer.dataSource(TestServer.newDatabase(null)).getConnection()) {
            assertEquals(0, run("plan", "--target", "8", "--scratch-url", scratch.getMetaData().getURL(), "--json"),
                    complained());
        }
        assertEquals("scratch", json().getString("locksFrom"));
        assertEquals(1,
                run("plan", "--target", "8", "--scratch-url", environment.get("MEDIAFILES_SCHEMA_URL")), said());
        assertTrue(complained().contains("the database that the plan is for"), complained());
        assertEquals(0, run("impact", "--json"), complained());
        assertTrue(json().getInt("totalBytes") > 0);
        assertFalse(json().getJsonArray("runs").isEmpty());
    }

    @Test
    void optionsNameAnotherDatabaseThanTheEnvironment() {
        String url = environment.remove("MEDIAFILES_SCHEMA_URL");
        environment.put("ELSEWHERE", "very secret");
        assertEquals(0, run("info", "--url", url, "--user", "postgres", "--password-env", "ELSEWHERE"), complained());
        assertEquals(SchemaCommand.WRONG_USAGE, run("info", "--url", url));
        assertTrue(complained().contains("--user"), complained());
    }

    @Test
    void wrongUsageAndAnAbsentDatabaseAreOneSentenceEach() {
        assertEquals(SchemaCommand.WRONG_USAGE, run("migrate", "--target", "six"));
        assertTrue(complained().startsWith("schema.sh: --target is a version"), complained());

        environment.put("MEDIAFILES_SCHEMA_URL", "jdbc:postgresql://127.0.0.1:1/none");
        assertEquals(SchemaCommand.REFUSED, run("info"));
        assertEquals(1, complained().lines().count(), complained());
        assertFalse(complained().contains("very secret"));
    }

    @Test
    void keyThatCannotBeUsedIsNamed() {
        environment.put("MEDIAFILES_SCHEMA_BACKUP", "sometimes");
        assertEquals(SchemaCommand.WRONG_USAGE, run("info"));
        assertTrue(complained().contains("mediafiles.schema.backup"), complained());
    }
}
