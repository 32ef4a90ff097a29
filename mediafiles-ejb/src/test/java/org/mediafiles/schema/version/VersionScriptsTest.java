package org.mediafiles.schema.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.mediafiles.TestServer;

class VersionScriptsTest {
    private static final List<VersionScript> ALL = VersionScripts.ours().all();

    private static Set<String> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db").resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".sql"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void everyScriptStandsInTheIndexWithItsWayBack() throws IOException {
        assertEquals(ALL.stream().map(VersionScript::name).collect(Collectors.toCollection(TreeSet::new)),
                files("migration"));
        Set<String> undone = new TreeSet<>();
        for (VersionScript script : ALL) {
            undone.add(script.undoName());
            script.undoPrepare().ifPresent(any -> undone.add(script.undoName().replace(".sql", ".prepare.sql")));
        }
        assertEquals(undone, files("rollback"));
    }

    @Test
    void everyVersionSaysItsKindAndLock() {
        for (VersionScript script : ALL) {
            assertTrue(Set.of("expand", "migrate", "contract").contains(script.kind()), script.name());
            assertFalse(script.lock().isEmpty(), script.name());
        }
    }

    @Test
    void checksumIsTheOneThatFlywayKeeps() throws SQLException {
        DataSource database = TestServer.dataSource(TestServer.newMigratedDatabase());
        try (Connection connection = database.getConnection()) {
            SchemaHistory history = SchemaHistory.read(connection);
            assertEquals(ALL.stream().map(VersionScript::checksum).toList(),
                    history.applied().stream().map(AppliedVersion::checksum).toList());
            assertEquals(VersionScripts.ours().latest(), history.current().orElseThrow());
            assertTrue(VersionScripts.ours().all().stream().allMatch(script -> history.isApplied(script.version())));
        }
    }

    @Test
    void numbersThatWereLeftFreeAreNoVersions() {
        assertEquals(OptionalInt.of(10), VersionScripts.ours().below(20));
        assertEquals(Optional.empty(), VersionScripts.ours().find(19));
        assertEquals(OptionalInt.empty(), VersionScripts.ours().below(0));
        assertTrue(VersionScripts.ours().spelled().startsWith("0–10, 20, 21, 30–32"), VersionScripts.ours().spelled());
        assertEquals("0–10", new VersionScripts(ALL.subList(0, 11)).spelled());
        assertEquals("10, 20", new VersionScripts(ALL.subList(10, 12)).spelled());
    }

    @Test
    void onlyTheIndexesRunOutsideATransaction() {
        assertEquals(List.of("V6__indexes.sql", "V21__regenerated_jobs_index.sql", "V31__audit_indexes.sql"),
                ALL.stream().filter(script -> !script.transactional()).map(VersionScript::name).toList());
    }
}
