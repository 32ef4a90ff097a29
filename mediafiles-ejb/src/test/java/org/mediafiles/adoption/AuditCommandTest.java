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
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.TestServer;

class AuditCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    @TempDir
    private Path folder;
    private String database;

    @BeforeEach
    void makeDatabase() throws SQLException {
        database = TestServer.newMigratedDatabase();
        use(database);
        environment.put("MEDIAFILES_SCHEMA_USER", "postgres");
        environment.put("MEDIAFILES_SCHEMA_PASSWORD", "very secret");
        environment.put("MEDIAFILES_STORAGE_ROOT", folder.resolve("storage").toString());
    }

    private void use(String name) throws SQLException {
        try (Connection connection = TestServer.dataSource(name).getConnection()) {
            environment.put("MEDIAFILES_SCHEMA_URL", connection.getMetaData().getURL());
        }
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        return new AuditCommand(environment, new PrintStream(out, true, StandardCharsets.UTF_8),
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

    /** A seal that nothing can have made. */
    private void forge() {
        TestServer.execute(database,
                "INSERT INTO mediafiles_ops.audit_seal (seq, audit_id, audit_at, row_hash, chain_hash)"
                        + " VALUES (1, 77, '2026-01-01 UTC', sha256('a'), sha256('b'))");
    }

    @Test
    void intactTrailIsZeroAndTheVerificationStandsOnRecord() {
        assertEquals(AuditCommand.INTACT, run("verify"), complained());
        assertTrue(said().startsWith("intact: yes\nrows: 0\n"), said());
        assertTrue(said().contains("warning: There is no anchor file " + folder.resolve("audit-anchors.jsonl")),
                said());
        assertEquals(AuditCommand.INTACT, run("verify", "--json"), complained());
        assertEquals(1, json().getInt("rows"), "the first verification");
        assertEquals(1, json().getInt("unsealed"));
        assertTrue(json().getBoolean("intact"));
        assertTrue(json().isNull("firstFault"));
        assertFalse((said() + complained()).contains("very secret"));
    }

    @Test
    void firstFaultIsToldInBothForms() {
        forge();
        assertEquals(AuditCommand.NOT_INTACT, run("verify"));
        assertTrue(said().contains("intact: NO\n"), said());
        assertTrue(said().contains("first fault: seal-changed, row 77, seal 1, 2026-01-01T00:00:00Z\n"), said());
        assertEquals(AuditCommand.NOT_INTACT, run("verify", "--json"));
        JsonObject fault = json().getJsonObject("firstFault");
        assertEquals("seal-changed", fault.getString("kind"));
        assertEquals(77, fault.getInt("id"));
        assertEquals(1, fault.getInt("seq"));
        assertEquals("2026-01-01T00:00:00Z", fault.getString("at"));
    }

    @Test
    void anchorsAreThoseThatAreNamed() throws Exception {
        Path anchors = Files.writeString(folder.resolve("mine.jsonl"),
                "{\"at\":\"2026-11-23T14:05:00Z\",\"seq\":9,\"hash\":\""
                        + "a".repeat(64) + "\"}\n");
        assertEquals(AuditCommand.NOT_INTACT, run("verify", "--anchors", anchors.toString(), "--json"));
        assertEquals("anchor", json().getJsonObject("firstFault").getString("kind"));
        environment.put("MEDIAFILES_AUDIT_ANCHOR_FILE", anchors.toString());
        assertEquals(AuditCommand.NOT_INTACT, run("verify"));
        environment.remove("MEDIAFILES_AUDIT_ANCHOR_FILE");
        environment.remove("MEDIAFILES_STORAGE_ROOT");
        assertEquals(AuditCommand.NOT_INTACT, run("verify"));
        assertTrue(complained().startsWith("audit.sh: Name the file of anchors"), complained());
    }

    @Test
    void loginThatMayOnlyReadVerifiesAndSaysThatItIsNotOnRecord() {
        String login = database + "_reader";
        TestServer.execute(database, "CREATE ROLE " + login + " LOGIN; GRANT USAGE ON SCHEMA mediafiles_ops TO " + login
                + "; GRANT SELECT ON ALL TABLES IN SCHEMA mediafiles_ops TO " + login);
        environment.put("MEDIAFILES_SCHEMA_USER", login);
        assertEquals(AuditCommand.INTACT, run("verify"), complained());
        assertTrue(complained().contains("not on record"), complained());
    }

    @Test
    void wrongUsageAndADatabaseWithoutATrailAreOneSentenceEach() throws SQLException {
        for (String[] wrong : new String[][]{{}, {"seal"}, {"verify", "--anchors"}, {"verify", "--yes"}}) {
            assertEquals(AuditCommand.WRONG_USAGE, run(wrong));
            assertTrue(complained().startsWith("audit.sh: "), complained());
        }
        assertEquals(AuditCommand.INTACT, run("--help"));
        assertEquals(AuditCommand.USAGE, said());
        use(TestServer.newDatabase(null));
        assertEquals(AuditCommand.NOT_INTACT, run("verify", "--json"));
        assertTrue(complained().contains("has no seals yet"), complained());
        assertEquals("failed", json().getString("outcome"));
    }
}
