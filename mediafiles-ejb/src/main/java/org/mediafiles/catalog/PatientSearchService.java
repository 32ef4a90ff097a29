package org.mediafiles.catalog;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.mediafiles.model.JsonText;

/**
 * Keeps the folded names in step with patients whom the other system of a shared database writes. A search folds a batch at
 * most, in its own transaction, and never waits for another that does; however many there are, the rest is done batch by
 * batch in transactions of their own by {@link PatientNamesTimer}, which also notices changed names.
 */
@Stateless
public class PatientSearchService {
    private static final int BATCH = 1_000;
    /** {@code 5 s}: counting two large tables at each search would cost more than the search. */
    private static final Duration COUNTS_GOOD_FOR = Duration.ofSeconds(5);
    private static final UUID LEAST = new UUID(0, 0);
    /** Of this server; a clock that can't be turned back. */
    private static final AtomicLong COUNTED_AT = new AtomicLong(System.nanoTime() - COUNTS_GOOD_FOR.toNanos());

    private final Duration countsGoodFor;
    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;

    public PatientSearchService() {
        countsGoodFor = COUNTS_GOOD_FOR;
    }

    /** For tests: counts each time. */
    PatientSearchService(EntityManager em) {
        this.em = em;
        countsGoodFor = Duration.ZERO;
    }

    /** Looks whether patients were added or removed elsewhere, and folds up to a batch of names. */
    public void refreshWhereDue() {
        long now = System.nanoTime();
        if (now - COUNTED_AT.get() < countsGoodFor.toNanos()) {
            return;
        }
        COUNTED_AT.set(now);
        if (countsDiffer() && lock()) {
            removeOrphans();
            fold(findStale(LEAST));
        }
    }

    /** Forgets who is there no more. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void refreshRemoved() {
        if (lock()) {
            removeOrphans();
        }
    }

    /**
     * Folds the next names that are new or have changed.
     *
     * @param after where the last batch ended; {@code null} for the first
     * @return where this one ended; empty where nothing is left, or another server is at it
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public Optional<UUID> refreshBatch(UUID after) {
        if (!lock()) {
            return Optional.empty();
        }
        List<?> stale = findStale(after == null ? LEAST : after);
        fold(stale);
        return stale.size() < BATCH
                ? Optional.empty()
                : Optional.of(UUID.fromString((String) ((Object[]) stale.get(stale.size() - 1))[0]));
    }

    /** @return {@code false} where another transaction is at it: nobody waits with a connection in hand */
    private boolean lock() {
        return (Boolean) em.createNativeQuery(
                "select pg_try_advisory_xact_lock(hashtextextended('patient_search', 0))", Boolean.class)
                .getSingleResult();
    }

    private void removeOrphans() {
        em.createNativeQuery("""
                             delete from mediafiles_ops.patient_search s
                              where not exists (select 1 from public.patients_patient p where p.id = s.patient_id)
                             """).executeUpdate();
    }

    private boolean countsDiffer() {
        return (Boolean) em.createNativeQuery("""
                                              select (select count(*) from public.patients_patient)
                                                  <> (select count(*) from mediafiles_ops.patient_search)
                                              """, Boolean.class).getSingleResult();
    }

    /** In the key's order, so that batches that follow each other read either table once. */
    private List<?> findStale(UUID after) {
        return em.createNativeQuery("""
                                    select cast(p.id as varchar), p.name from public.patients_patient p
                                      left join mediafiles_ops.patient_search s on s.patient_id = p.id
                                     where p.id >= :after and (s.patient_id is null or s.name_read <> p.name)
                                     order by p.id
                                    """, Object[].class).setParameter("after", after).setMaxResults(BATCH)
                .getResultList();
    }

    private void fold(List<?> rows) {
        if (rows.isEmpty()) {
            return;
        }
        List<Map<String, String>> folded = new ArrayList<>();
        for (Object row : rows) {
            String id = (String) ((Object[]) row)[0];
            String name = (String) ((Object[]) row)[1];
            folded.add(Map.of("id", id, "name", name, "folded", PatientNames.fold(name)));
        }
        em.createNativeQuery(
                """
                insert into mediafiles_ops.patient_search (patient_id, name_read, folded)
                select r.id, r.name, r.folded
                  from jsonb_to_recordset(cast(:rows as jsonb) -> 'rows') as r(id uuid, name varchar, folded text)
                on conflict (patient_id) do update set name_read = excluded.name_read, folded = excluded.folded
                """).setParameter("rows", JsonText.write(Map.of("rows", folded))).executeUpdate();
    }
}
