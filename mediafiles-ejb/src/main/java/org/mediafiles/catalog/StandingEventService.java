package org.mediafiles.catalog;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.model.EventType;
import org.mediafiles.model.MediaFile;
import org.mediafiles.model.Sha256;
import org.mediafiles.model.Upload;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.problem.SettlesRefusals;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;

/**
 * Photo events that another system made without a photo, and the photo that an admin has found for them. The event's own row
 * is never written: its time, author and version stay what they were.
 */
@ApplicationScoped
@Transactional
@SettlesRefusals
public class StandingEventService {
    private static final String FIND = """
                                       select e.event_type, e.patient_id, p.media_file_id, coalesce(o.sha256, m.file_hash),
                                              exists (select 1 from public.mediafiles_photoseries s where s.event_ptr_id = e.id)
                                                  or exists (select 1 from public.mediafiles_videoclip c where c.event_ptr_id = e.id)
                                         from public.events_event e
                                         left join public.mediafiles_photo p on p.event_ptr_id = e.id
                                         left join public.mediafiles_mediafile m on m.id = p.media_file_id
                                         left join mediafiles_ops.media_file_object f on f.media_file_id = m.id
                                         left join mediafiles_ops.stored_object o on o.id = f.stored_object_id
                                        where e.id = :id
                                          and not exists (select 1 from mediafiles_ops.event_trash t where t.event_id = e.id)""";

    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;
    @Inject
    private AuditTrail audit;
    @Inject
    private AccessPolicy policy;
    @Inject
    private jakarta.enterprise.event.Event<DerivativesWanted> wanted;

    private Consumer<DerivativesWanted> signal;

    public StandingEventService() {}

    /** For tests without a container. */
    public StandingEventService(EntityManager em, AuditTrail audit, AccessPolicy policy,
            Consumer<DerivativesWanted> signal) {
        this.em = em;
        this.audit = audit;
        this.policy = policy;
        this.signal = signal;
    }

    @PostConstruct
    void assemble() {
        signal = wanted::fire;
    }

    /**
     * Says how an event stands for whoever has a photo for it; shows nothing of it, so it is no look.
     *
     * @throws MediaFilesException {@code FORBIDDEN} for all but admins, which stands on record; {@code NOT_FOUND}, also
     *                             where it is in the trash; {@code CONFLICT} where it is no photo event
     */
    public StandingEvent find(Caller caller, UUID eventId) {
        if (policy.judge(caller, Act.ADMINISTER) != AccessPolicy.Verdict.ALLOWED) {
            MediaFilesException refusal = policy.refusal(AccessPolicy.Verdict.FORBIDDEN);
            AuditEntry attempt = AuditEntry.refused(AuditAct.EVENT_CHANGE, refusal.code().code()).event(eventId);
            throw refusal.afterwards(() -> audit.recordApart(caller.actor(), attempt));
        }
        List<?> rows = em.createNativeQuery(FIND, Object[].class).setParameter("id", eventId).getResultList();
        if (rows.isEmpty()) {
            throw MediaFilesException.notFound("event");
        }
        Object[] row = (Object[]) rows.get(0);
        if (((Number) row[0]).intValue() != EventType.PHOTO.databaseCode() || (Boolean) row[4]) {
            throw new MediaFilesException(ProblemCode.CONFLICT, "This event is no photo event.");
        }
        return new StandingEvent(eventId, (UUID) row[1], row[2] != null,
                Sha256.parse(String.valueOf(row[3])).orElse(null));
    }

    /**
     * Gives the event its photo: stored object, media file, audit row and derivative job in one transaction.
     *
     * @param stored the upload, its bytes in the store
     * @throws MediaFilesException as {@link #find}, {@code CONFLICT} where the event has media by now,
     *                             {@code UNKNOWN_UPLOAD}, {@code DUPLICATE_MEDIA}
     */
    public void attach(Caller caller, UUID eventId, StoredUpload stored) {
        StandingEvent event = find(caller, eventId);
        DuplicateMedia.lockPatient(em, event.patientId());
        em.createNativeQuery("select id from public.events_event where id = :id for update", UUID.class)
                .setParameter("id", eventId).getResultList();
        StandingEvent now = find(caller, eventId);
        if (now.hasPhoto() || !now.patientId().equals(event.patientId())) {
            throw hasMedia();
        }
        Instant moment = DatabaseClock.now(em);
        Upload upload = UploadService.lockPublishable(em, audit, caller, stored.uploadId(), moment);
        DuplicateMedia.refuse(em, event.patientId(), upload.getSha256());
        MediaFile file = new NewMedia(em, signal)
                .add(List.of(new NewMedia.Arrival(upload, stored)), eventId, moment).get(0);
        em.flush();
        // The event stands, so a new Photo would meet its key: the child's row is all that is missing.
        em.createNativeQuery(
                "insert into public.mediafiles_photo (event_ptr_id, media_file_id) values (:event, :file)")
                .setParameter("event", eventId).setParameter("file", file.getId()).executeUpdate();
        audit.record(caller.actor(), AuditEntry.ok(AuditAct.EVENT_CHANGE).patient(event.patientId()).event(eventId)
                .mediaFile(file.getId()).details(Map.of("attached", EventType.PHOTO.apiName()))
                .change(Collections.singletonMap("mediaFileId", null), Map.of("mediaFileId", file.getId())));
    }

    /** @return what is told where the event has another photo, or one that nobody can compare */
    public static MediaFilesException hasMedia() {
        return new MediaFilesException(ProblemCode.CONFLICT, "This event has another photo already.");
    }
}
