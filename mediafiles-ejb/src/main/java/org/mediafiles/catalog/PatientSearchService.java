package org.mediafiles.catalog;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.mediafiles.model.JsonText;

/**
 * Keeps the folded names in step with patients whom the other system of a shared database writes: added and removed ones
 * are noticed at the next search, changed ones at the first search after a minute. Works in the search's own transaction: a
 * second connection for each search would use up the pool.
 */
@Stateless
public class PatientSearchService {
    private static final int BATCH = 1_000;
    private static final Duration NAMES_GOOD_FOR = Duration.ofMinutes(1);
    /** Of this server; a clock that can't be turned back. Any value before the first comparison means "long ago". */
    private static final AtomicLong COMPARED_AT = new AtomicLong(System.nanoTime() - NAMES_GOOD_FOR.toNanos());

    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;

    public PatientSearchService() {}

    PatientSearchService(EntityManager em) {
        this.em = em;
    }

    /** Looks whether names have to be folded anew, and does it. */
    public void refreshWhereDue() {
        long now = System.nanoTime();
        if (now - COMPARED_AT.get() >= NAMES_GOOD_FOR.toNanos() || countsDiffer()) {
            refresh();
            COMPARED_AT.set(now);
        }
    }

    /** Compares every name; one at a time does it. */
    public void refresh() {
        if (!anythingStale()) {
            return;
        }
        em.createNativeQuery("select cast(pg_advisory_xact_lock(hashtextextended('patient_search', 0)) as varchar)",
                String.class).getSingleResult();
        em.createNativeQuery("""
                             delete from mediafiles_ops.patient_search s
                              where not exists (select 1 from public.patients_patient p where p.id = s.patient_id)
                             """).executeUpdate();
        List<?> stale = findStale(BATCH);
        while (!stale.isEmpty()) {
            fold(stale);
            stale = stale.size() < BATCH ? List.of() : findStale(BATCH);
        }
    }

    private boolean countsDiffer() {
        return (Boolean) em.createNativeQuery("""
                                              select (select count(*) from public.patients_patient)
                                                  <> (select count(*) from mediafiles_ops.patient_search)
                                              """, Boolean.class).getSingleResult();
    }

    private boolean anythingStale() {
        return countsDiffer() || !findStale(1).isEmpty();
    }

    private List<?> findStale(int limit) {
        return em.createNativeQuery("""
                                    select cast(p.id as varchar), p.name from public.patients_patient p
                                      left join mediafiles_ops.patient_search s on s.patient_id = p.id
                                     where s.patient_id is null or s.name_read <> p.name
                                    """, Object[].class).setMaxResults(limit).getResultList();
    }

    private void fold(List<?> rows) {
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
