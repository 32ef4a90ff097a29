package org.mediafiles.schema.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mediafiles.schema.rollback.Rollback;
import org.mediafiles.schema.rollback.RollbackReport;
import org.mediafiles.schema.rollback.RollbackRequest;

/** Several servers start at once. */
class SeveralNodesTest {
    @Test
    void oneActsTheOtherWaitsAndGoesOn() throws Exception {
        Ward ward = Ward.empty();
        Hold hold = new Hold(ward);
        try (MigrateProcess one = MigrateProcess.start(ward); MigrateProcess two = MigrateProcess.start(ward)) {
            hold.awaitSomebodyInside();
            LocksTest.await(() -> one.hasSaid("waiting for it") || two.hasSaid("waiting for it"));
            // A rollback tried meanwhile: there is nothing above its target, so that it shows only when it had its turn.
            CompletableFuture<RollbackReport> rollback = CompletableFuture
                    .supplyAsync(() -> new Rollback(ward.site()).run(RollbackRequest.to(Ward.LATEST)));
            LocksTest.await(() -> ward.said.stream().anyMatch(line -> line.contains("waiting for it")));
            assertTrue(one.isAlive() && two.isAlive() && !rollback.isDone());
            hold.letGo();

            assertEquals(0, one.exitCode(), () -> one.said().toString());
            assertEquals(0, two.exitCode(), () -> two.said().toString());
            rollback.get();
            assertEquals(String.valueOf(Ward.LATEST), ward.text("select max(version::int) from"
                    + " mediafiles_ops.schema_history"));
            assertEquals(1, Stream.of(one, two).filter(node -> node.hasSaid("nothing was changed")).count());
        }
        assertEquals("1", ward.text("select count(*) from mediafiles_ops.schema_run where"
                + " operation = 'migrate'"));
        assertEquals(String.valueOf(Ward.VERSIONS.size()), ward.text("select count(*) from mediafiles_ops.schema_step"
                + " where version is not null"));
    }
}
