package org.mediafiles.schema.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mediafiles.schema.version.SchemaLock;

/** Several servers start at once. */
class SeveralNodesTest {
    @Test
    void oneActsTheOtherWaitsAndGoesOn() throws Exception {
        Ward ward = Ward.empty();
        Hold hold = new Hold(ward);
        try (MigrateProcess one = MigrateProcess.start(ward); MigrateProcess two = MigrateProcess.start(ward)) {
            hold.awaitSomebodyInside();
            LocksTest.await(() -> one.hasSaid("waiting for it") || two.hasSaid("waiting for it"));
            // Any other door, such as a rollback, goes through the same lock.
            CompletableFuture<String> rollback = CompletableFuture.supplyAsync(() -> versionOnceLocked(ward));
            LocksTest.await(() -> ward.said.stream().anyMatch(line -> line.contains("waiting for it")));
            assertTrue(one.isAlive() && two.isAlive() && !rollback.isDone());
            hold.letGo();

            assertEquals(0, one.exitCode(), () -> one.said().toString());
            assertEquals(0, two.exitCode(), () -> two.said().toString());
            assertEquals(String.valueOf(Ward.LATEST), rollback.get());
            assertEquals(1, Stream.of(one, two).filter(node -> node.hasSaid("nothing was changed")).count());
        }
        assertEquals("1", ward.text("select count(*) from mediafiles_ops.schema_run"));
        assertEquals(String.valueOf(Ward.LATEST + 1), ward.text("select count(*) from mediafiles_ops.schema_step"
                + " where version is not null"));
    }

    private static String versionOnceLocked(Ward ward) {
        try (Connection door = ward.database.getConnection()) {
            Optional<SchemaLock> lock = SchemaLock.await(door, Duration.ofMinutes(1), ward.said::add);
            String version = ward.text("select max(version::int) from mediafiles_ops.schema_history");
            lock.orElseThrow().release();
            return version;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
