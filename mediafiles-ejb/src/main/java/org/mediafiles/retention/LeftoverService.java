package org.mediafiles.retention;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.mediafiles.model.StorageKey;

/** What the rows say may be cleared away. All ages are by the database's clock. */
@Stateless
public class LeftoverService {
    private static final int BATCH = 200;
    /** A list in SQL is never empty. */
    private static final UUID NOBODY = new UUID(0, 0);

    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;

    public LeftoverService() {}

    /** For tests without a container. */
    public LeftoverService(EntityManager em) {
        this.em = em;
    }

    public Instant now() {
        return (Instant) em.createNativeQuery("select clock_timestamp() as moment", Instant.class).getSingleResult();
    }

    /**
     * Ends what nobody will end any more: uploads that stopped coming {@code age} ago, and received ones that have
     * expired. From here on they can't be published, so their bytes can go.
     *
     * @param age    also keeps its hands off an expired upload that somebody began to publish in time
     * @param coming uploads whose bytes still come in, however slowly
     * @return how many
     */
    public int endStale(Duration age, Collection<UUID> coming) {
        return em
                .createNativeQuery(
                        """
                                        update mediafiles_ops.upload set updated_at = clock_timestamp(),
                                            state = case state when 'receiving' then 'discarded' else 'expired' end,
                                            refusal = case state when 'receiving' then 'interrupted' end
                                        where (state = 'receiving' or state = 'received' and expires_at < clock_timestamp())
                                            and updated_at < clock_timestamp() - make_interval(secs => :age)
                        and not (state = 'receiving' and id in (:coming))""")
                .setParameter("age", age.toMillis() / 1000d)
                .setParameter("coming", coming.isEmpty() ? Set.of(NOBODY) : coming).executeUpdate();
    }

    /**
     * Uploads that are over and not known to be cleared. Bytes in the store are an orphan only where no stored object bears
     * the upload's key; since a row becomes over exactly once and only a publication in its own transaction makes such an
     * object, none can come later. One may have been, though: a database that was restored has forgotten it.
     */
    public List<LeftoverUpload> leftovers() {
        List<?> rows = em.createNativeQuery(
                """
                select u.id, case when o.id is null then u.storage_key end as orphan_key,
                    twin.storage_key as twin_key, twin.byte_count as twin_bytes
                from mediafiles_ops.upload u
                left join mediafiles_ops.stored_object o on o.storage_key = u.storage_key
                left join mediafiles_ops.stored_object twin on twin.sha256 = u.sha256
                where u.spool_removed_at is null and u.state in ('refused', 'discarded', 'expired', 'published')
                order by u.updated_at limit :batch""").setParameter("batch", BATCH).getResultList();
        return rows.stream().map(Object[].class::cast).map(LeftoverService::leftover).toList();
    }

    private static LeftoverUpload leftover(Object[] row) {
        return new LeftoverUpload((UUID) row[0], row[1] == null ? null : new StorageKey((String) row[1]),
                row[2] == null
                        ? null
                        : new LeftoverUpload.Twin(new StorageKey((String) row[2]), ((Number) row[3]).longValue()));
    }

    /** Nothing is left of this upload but what a stored object names. */
    public void cleared(UUID uploadId) {
        em.createNativeQuery("update mediafiles_ops.upload set spool_removed_at = clock_timestamp() where id = :id")
                .setParameter("id", uploadId).executeUpdate();
    }

    /** Removes rows of uploads that came to nothing, after their time as evidence. @return how many */
    public int forgetEnded(Duration kept) {
        return em.createNativeQuery("""
                                    delete from mediafiles_ops.upload
                                    where state in ('refused', 'discarded', 'expired') and spool_removed_at is not null
                                        and updated_at < clock_timestamp() - make_interval(secs => :kept)""")
                .setParameter("kept", kept.toMillis() / 1000d).executeUpdate();
    }

    /** @return those of the ids that have a row */
    public Set<UUID> known(Collection<UUID> uploadIds) {
        if (uploadIds.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(em.createQuery("select u.id from Upload u where u.id in :ids", UUID.class)
                .setParameter("ids", uploadIds).getResultList());
    }
}
