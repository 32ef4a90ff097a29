package org.mediafiles.schema.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mediafiles.DebianCluster;
import org.mediafiles.config.SchemaConfig;
import org.mediafiles.schema.backup.SavedSite.Recorded;
import org.mediafiles.schema.validation.Validation;
import org.mediafiles.schema.validation.ValidationOptions;
import org.mediafiles.schema.validation.ValidationReport;
import org.mediafiles.schema.version.BackupMeans;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.Sql;
import org.mediafiles.schema.version.VersionScripts;

/** The runbook's words, one after the other: database and files, lost here, come back on another cluster. */
class WholeRestoreTest {
    private static final int FILES = 25;

    @TempDir
    private Path folder;
    private DebianCluster source;
    private DebianCluster target;
    private Path root;
    private DataSource owner;

    @BeforeEach
    void aHospitalsDatabase() throws SQLException, IOException {
        source = DebianCluster.start();
        target = DebianCluster.start();
        root = Files.createDirectory(folder.resolve("storage"));
        source.newDatabase("mediafiles", "mediafiles");
        source.execute("postgres", "postgres", "create role mediafiles_app login password 'x'");
        owner = source.dataSource("mediafiles", "mediafiles");
        // Shared with others, whose tables hang on ours and ours on theirs.
        SavedSite.migrate(owner, "6");
        SavedSite.addPhotos(owner, files());
        source.execute("mediafiles", "mediafiles",
                "create table public.billing (id int primary key, event_id uuid references public.events_event (id))",
                "insert into public.billing select row_number() over (), id from public.events_event");
        SavedSite.migrate(owner, String.valueOf(VersionScripts.ours().latest()));
        source.execute("mediafiles", "mediafiles", "grant usage on schema mediafiles_ops to mediafiles_app",
                "grant select, insert, update, delete on all tables in schema public to mediafiles_app");
    }

    @AfterEach
    void stopClusters() {
        if (source != null) {
            source.close();
        }
        if (target != null) {
            target.close();
        }
    }

    private List<Recorded> files() throws IOException {
        List<Recorded> files = new ArrayList<>();
        for (int number = 0; number < FILES; number++) {
            String key = "photos/2026/%02d/originals/%d.jpg".formatted(1 + number % 12, number);
            Path file = root.resolve(key);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "picture " + number);
            files.add(new Recorded(key, Files.size(file), DatabaseDump.sha256(file)));
        }
        return files;
    }

    private void type(String... command) throws IOException, InterruptedException {
        Path said = Files.createTempFile(folder, "said", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("PGPASSWORD", DebianCluster.PASSWORD);
        builder.environment().put("PGHOST", "127.0.0.1");
        builder.environment().put("PGPORT", Integer.toString(target.port()));
        builder.environment().put("PATH", target.programs() + ":/usr/bin:/bin");
        Process process = builder.start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), command[0]);
        assertEquals(0, process.exitValue(), () -> command[0] + ": " + text(said));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    /** Every row of every table, in one line each. */
    private static Map<String, String> rows(DataSource database) throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        try (Connection connection = database.getConnection()) {
            for (String table : Sql.texts(connection,
                    "select format('%I.%I', schemaname, tablename) from pg_tables where"
                            + " schemaname in ('public', 'mediafiles_ops')")) {
                rows.put(table, String.join("\n", Sql.texts(connection,
                        "select r::text from " + table + " r order by r::text")));
            }
        }
        return rows;
    }

    /** The whole catalogue with owners and rights. */
    private String catalogue(DebianCluster cluster) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "catalogue", ".sql");
        ProcessBuilder builder = new ProcessBuilder(cluster.programs().resolve("pg_dump").toString(), "--schema-only",
                "--file=" + out, "mediafiles");
        builder.environment().putAll(Map.of("PGPASSWORD", DebianCluster.PASSWORD, "PGHOST", "127.0.0.1", "PGUSER",
                "postgres", "PGPORT", Integer.toString(cluster.port())));
        assertEquals(0, builder.start().waitFor());
        return Files.readAllLines(out, StandardCharsets.UTF_8).stream()
                .filter(line -> !line.startsWith("\\") && !line.startsWith("--")).map(WholeRestoreTest::plain)
                .collect(Collectors.joining("\n"));
    }

    /** A check that has been read back says its casts in another place. */
    private static String plain(String line) {
        return line.contains("ARRAY[") ? line.replaceAll("::(character varying|text)(\\[\\])?|[()]", "") : line;
    }

    @Test
    void databaseAndFilesComeBackOnAnotherCluster() throws Exception {
        SchemaSite site = SavedSite.of(owner, root, SchemaConfig.Backup.DUMP,
                Optional.of(source.programs().resolve("pg_dump")), SavedSite.password(DebianCluster.PASSWORD));
        Path copies = folder.resolve("backups/files");
        BackupReport saved = new Backup(site)
                .run(new BackupRequest(SchemaConfig.Backup.DUMP, false, Optional.of(copies)));
        assertEquals(0, saved.exitCode(), () -> String.join("\n", saved.lines(Locale.ENGLISH)));
        assertEquals(FILES, saved.files().orElseThrow().copied());
        // The run's own record ends after the dump's snapshot.
        Map<String, String> before = rows(owner);
        before.keySet().removeIf(table -> table.contains("schema_run") || table.contains("schema_step"));
        String catalogue = catalogue(source);
        String manifest = Files.readString(saved.files().orElseThrow().manifest());

        source.close();
        Files.move(root, folder.resolve("lost"));

        type("psql", "-U", "postgres", "-v", "ON_ERROR_STOP=1", "-d", "postgres", "-c",
                "CREATE ROLE mediafiles LOGIN PASSWORD '" + DebianCluster.PASSWORD.replace("'", "''") + "'", "-c",
                "CREATE ROLE mediafiles_app LOGIN PASSWORD 'x'");
        type("createdb", "-U", "postgres", "-O", "mediafiles", "-T", "template0", "mediafiles");
        type("pg_restore", "-U", "postgres", "-d", "mediafiles", "--exit-on-error", saved.place());
        type("cp", "-a", copies.toString(), root.toString());

        DataSource restored = target.dataSource("mediafiles", "mediafiles");
        Map<String, String> after = rows(restored);
        after.keySet().removeIf(table -> table.contains("schema_run") || table.contains("schema_step"));
        assertEquals(before, after);
        assertFalse(after.get("public.mediafiles_photo").isEmpty());
        assertEquals(catalogue, catalogue(target));
        for (String line : manifest.lines().toList()) {
            JsonObject entry = Json.createReader(new StringReader(line)).readObject();
            assertEquals(entry.getString("sha256"), DatabaseDump.sha256(root.resolve(entry.getString("key"))));
        }
        assertEquals(FILES, manifest.lines().count());
        ValidationReport validated = new Validation(
                SavedSite.of(restored, root, SchemaConfig.Backup.OFF, Optional.empty(),
                        BackupMeans.NONE))
                .run(ValidationOptions.ALL);
        assertEquals(List.of(), validated.faults());
        assertTrue(validated.lines(Locale.ENGLISH).contains("missing files: 0"),
                () -> String.join("\n", validated.lines(Locale.ENGLISH)));
    }
}
