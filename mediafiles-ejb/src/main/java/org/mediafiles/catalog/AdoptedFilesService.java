package org.mediafiles.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.SettlesRefusals;
import org.mediafiles.security.AccessGuard;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;

/** The admin's view on the files that stood when a database was taken over: how far, what is missing, what is odd. */
@ApplicationScoped
@Transactional
@SettlesRefusals
public class AdoptedFilesService {
    /** {@code 50,000}: as many rows as one short transaction changes. */
    public static final int RETRIED_AT_ONCE = 50_000;
    private static final UUID LOWEST = new UUID(0, 0);

    private static final String LIST = """
                                       select a.media_file_id, shown.event_id, e.patient_id, m.file_path, m.mime_type, a.detected_type,
                                              a.error, a.updated_at
                                         from mediafiles_ops.adopted_file a
                                         join public.mediafiles_mediafile m on m.id = a.media_file_id
                                         left join lateral (
                                             select event_ptr_id as event_id from public.mediafiles_photo where media_file_id = m.id
                                             union all select event_ptr_id from public.mediafiles_videoclip where media_file_id = m.id
                                             union all select photo_series_id from public.mediafiles_photoseriesfile
                                                        where media_file_id = m.id
                                             union all select photo_series_id from mediafiles_ops.removed_picture
                                                        where media_file_id = m.id
                                             limit 1) shown on true
                                         left join public.events_event e on e.id = shown.event_id
                                        where %s and a.media_file_id > :after
                                        order by a.media_file_id limit :limit""";

    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;
    @Inject
    private AuditTrail audit;
    @Inject
    private AccessPolicy policy;

    public AdoptedFilesService() {}

    /** For tests without a container. */
    public AdoptedFilesService(EntityManager em, AuditTrail audit, AccessPolicy policy) {
        this.em = em;
        this.audit = audit;
        this.policy = policy;
    }

    /** Numbers alone: no look. @throws MediaFilesException {@code FORBIDDEN} */
    public AdoptedFilesSummary summary(Caller caller) {
        policy.require(caller, Act.ADMINISTER);
        Object[] row = (Object[]) em.createNativeQuery(
                """
                select count(*) filter (where state in ('waiting', 'running')), count(*) filter (where state = 'done'),
                       count(*) filter (where state = 'missing'), count(*) filter (where state = 'failed'),
                       count(*) filter (where attachment_only)
                  from mediafiles_ops.adopted_file""", Object[].class).getSingleResult();
        return new AdoptedFilesSummary(number(row[0]), number(row[1]), number(row[2]), number(row[3]), number(row[4]));
    }

    /** By media file; the first page is a look. @throws MediaFilesException {@code FORBIDDEN}, {@code INVALID_REQUEST} */
    public Page<AdoptedFileListing> list(Caller caller, AdoptedFileTrouble which, PageRequest page) {
        new AccessGuard(policy, audit).require(caller, Act.ADMINISTER, AuditAct.MEDIA_LIST);
        String list = "adopted-" + which.code();
        UUID after = page.cursor() == null ? LOWEST : Cursor.decode(list, page.cursor()).id();
        AuditEntry look = AuditEntry.ok(AuditAct.MEDIA_LIST).details(Map.of("adopted", which.code()));
        if (page.cursor() == null) {
            audit.record(caller.actor(), look);
        } else {
            audit.recordUnlessRecent(caller.actor(), look);
        }
        List<?> rows = em.createNativeQuery(LIST.formatted(which.condition()), Object[].class)
                .setParameter("after", after).setParameter("limit", page.limit() + 1).getResultList();
        List<AdoptedFileListing> found = rows.stream().limit(page.limit()).map(Object[].class::cast)
                .map(AdoptedFilesService::listing).toList();
        String next = rows.size() > page.limit()
                ? Cursor.of(found.get(found.size() - 1).mediaFileId()).encode(list)
                : null;
        return new Page<>(found, next);
    }

    /**
     * Has them looked at again, as after files were put where they belong; on record. What is shown meanwhile stays shown.
     *
     * @return how many, at most {@link #RETRIED_AT_ONCE}: said again it does the next
     * @throws MediaFilesException {@code FORBIDDEN}
     */
    public int retry(Caller caller, AdoptedFileTrouble which) {
        new AccessGuard(policy, audit).require(caller, Act.ADMINISTER, AuditAct.MEDIA_LIST);
        int count = em
                .createNativeQuery(
                        """
                        update mediafiles_ops.adopted_file set state = 'waiting', attempts = 0, claimed_by = null,
                            lease_until = null, run_after = clock_timestamp(), updated_at = clock_timestamp()
                        where media_file_id in (select a.media_file_id from mediafiles_ops.adopted_file a
                            where %s and a.state in ('missing', 'failed', 'done') limit :most
                            for update skip locked)"""
                                .formatted(which.condition()))
                .setParameter("most", RETRIED_AT_ONCE).executeUpdate();
        audit.record(caller.actor(), AuditEntry.ok(AuditAct.MEDIA_LIST)
                .details(Map.of("adopted", which.code(), "retried", count)));
        return count;
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }

    private static AdoptedFileListing listing(Object[] row) {
        return new AdoptedFileListing((UUID) row[0], (UUID) row[1], (UUID) row[2], (String) row[3], (String) row[4],
                (String) row[5], (String) row[6], (Instant) row[7]);
    }
}
