package org.mediafiles.catalog;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.config.HospitalConfig;
import org.mediafiles.config.UploadLimits;
import org.mediafiles.model.EventHead;
import org.mediafiles.model.EventType;
import org.mediafiles.model.MediaFile;
import org.mediafiles.model.Patient;
import org.mediafiles.model.Photo;
import org.mediafiles.model.StoredObject;
import org.mediafiles.model.Upload;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.SettlesRefusals;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;

/**
 * Puts uploads on a patient's timeline: stored object, media file, event, audit row and derivative job in one
 * transaction, after their bytes stand in the store.
 */
@ApplicationScoped
@Transactional
@SettlesRefusals
public class PublicationService {
    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;
    @Inject
    private AuditTrail audit;
    @Inject
    private AccessPolicy policy;
    @Inject
    private UploadLimits limits;
    @Inject
    private HospitalConfig hospital;
    @Inject
    private jakarta.enterprise.event.Event<DerivativesWanted> wanted;

    private Consumer<DerivativesWanted> signal;
    private NewEventFields fields;

    public PublicationService() {}

    /** For tests without a container. */
    public PublicationService(EntityManager em, AuditTrail audit, AccessPolicy policy, UploadLimits limits,
            HospitalConfig hospital, Consumer<DerivativesWanted> signal) {
        this.em = em;
        this.audit = audit;
        this.policy = policy;
        this.signal = signal;
        this.fields = new NewEventFields(limits, hospital);
    }

    @PostConstruct
    void assemble() {
        signal = wanted::fire;
        fields = new NewEventFields(limits, hospital);
    }

    /**
     * Judges all of a command but its files' content: role, patient, that the uploads it names wait for this caller,
     * fields. Whom and what a command is about comes before how it is put.
     *
     * @throws MediaFilesException {@code FORBIDDEN}, {@code NOT_FOUND}, {@code UNKNOWN_UPLOAD}, {@code INVALID_REQUEST}
     */
    public void check(Caller caller, PublishCommand command) {
        Patient patient = requirePatient(caller, command);
        Instant now = DatabaseClock.now(em);
        for (UUID upload : command.uploadIds()) {
            UploadService.requirePublishable(em, audit, caller, upload, now);
        }
        head(caller, command, patient, now);
    }

    private Patient requirePatient(Caller caller, PublishCommand command) {
        if (policy.judge(caller, Act.CREATE_EVENT) != AccessPolicy.Verdict.ALLOWED) {
            MediaFilesException refusal = policy.refusal(AccessPolicy.Verdict.FORBIDDEN);
            AuditEntry attempt = AuditEntry.refused(AuditAct.EVENT_CREATE, refusal.code().code())
                    .patient(command.patientId());
            throw refusal.afterwards(() -> audit.recordApart(caller.actor(), attempt));
        }
        Patient patient = em.find(Patient.class, command.patientId());
        if (patient == null) {
            throw MediaFilesException.notFound("patient");
        }
        return patient;
    }

    private EventHead head(Caller caller, PublishCommand command, Patient patient, Instant now) {
        if (command.type() != EventType.PHOTO) {
            throw MediaFilesException.invalid("type", "Photos alone can be published.");
        }
        return new EventHead(UUID.randomUUID(), patient.getId(),
                fields.eventDatetime(command.eventDatetime(), patient.getBirthday(), now),
                fields.description(command.type(), command.description()), caller.userId(), now);
    }

    /**
     * Records the event. Two publications to one patient wait for each other, so neither overlooks the other's bytes; the
     * same upload is published once.
     *
     * @param stored the command's uploads in order, their bytes in the store
     * @return the event's id
     * @throws MediaFilesException as {@link #check}, {@code UNKNOWN_UPLOAD}, {@code DUPLICATE_MEDIA}
     */
    public UUID publish(Caller caller, PublishCommand command, List<StoredUpload> stored) {
        DuplicateMedia.lockPatient(em, command.patientId());
        Instant now = DatabaseClock.now(em);
        EventHead head = head(caller, command, requirePatient(caller, command), now);
        StoredUpload one = stored.get(0);
        Upload upload = UploadService.lockPublishable(em, audit, caller, one.uploadId(), now);
        if (!command.allowDuplicate()) {
            DuplicateMedia.refuse(em, command.patientId(), upload.getSha256());
        }
        StoredObject object = standingOrNew(em, upload, one, now);
        MediaFile file = MediaFile.of(UUID.randomUUID(), upload.findStorageKey().orElseThrow(), object,
                upload.getOriginalFilename(), upload.getWidth(), upload.getHeight(), upload.getDuration(),
                upload.getMetadata(), now);
        em.persist(file);
        em.persist(Photo.of(head, file));
        audit.record(caller.actor(), AuditEntry.ok(AuditAct.EVENT_CREATE).patient(head.patientId()).event(head.id())
                .mediaFile(file.getId()).details(Map.of("type", command.type().apiName())));
        wantDerivatives(em, object, signal);
        // Bytes that a quicker publication stored too stand a second time, under our key: the reconciler removes those.
        upload.published(head.id(), one.spoolGone() && object.getStorageKey().equals(one.key()), now);
        return head.id();
    }

    /** Bytes are stored once: where another publication was quicker, its object is ours too. */
    static StoredObject standingOrNew(EntityManager em, Upload upload, StoredUpload stored, Instant now) {
        em.createNativeQuery("""
                             insert into mediafiles_ops.stored_object
                                 (id, sha256, storage_key, byte_count, mime_type, has_position, created_at)
                             values (:id, :sha256, :key, :bytes, :mimeType, :position, :now)
                             on conflict (sha256) do nothing""").setParameter("id", UUID.randomUUID())
                .setParameter("sha256", upload.getSha256().hex()).setParameter("key", stored.key().value())
                .setParameter("bytes", upload.getByteCount()).setParameter("mimeType", upload.getMimeType())
                .setParameter("position", upload.hasPosition()).setParameter("now", now).executeUpdate();
        return UploadService.findObject(em, upload.getSha256()).orElseThrow();
    }

    static void wantDerivatives(EntityManager em, StoredObject object, Consumer<DerivativesWanted> signal) {
        em.createNativeQuery("""
                             insert into mediafiles_ops.derivative_job (stored_object_id, kind, state)
                             values (:object, 'picture', 'waiting')
                             on conflict (stored_object_id, kind) do nothing""").setParameter("object", object.getId())
                .executeUpdate();
        signal.accept(new DerivativesWanted(object.getId()));
    }
}
