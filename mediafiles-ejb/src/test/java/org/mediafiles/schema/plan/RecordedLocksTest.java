package org.mediafiles.schema.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import jakarta.json.Json;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.mediafiles.OldServer;
import org.mediafiles.TestServer;
import org.mediafiles.schema.version.Progress;
import org.mediafiles.schema.version.VersionScript;
import org.mediafiles.schema.version.VersionScripts;

/** Records every version again, and compares with what ships. */
class RecordedLocksTest {
    private static final Path FOLDER = Path.of("src/main/resources/db/locks");
    private static final String COMMAND = "mvn -pl mediafiles-ejb test -Dtest=RecordedLocksTest -Dmediafiles.record=true";

    static ScratchRun.Seen record(DataSource scratch) throws SQLException {
        List<VersionScript> up = VersionScripts.ours().all();
        List<VersionScript> down = new ArrayList<>(up);
        Collections.reverse(down);
        return new ScratchRun(scratch, Progress.NONE).run(Optional.empty(), up, down);
    }

    /** @return by the file's name */
    static Map<String, ScriptEffects> files(ScratchRun.Seen seen) {
        Map<String, ScriptEffects> files = new TreeMap<>();
        seen.up().forEach((version, effects) -> files.put(Way.UP.file(version), effects));
        seen.down().forEach((version, effects) -> files.put(Way.DOWN.file(version), effects));
        return files;
    }

    private static String pretty(ScriptEffects effects) {
        StringWriter text = new StringWriter();
        try (JsonWriter writer = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true))
                .createWriter(text)) {
            writer.writeObject(effects.json());
        }
        return text.toString().strip() + "\n";
    }

    private static Set<String> shipped() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".json"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void everyVersionLocksWhatItsRecordSays() throws SQLException, IOException {
        ScratchRun.Seen seen = record(TestServer.dataSource(TestServer.newDatabase(null)));
        assertEquals(Set.of(), seen.withoutRows(),
                "these tables have no INSERT in src/main/resources/db/locks/rows.sql, so no scan of them can be seen");
        Map<String, ScriptEffects> files = files(seen);
        if (Boolean.getBoolean("mediafiles.record")) {
            for (String obsolete : shipped()) {
                Files.delete(FOLDER.resolve(obsolete));
            }
            for (Map.Entry<String, ScriptEffects> file : files.entrySet()) {
                Files.writeString(FOLDER.resolve(file.getKey()), pretty(file.getValue()));
            }
        }
        assertEquals(files.keySet(), shipped(),
                "record what is missing, and look at it before it is committed: " + COMMAND);
        for (Map.Entry<String, ScriptEffects> file : files.entrySet()) {
            assertEquals(pretty(file.getValue()), Files.readString(FOLDER.resolve(file.getKey())),
                    file.getKey() + " is not what this version does; record again: " + COMMAND);
        }
    }

    @Test
    void recordsAreTheSameOnTheOldestServer() throws SQLException, IOException {
        try (OldServer server = OldServer.start()) {
            files(record(server.newDatabase("scratch"))).forEach((name, effects) -> {
                try {
                    assertEquals(Files.readString(FOLDER.resolve(name)), pretty(effects), name);
                } catch (IOException missing) {
                    fail(missing);
                }
            });
        }
    }

    /** Applied files never change, so the first ones' headers stay as they are; what counts for them is the record. */
    @Test
    void headersFromTheTenthVersionOnNameEveryTableWhoseWritersWait() {
        assumeFalse(Boolean.getBoolean("mediafiles.record"), "what was recorded just now is not on the class path yet");
        for (VersionScript script : VersionScripts.ours().all()) {
            if (script.version() < 10) {
                continue;
            }
            ScriptEffects effects = LockRecords.find(script, Way.UP).orElseThrow();
            Set<String> blocked = effects.all().stream().flatMap(effect -> effect.standingLocks().stream())
                    .filter(lock -> lock.kind().equals("table") && lock.strongest().blocksWrites())
                    .map(lock -> lock.relation().substring(lock.relation().indexOf('.') + 1))
                    .collect(Collectors.toCollection(TreeSet::new));
            for (String table : blocked) {
                assertTrue(script.lock().contains(table), script.name() + " locks out writers of " + table
                        + ", and its header does not say so");
            }
        }
    }
}
