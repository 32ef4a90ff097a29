package org.mediafiles.catalog;

import jakarta.enterprise.context.Dependent;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.mediafiles.model.Patient;
import org.mediafiles.security.Caller;
import org.mediafiles.problem.MediaFilesException;

/** Patients with what stands beside them in our own tables: identifiers and the folded name. */
@Dependent
class PatientRepository {
    /** How far back the list of patients opened last looks. */
    private static final int RECENT_LOOKS = 500;

    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;

    PatientRepository() {}

    PatientRepository(EntityManager em) {
        this.em = em;
    }

    Optional<Patient> find(UUID id) {
        return Optional.ofNullable(em.find(Patient.class, id));
    }

    /** @throws MediaFilesException {@code NOT_FOUND} */
    Patient require(UUID id) {
        return find(id).orElseThrow(() -> MediaFilesException.notFound("patient"));
    }

    /** @return in no order; who is gone is missing */
    List<Patient> findAll(Set<UUID> ids) {
        return ids.isEmpty()
                ? List.of()
                : em.createQuery("select p from Patient p where p.id in :ids", Patient.class).setParameter("ids", ids)
                        .getResultList();
    }

    /** Holds the row to the end of the transaction. */
    Optional<Patient> lock(UUID id) {
        return Optional.ofNullable(em.find(Patient.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    /** @return whether the table has columns that we do not know: then the other system writes it */
    boolean hasForeignColumns() {
        return ((Number) em.createNativeQuery(
                """
                select count(*) from pg_attribute
                 where attrelid = to_regclass('public.patients_patient') and attnum > 0 and not attisdropped
                   and attname not in ('id', 'name', 'birthday')
                """, Long.class).getSingleResult()).intValue() > 0;
    }

    /**
     * @param words      folded, each the beginning of a word of the name
     * @param identifier exact; {@code null} for any
     * @param after      the last row of the page before; {@code null} for the first page
     * @return by folded name, then id
     */
    List<Patient> search(List<String> words, String identifier, UUID after, int limit) {
        StringBuilder sql = new StringBuilder("""
                                              select p.id, p.name, p.birthday from mediafiles_ops.patient_search s
                                                join public.patients_patient p on p.id = s.patient_id where true
                                              """);
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < words.size(); i++) {
            // Folded words are letters and digits alone: there is no wildcard to escape.
            sql.append(" and ' ' || s.folded like :word").append(i);
            values.put("word" + i, "% " + words.get(i) + '%');
        }
        if (identifier != null) {
            sql.append(" and s.patient_id in (select patient_id from mediafiles_ops.patient_identifier"
                    + " where value = :identifier)");
            values.put("identifier", identifier);
        }
        if (after != null) {
            sql.append(" and (s.folded, s.patient_id) > (select folded, patient_id from mediafiles_ops.patient_search"
                    + " where patient_id = :after)");
            values.put("after", after);
        }
        sql.append(" order by s.folded, s.patient_id");
        Query query = em.createNativeQuery(sql.toString(), Patient.class).setMaxResults(limit);
        values.forEach(query::setParameter);
        return patients(query.getResultList());
    }

    boolean isSearchable(UUID id) {
        return !em.createNativeQuery("select 1 from mediafiles_ops.patient_search where patient_id = :id")
                .setParameter("id", id).getResultList().isEmpty();
    }

    /** @return the patients whom a user opened last, newest first, each once */
    List<Patient> findOpenedBy(Caller user, int limit) {
        List<?> rows = em
                .createNativeQuery(
                        """
                        select p.id, p.name, p.birthday from public.patients_patient p
                          join (select patient_id, max(at) as last_at
                                  from (select patient_id, at from mediafiles_ops.audit_event
                                         where user_id = :user and username = :username and outcome = 'ok' and patient_id is not null
                                           and act in ('patient-open', 'patient-create', 'timeline-open', 'event-open')
                                         order by at desc limit :looks) look
                                 group by patient_id) seen on seen.patient_id = p.id
                         order by seen.last_at desc
                        """,
                        Patient.class)
                .setParameter("user", user.userId()).setParameter("username", user.username())
                .setParameter("looks", RECENT_LOOKS)
                .setMaxResults(limit).getResultList();
        return patients(rows);
    }

    /** @return each patient's identifiers by system; a patient without any is no key */
    Map<UUID, List<PatientIdentifier>> findIdentifiers(Collection<UUID> patientIds) {
        if (patientIds.isEmpty()) {
            return Map.of();
        }
        List<?> rows = em.createNativeQuery("""
                                            select patient_id, system, value from mediafiles_ops.patient_identifier
                                             where patient_id in (:ids) order by system, value
                                            """, Object[].class).setParameter("ids", patientIds).getResultList();
        return rows.stream().map(Object[].class::cast).collect(Collectors.groupingBy(row -> (UUID) row[0], Collectors
                .mapping(row -> new PatientIdentifier((String) row[1], (String) row[2]), Collectors.toList())));
    }

    /** @param except not counted; {@code null} for nobody */
    Optional<UUID> findNamesake(String folded, LocalDate birthday, UUID except) {
        List<?> rows = em.createNativeQuery("""
                                            select p.id, p.name, p.birthday from public.patients_patient p
                                              join mediafiles_ops.patient_search s on s.patient_id = p.id
                                             where p.birthday = :birthday and s.folded = :folded order by p.id
                                            """, Patient.class).setParameter("birthday", birthday)
                .setParameter("folded", folded)
                .getResultList();
        return patients(rows).stream().map(Patient::getId).filter(id -> !id.equals(except)).findFirst();
    }

    /** @return whose identifier this is */
    Optional<UUID> findHolder(PatientIdentifier identifier) {
        List<?> rows = em.createNativeQuery("""
                                            select i.patient_id from mediafiles_ops.patient_identifier i
                                             where i.system = :system and i.value = :value
                                            """, UUID.class).setParameter("system", identifier.system())
                .setParameter("value", identifier.value())
                .getResultList();
        return rows.stream().map(UUID.class::cast).findFirst();
    }

    void add(Patient patient) {
        em.persist(patient);
    }

    void replaceIdentifiers(UUID patientId, List<PatientIdentifier> identifiers) {
        em.createNativeQuery("delete from mediafiles_ops.patient_identifier where patient_id = :id")
                .setParameter("id", patientId).executeUpdate();
        for (PatientIdentifier identifier : identifiers) {
            em.createNativeQuery("""
                                 insert into mediafiles_ops.patient_identifier (patient_id, system, value)
                                 values (:id, :system, :value)
                                 """).setParameter("id", patientId).setParameter("system", identifier.system())
                    .setParameter("value", identifier.value()).executeUpdate();
        }
    }

    void makeSearchable(Patient patient) {
        em.createNativeQuery(
                """
                insert into mediafiles_ops.patient_search (patient_id, name_read, folded) values (:id, :name, :folded)
                on conflict (patient_id) do update set name_read = excluded.name_read, folded = excluded.folded
                """).setParameter("id", patient.getId()).setParameter("name", patient.getName())
                .setParameter("folded", PatientNames.fold(patient.getName())).executeUpdate();
    }

    /** Makes parallel changes that touch the same name and birthday, or the same identifier, wait for each other. */
    void lockAgainstTwins(String folded, LocalDate birthday, List<PatientIdentifier> identifiers) {
        List<Long> keys = new ArrayList<>();
        keys.add(lockKey("patient", folded, birthday.toString()));
        identifiers.forEach(identifier -> keys.add(lockKey("identifier", identifier.system(), identifier.value())));
        // In one order, so that two of them never wait for each other.
        keys.stream().sorted().distinct().forEach(
                key -> em.createNativeQuery("select cast(pg_advisory_xact_lock(:key) as varchar)", String.class)
                        .setParameter("key", key).getSingleResult());
    }

    private static List<Patient> patients(List<?> rows) {
        return rows.stream().map(Patient.class::cast).toList();
    }

    private static long lockKey(String... parts) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\u0000", parts).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java SE has SHA-256", absent);
        }
    }
}
