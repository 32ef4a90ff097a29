package org.mediafiles.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.model.EventType;
import org.mediafiles.model.Sha256;
import org.mediafiles.model.StorageKey;
import org.mediafiles.model.Variant;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.problem.SettlesRefusals;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;

/** Finds where a media file's bytes stand, for whoever may have them, and puts looks on record. */
@ApplicationScoped
@Transactional
@SettlesRefusals
public class MediaBytesService {
    /** {@code 5 min}: the same person's next look at the same variant within it is the same look. */
    private static final Duration ONE_LOOK = Duration.ofMinutes(5);

    private static final String FIND = """
                                       select e.id, e.patient_id, e.event_type, e.event_datetime, shown.order_index, m.file_type,
                                              coalesce(o.mime_type, m.mime_type) as mime_type, o.id as object_id, o.storage_key, o.sha256,
                                              coalesce(o.byte_count, m.file_size) as byte_count,
                                              coalesce(a.attachment_only, false) as attachment_only, a.error,
                                              o.id is null and coalesce(a.state in ('missing', 'failed'), false) as unusable
                                       from public.mediafiles_mediafile m
                                       join (SHOWN) shown on shown.media_file_id = m.id
                                       join public.events_event e on e.id = shown.event_id
                                       left join mediafiles_ops.media_file_object f on f.media_file_id = m.id
                                       left join mediafiles_ops.stored_object o on o.id = f.stored_object_id
                                       left join mediafiles_ops.adopted_file a on a.media_file_id = m.id
                                       where m.id = :id and e.event_type in (3, 9, 10)
                                         and not exists (select 1 from mediafiles_ops.event_trash t where t.event_id = e.id)
                                       order by e.created_at, e.id
                                       limit 1""";
    private static final String SHOWN = """
                                        select event_ptr_id as event_id, media_file_id, 1 as order_index from public.mediafiles_photo
                                        union all select event_ptr_id, media_file_id, 1 from public.mediafiles_videoclip
                                        union all select photo_series_id, media_file_id, order_index
                                                    from public.mediafiles_photoseriesfile""";
    private static final String REMOVED = """
                                          select photo_series_id as event_id, media_file_id, order_index
                                            from mediafiles_ops.removed_picture""";

    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;
    @Inject
    private AuditTrail audit;
    @Inject
    private AccessPolicy policy;

    public MediaBytesService() {}

    /** For tests without a container. */
    public MediaBytesService(EntityManager em, AuditTrail audit, AccessPolicy policy) {
        this.em = em;
        this.audit = audit;
        this.policy = policy;
    }

    /**
     * What was taken out of a series is there for nobody, but for an admin's look at its thumbnail, who is to know what may
     * be put back.
     *
     * @throws MediaFilesException {@code NOT_FOUND}, also where its event is in the trash; {@code FORBIDDEN} where this role
     *                             may not have this variant, which stands on record
     */
    public MediaBytesRecord get(Caller caller, UUID mediaFileId, Variant variant) {
        List<?> rows = find(mediaFileId, SHOWN);
        if (rows.isEmpty() && variant == Variant.THUMBNAIL
                && policy.judge(caller, Act.ADMINISTER) == AccessPolicy.Verdict.ALLOWED) {
            rows = find(mediaFileId, REMOVED);
        }
        if (rows.isEmpty()) {
            throw MediaFilesException.notFound("media file");
        }
        MediaBytesRecord found = record(mediaFileId, (Object[]) rows.get(0));
        Act act = variant == Variant.CONTENT ? Act.READ_ORIGINAL : Act.READ;
        if (policy.judge(caller, act) != AccessPolicy.Verdict.ALLOWED) {
            AuditEntry attempt = AuditEntry.refused(look(variant), ProblemCode.FORBIDDEN.code())
                    .patient(found.patientId()).event(found.eventId()).mediaFile(mediaFileId);
            throw policy.refusal(AccessPolicy.Verdict.FORBIDDEN)
                    .afterwards(() -> audit.recordApart(caller.actor(), attempt));
        }
        return found;
    }

    private List<?> find(UUID mediaFileId, String shown) {
        return em.createNativeQuery(FIND.replace("SHOWN", shown)).setParameter("id", mediaFileId).getResultList();
    }

    private static MediaBytesRecord record(UUID mediaFileId, Object[] row) {
        String key = (String) row[8];
        return new MediaBytesRecord(mediaFileId, (UUID) row[0], (UUID) row[1],
                EventType.findByDatabaseCode(((Number) row[2]).intValue()).orElseThrow(), (Instant) row[3],
                ((Number) row[4]).intValue(), "video".equals(row[5]), (String) row[6], (UUID) row[7],
                key == null ? null : new StorageKey(key), key == null ? null : new Sha256((String) row[9]),
                ((Number) row[10]).longValue(), (Boolean) row[11],
                isDerivable((String) row[5], row[7] == null ? null : (String) row[6], (String) row[12]),
                (Boolean) row[13]);
    }

    private static boolean isDerivable(String fileType, String detectedType, String trouble) {
        return Derivable.is(fileType, detectedType, trouble) || Derivable.isClip(fileType, detectedType, trouble);
    }

    /** Somebody's look at a variant. */
    public record Look(UUID patientId, UUID eventId, UUID mediaFileId, Variant variant) {}

    /**
     * Puts looks on record, but those that are the same look still. Committed when it returns; where it throws, no bytes may
     * leave.
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void look(Caller caller, List<Look> looks) {
        // In one order for all, so that two requests of one person never wait for each other.
        looks.stream().sorted(Comparator.comparing(Look::mediaFileId)).forEach(look -> look(caller, look));
    }

    private void look(Caller caller, Look look) {
        int fresh = em
                .createNativeQuery(
                        """
                        insert into mediafiles_ops.media_look as l (user_id, media_file_id, variant, last_at)
                        values (:user, :file, :variant, clock_timestamp())
                        on conflict (user_id, media_file_id, variant) do update set last_at = excluded.last_at
                        where l.last_at < excluded.last_at - make_interval(secs => :same)""")
                .setParameter("user", caller.userId()).setParameter("file", look.mediaFileId)
                .setParameter("variant", look.variant.apiName()).setParameter("same", (double) ONE_LOOK.toSeconds())
                .executeUpdate();
        if (fresh == 1) {
            audit.record(caller.actor(), AuditEntry.ok(look(look.variant)).patient(look.patientId).event(look.eventId)
                    .mediaFile(look.mediaFileId).details(Map.of("variant", look.variant.apiName())));
        }
    }

    private static AuditAct look(Variant variant) {
        return variant == Variant.CONTENT ? AuditAct.ORIGINAL_LOOK : AuditAct.MEDIA_LOOK;
    }
}
