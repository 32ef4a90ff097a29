package org.mediafiles.catalog;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.security.AccessPolicy;

/** Derivative jobs as rows, and what an admin can do with them, each call in a transaction of its own. */
final class JobsFixture implements AutoCloseable {
    final CatalogFixture in = new CatalogFixture();
    /** How often workers were woken. */
    final AtomicInteger woken = new AtomicInteger();

    void clear() {
        in.clear();
        in.archive.execute("set session_replication_role = replica;"
                + " truncate mediafiles_ops.derivative_job, mediafiles_ops.derivative,"
                + " mediafiles_ops.regeneration, mediafiles_ops.adopted_file, mediafiles_ops.audit_event restart identity");
        woken.set(0);
    }

    <T> T jobs(Function<JobsService, T> call) {
        return settled(em -> call.apply(
                new JobsService(em, in.trail(em), new AccessPolicy(), any -> woken.incrementAndGet())));
    }

    <T> T regenerations(Function<RegenerationService, T> call) {
        return settled(em -> call.apply(
                new RegenerationService(em, in.trail(em), new AccessPolicy(), any -> woken.incrementAndGet())));
    }

    RegenerationWalk.Step step() {
        return in.archive.inTransaction(em -> new RegenerationWalk(em, any -> woken.incrementAndGet()).step());
    }

    private <T> T settled(Function<EntityManager, T> work) {
        try {
            return in.archive.inTransaction(work);
        } catch (MediaFilesException refusal) {
            refusal.settle();
            throw refusal;
        }
    }

    /** @return a stored object with its job, and where the job is done with a derivative */
    UUID object(String mimeType, String state) {
        UUID id = UUID.randomUUID();
        String sha = (id.toString() + UUID.randomUUID()).replace("-", "");
        in.archive.execute("insert into mediafiles_ops.stored_object (id, sha256, storage_key, byte_count, mime_type)"
                + " values ('" + id + "', '" + sha + "', 'photos/2026/11/originals/" + id + ".jpg', 12, '" + mimeType
                + "')");
        if (state != null) {
            job(id, mimeType.startsWith("video/") ? "clip" : "picture", state);
        }
        if ("done".equals(state)) {
            in.archive.execute(
                    "insert into mediafiles_ops.derivative (stored_object_id, variant, storage_key, byte_count,"
                            + " sha256, mime_type) values ('" + id + "', 'large', 'large/" + id + "', 5, '" + sha
                            + "', 'image/jpeg')");
        }
        return id;
    }

    void objects(int count, String mimeType, String state) {
        for (int i = 0; i < count; i++) {
            object(mimeType, state);
        }
    }

    private void job(UUID object, String kind, String state) {
        in.archive.execute("insert into mediafiles_ops.derivative_job (stored_object_id, kind, state, attempts, error)"
                + " values ('" + object + "', '" + kind + "', '" + state + "', " + (state.equals("done") ? 1 : 5) + ", "
                + (state.equals("failed") ? "'not-a-valid-media-file'" : "null") + ")");
    }

    /** As a worker does it. @return how many */
    int work(int most, String endState) {
        return Integer.parseInt(in.archive.query("with chosen as (select id from mediafiles_ops.derivative_job"
                + " where state = 'waiting' order by id limit " + most + "), changed as (update"
                + " mediafiles_ops.derivative_job set state = '" + endState + "', attempts = 1, error = "
                + (endState.equals("failed") ? "'time-limit'" : "null") + (endState.equals("done")
                        ? ", regeneration_id = null"
                        : "")
                + " where id in (select id from chosen) returning 1) select count(*) from changed"));
    }

    long count(String where) {
        return Long.parseLong(in.archive.query("select count(*) from mediafiles_ops.derivative_job where " + where));
    }

    String state(UUID object) {
        return in.archive
                .query("select state from mediafiles_ops.derivative_job where stored_object_id = '" + object + "'");
    }

    Instant now() {
        return CatalogFixture.NOW;
    }

    @Override
    public void close() {
        in.close();
    }
}
