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
        assertTrue(said().lines().anyMatch(line -> line.startsWith("pending: " + (VersionScripts.ours().all().size()))),
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
    void whoAskedForADocumentGetsOneForARefusalToo() {
        assertEquals(SchemaCommand.WRONG_USAGE, run("migrate", "--json", "--target", "six"));
        assertEquals("wrong-usage", json().getString("outcome"));
        assertEquals("migrate", json().getString("operation"));
        assertEquals(SchemaCommand.REFUSED, run("plan", "--target", "99", "--json"));
        assertEquals("refused", json().getString("outcome"));
        assertTrue(json().getString("message").contains("99"), said());
        assertEquals(0, run("plan", "--json"));
        assertEquals("plan", json().getString("operation"));
    }

    @Test
    void passwordInAnAddressIsNotRepeated() {
        assertEquals(SchemaCommand.REFUSED, run("info", "--user", "x", "--url",
                "jdbc:postgresql://127.0.0.1:1/none?password=very-secret"));
        assertFalse(complained().contains("very-secret"), complained());
        assertEquals(SchemaCommand.REFUSED, run("info", "--user", "x", "--url", "jdbc:mysql://127.0.0.1/none"));
        assertTrue(complained().contains("jdbc:postgresql://HOST"), complained());
    }

    @Test
    void folderOfBackupsThatCannotBeMadeIsToldWithoutNamesOfClasses() {
        assertEquals(SchemaCommand.REFUSED, run("backup", "--backup", "external", "--label", "x",
                "--backup-dir", "/proc/none"));
        assertFalse(complained().contains("java."), complained());
        assertTrue(complained().contains("/proc/none"), complained());
    }

    @Test
    void databaseThatLooksLikeNoneOfDjangosPhasesIsRefusedWithWhatDiffers() throws Exception {
        String name = TestServer.newDatabase(null);
        DjangoDatabase.make(TestServer.dataSource(name), 6, false);
        TestServer.execute(name, "alter table mediafiles_mediafile add file varchar(100)");
        assertEquals(SchemaCommand.REFUSED, on(name, "migrate", "--yes"));
        assertTrue(said().contains("difference: not known here: mediafiles_mediafile column file"), said());
    }

    @Test
    void tablesOfTheHospitalAloneAreNobodysToAdopt() throws Exception {
        String name = TestServer.newDatabase(null);
        DjangoDatabase.make(TestServer.dataSource(name), 0, false);
        TestServer.execute(name, "drop table django_migrations");
        assertEquals(0, on(name, "migrate", "--backup", "off"), said() + complained());
        assertTrue(said().lines().anyMatch(("version: " + LATEST)::equals), said());
    }

    private int on(String database, String... arguments) throws SQLException {
        try (Connection connection = TestServer.dataSource(database).getConnection()) {
            environment.put("MEDIAFILES_SCHEMA_URL", connection.getMetaData().getURL());
        }
        return run(arguments);
    }

    @Test
    void keyThatCannotBeUsedIsNamed() {
        environment.put("MEDIAFILES_SCHEMA_BACKUP", "sometimes");
        assertEquals(SchemaCommand.WRONG_USAGE, run("info"));
        assertTrue(complained().contains("mediafiles.schema.backup"), complained());
    }
}
