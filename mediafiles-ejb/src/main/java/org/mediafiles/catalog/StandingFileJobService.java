package org.mediafiles.catalog;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.mediafiles.model.Sha256;
import org.mediafiles.model.StoredObject;

/**
 * The media files of an adopted database as rows to be worked off: claimed with a lease, so that what a dead worker had
 * claimed is another's once the lease has run out. What the records were before stands in {@code adopted_row}, which
 * adoption has filled and nothing here touches.
 */
@Stateless
public class StandingFileJobService {
    /** How often a file is tried before it is left for a person. */
    public static final int MAX_ATTEMPTS = 5;
    private static final int BATCH = 5_000;
    private static final UUID LOWEST = new UUID(0, 0);

    private static final String CLAIM = """
                                        with claimed as (update mediafiles_ops.adopted_file a
                                            set state = 'running', attempts = attempts + 1, claimed_by = :claim,
                                                lease_until = clock_timestamp() + make_interval(secs => :lease), updated_at = clock_timestamp()
                                            where a.media_file_id = (select w.media_file_id from mediafiles_ops.adopted_file w
                                                where w.attempts < :most and %s
                                                and (w.state = 'waiting' and (w.run_after <= clock_timestamp() or %s)
                                                     or w.state = 'running' and w.lease_until < clock_timestamp())
                                                order by w.run_after, w.media_file_id limit 1 for update skip locked)
                                            returning a.media_file_id, a.claimed_by, a.attempts)
                                        select c.media_file_id, c.claimed_by, c.attempts, m.file_path, m.mime_type, m.file_hash
                                        from claimed c left join public.mediafiles_mediafile m on m.id = c.media_file_id""";

    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;
    @Inject
    private jakarta.enterprise.event.Event<DerivativesWanted> wanted;

    private Consumer<DerivativesWanted> signal = done -> wanted.fire(done);

    public StandingFileJobService() {}

    /** For tests without a container. */
    public StandingFileJobService(EntityManager em, Consumer<DerivativesWanted> signal) {
        this.em = em;
        this.signal = signal;
    }

    /** Claims the next file that may be looked at. */
    public Optional<ClaimedStandingFile> claimNext(Duration lease) {
        giveUpOnDeadWorkers();
        return claim("true", "false", null, lease);
    }

    /** Claims this file where it may be looked at, for who waits for it: before its turn, unless it was tried before. */
    public Optional<ClaimedStandingFile> claim(UUID mediaFileId, Duration lease) {
        return claim("w.media_file_id = :file", "w.attempts = 0", mediaFileId, lease);
    }

    private Optional<ClaimedStandingFile> claim(String which, String early, UUID mediaFileId, Duration lease) {
        while (true) {
            Query query = em.createNativeQuery(CLAIM.formatted(which, early), Object[].class)
                    .setParameter("claim", UUID.randomUUID().toString())
                    .setParameter("lease", (double) lease.toSeconds()).setParameter("most", MAX_ATTEMPTS);
            if (mediaFileId != null) {
                query.setParameter("file", mediaFileId);
            }
            List<?> rows = query.getResultList();
            if (rows.isEmpty()) {
                return Optional.empty();
            }
            Object[] row = (Object[]) rows.get(0);
            if (row[3] != null) {
                return Optional.of(new ClaimedStandingFile((UUID) row[0], (String) row[1],
                        ((Number) row[2]).intValue(), (String) row[3], (String) row[4], (String) row[5]));
            }
            // The record is gone, and with it the work.
            forget((UUID) row[0]);
        }
    }

    private void forget(UUID mediaFileId) {
        em.createNativeQuery("delete from mediafiles_ops.adopted_file where media_file_id = :file")
                .setParameter("file", mediaFileId).executeUpdate();
    }

    private void giveUpOnDeadWorkers() {
        em.createNativeQuery(
                """
                update mediafiles_ops.adopted_file
                set state = 'failed', error = 'worker-lost', claimed_by = null, updated_at = clock_timestamp()
                where state = 'running' and lease_until < clock_timestamp() and attempts >= :most""")
                .setParameter("most", MAX_ATTEMPTS).executeUpdate();
    }

    /** @return {@code waiting}, {@code running}, {@code done}, {@code missing} or {@code failed}; empty where unknown */
    public Optional<String> state(UUID mediaFileId) {
        List<?> rows = em.createNativeQuery(
                "select state from mediafiles_ops.adopted_file where media_file_id = :file", String.class)
                .setParameter("file", mediaFileId).getResultList();
        return rows.stream().map(String.class::cast).findFirst();
    }

    /**
     * Puts a media file without stored object among those to be looked at, also one that is done by its row although its
     * object is gone: a rollback may have lost either.
     */
    public void enlist(UUID mediaFileId) {
        em.createNativeQuery("""
                             insert into mediafiles_ops.adopted_file as a (media_file_id)
                             select m.id from public.mediafiles_mediafile m
                             where m.id = :file and not exists (select 1 from mediafiles_ops.media_file_object o
                                 where o.media_file_id = m.id)
                             on conflict (media_file_id) do update set state = 'waiting', attempts = 0,
                                 run_after = clock_timestamp(), updated_at = clock_timestamp()
                             where a.state = 'done'""").setParameter("file", mediaFileId).executeUpdate();
    }

    /**
     * Puts the next media files without stored object among those to be looked at, where a database was adopted.
     *
     * @param after where the last batch ended; {@code null} for the first
     * @return where this one ended; empty after the last
     */
    public Optional<UUID> enlistBatch(UUID after) {
        if (!(Boolean) em.createNativeQuery("select to_regclass('mediafiles_ops.adoption') is not null", Boolean.class)
                .getSingleResult()) {
            return Optional.empty();
        }
        List<?> ids = em.createNativeQuery("""
                                           with batch as (select id from public.mediafiles_mediafile
                                               where id > :after order by id limit :batch),
                                           enlisted as (insert into mediafiles_ops.adopted_file (media_file_id)
                                               select b.id from batch b where not exists (
                                                   select 1 from mediafiles_ops.media_file_object o
                                                   where o.media_file_id = b.id)
                                               on conflict do nothing)
                                           select id from batch order by id desc limit 1""", UUID.class)
                .setParameter("after", after == null ? LOWEST : after).setParameter("batch", BATCH).getResultList();
        return ids.stream().map(UUID.class::cast).findFirst();
    }

    /** @return whether at least so many derivative jobs wait: who makes more had better wait too */
    public boolean areDerivativesBehind(int many) {
        return ((Number) em.createNativeQuery("""
                                              select count(*) from (select 1 from mediafiles_ops.derivative_job
                                                  where state in ('waiting', 'running') limit :many) as behind""")
                .setParameter("many", many).getSingleResult()).intValue() >= many;
    }

    /** Prolongs the lease. @return {@code false} where the file is another's by now */
    public boolean renew(ClaimedStandingFile file, Duration lease) {
        return change(file, "lease_until = clock_timestamp() + make_interval(secs => :seconds)", lease, null);
    }

    /** There is no file under the record's path; only an admin has it looked for again. */
    public void missing(ClaimedStandingFile file) {
        change(file, "state = 'missing', claimed_by = null, lease_until = null, error = :error", null, "file-missing");
    }

    /** Leaves it for a person. @param error a code */
    public void fail(ClaimedStandingFile file, String error) {
        change(file, "state = 'failed', claimed_by = null, lease_until = null, error = :error", null, error);
    }

    /** Tries again after a while; an attempt that never began does not count. */
    public void postpone(ClaimedStandingFile file, Duration wait) {
        change(file, "state = 'waiting', claimed_by = null, lease_until = null, attempts = attempts - 1,"
                + " run_after = clock_timestamp() + make_interval(secs => :seconds)", wait, null);
    }

    /** Tries again after a while, or gives up where it was tried often enough. @param error a code */
    public void retry(ClaimedStandingFile file, Duration wait, String error) {
        if (file.attempts() >= MAX_ATTEMPTS) {
            fail(file, error);
        } else {
            change(file, "state = 'waiting', claimed_by = null, lease_until = null, error = :error,"
                    + " run_after = clock_timestamp() + make_interval(secs => :seconds)", wait, error);
        }
    }

    /**
     * Records what was found: the stored object, one for equal bytes; the record's hash where it had none, its size as
     * displayed and its duration; the derivative job. A hash that is there is never changed, but for the case of its letters.
     *
     * @return {@code false} where the file is another's by now, and nothing was recorded
     */
    public boolean register(ClaimedStandingFile file, StandingFileFindings found) {
        if (!change(file, "state = 'done', claimed_by = null, lease_until = null, error = null", null, null)) {
            return false;
        }
        Optional<StoredObject> object = standingOrNew(found);
        if (object.isEmpty()) {
            settle(file, found, "path-in-use");
            return true;
        }
        em.createNativeQuery("""
                             insert into mediafiles_ops.media_file_object (media_file_id, stored_object_id)
                             select m.id, :object from public.mediafiles_mediafile m where m.id = :file
                             on conflict (media_file_id) do nothing""")
                .setParameter("object", object.get().getId()).setParameter("file", file.mediaFileId()).executeUpdate();
        settle(file, found, complete(file, found) ? found.trouble() : orElse(found.trouble(), "record-breaks-rules"));
        if (found.derivable()) {
            wantDerivatives(object.get().getId(), found.mimeType());
        }
        return true;
    }

    private static String orElse(String trouble, String other) {
        return trouble == null ? other : trouble;
    }

    /** Empty where another object has this path: the file was another one when that was recorded. */
    private Optional<StoredObject> standingOrNew(StandingFileFindings found) {
        em.createNativeQuery("""
                             insert into mediafiles_ops.stored_object
                                 (id, sha256, storage_key, byte_count, mime_type, has_position)
                             values (:id, :sha256, :key, :bytes, :mimeType, cast(:position as boolean))
                             on conflict do nothing""").setParameter("id", UUID.randomUUID())
                .setParameter("sha256", found.sha256().hex()).setParameter("key", found.key().value())
                .setParameter("bytes", found.byteCount()).setParameter("mimeType", found.mimeType())
                .setParameter("position", found.hasPosition() == null ? null : found.hasPosition().toString())
                .executeUpdate();
        if (found.hasPosition() != null) {
            em.createNativeQuery("""
                                 update mediafiles_ops.stored_object set has_position = :position
                                 where sha256 = :sha256 and has_position is null""")
                    .setParameter("position", found.hasPosition()).setParameter("sha256", found.sha256().hex())
                    .executeUpdate();
        }
        return UploadService.findObject(em, new Sha256(found.sha256().hex()));
    }

    /**
     * Completes the record. A row that breaks the rules of V7 in what is not ours to change cannot be written at all.
     *
     * @return {@code false} for such a row
     */
    private boolean complete(ClaimedStandingFile file, StandingFileFindings found) {
        return em.createNativeQuery(
                """
                update public.mediafiles_mediafile m set
                    file_hash = case when m.file_hash is null or lower(m.file_hash) = :sha256 then :sha256
                        else m.file_hash end,
                    file_size = case when m.file_size > 0 then m.file_size else :bytes end,
                    width = coalesce(cast(:width as integer), m.width),
                    height = coalesce(cast(:height as integer), m.height),
                    duration = coalesce(cast(:duration as numeric), m.duration)
                where m.id = :file and m.file_type in ('image', 'video')
                    and (m.file_hash is null or lower(m.file_hash) = :sha256 or m.file_hash ~ '^[0-9a-f]{64}$')""")
                .setParameter("sha256", found.sha256().hex()).setParameter("bytes", found.byteCount())
                .setParameter("width", text(found.width())).setParameter("height", text(found.height()))
                .setParameter("duration", text(found.duration()))
                .setParameter("file", file.mediaFileId()).executeUpdate() == 1;
    }

    private static String text(Number number) {
        return number == null ? null : number.toString();
    }

    private void settle(ClaimedStandingFile file, StandingFileFindings found, String trouble) {
        boolean sound = found.sound() && (trouble == null || trouble.equals(found.trouble()));
        em.createNativeQuery("""
                             update mediafiles_ops.adopted_file set state = :state, error = :error,
                                 detected_type = :type, attachment_only = :attachment
                             where media_file_id = :file""").setParameter("state", sound ? "done" : "failed")
                .setParameter("error", trouble).setParameter("type", found.mimeType())
                .setParameter("attachment", found.attachmentOnly()).setParameter("file", file.mediaFileId())
                .executeUpdate();
    }

    private void wantDerivatives(UUID objectId, String mimeType) {
        DerivativeJobService.want(em, objectId, mimeType);
        signal.accept(new DerivativesWanted(objectId));
    }

    private boolean change(ClaimedStandingFile file, String assignments, Duration seconds, String error) {
        Query update = em.createNativeQuery("update mediafiles_ops.adopted_file set " + assignments
                + ", updated_at = clock_timestamp() where media_file_id = :file and state = 'running'"
                + " and claimed_by = :claim").setParameter("file", file.mediaFileId())
                .setParameter("claim", file.claim());
        if (seconds != null) {
            update.setParameter("seconds", seconds.toMillis() / 1000d);
        }
        if (error != null) {
            update.setParameter("error", error);
        }
        return update.executeUpdate() == 1;
    }
}
