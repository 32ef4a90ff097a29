package org.mediafiles.catalog;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
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
import org.mediafiles.model.PhotoSeries;
import org.mediafiles.model.PhotoSeriesFile;
import org.mediafiles.model.Upload;
import org.mediafiles.model.VideoClip;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.SettlesRefusals;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Act;
import org.mediafiles.security.Attempt;
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

    /** As {@link #check(Caller, PublishCommand, int)}, with no file to come. */
    @Attempt(AuditAct.EVENT_CREATE)
    public void check(Caller caller, PublishCommand command) {
        check(caller, command, 0);
    }

    /**
     * Judges all of a command but its files' content: role, patient, that the uploads it names wait for this caller,
     * fields, how many pictures. Whom and what a command is about comes before how it is put.
     *
     * @param filesToCome how many files there are beside the uploads that the command names: they are in, and not examined
     * @throws MediaFilesException {@code FORBIDDEN}, {@code NOT_FOUND}, {@code UNKNOWN_UPLOAD}, {@code INVALID_REQUEST},
     *                             {@code TOO_MANY_IMAGES}, {@code DUPLICATE_IN_SERIES} where an upload is named twice
     */
    @Attempt(AuditAct.EVENT_CREATE)
    public void check(Caller caller, PublishCommand command, int filesToCome) {
        Patient patient = requirePatient(caller, command);
        Instant now = DatabaseClock.now(em);
        InOrder.judge(command.uploadIds(),
                upload -> UploadService.requirePublishable(em, audit, caller, upload, now));
        head(caller, command, patient, now);
        int files = command.uploadIds().size() + filesToCome;
        if (command.type() == EventType.PHOTO_SERIES) {
            fields.captions(command.captions(), files);
            fields.seriesDescription(command.seriesDescription());
            fields.requireRoomInSeries(files);
            DuplicateMedia.refuseTwice(command.uploadIds());
        } else if (files > 1) {
            throw onlyOne();
        }
    }

    private static MediaFilesException onlyOne() {
        return MediaFilesException.invalid("uploadId", "Exactly one upload becomes a photo or a clip.");
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
     * @throws MediaFilesException as {@link #check}, {@code DUPLICATE_IN_SERIES}, {@code DUPLICATE_MEDIA}
     */
    @Attempt(AuditAct.EVENT_CREATE)
    public UUID publish(Caller caller, PublishCommand command, List<StoredUpload> stored) {
        DuplicateMedia.lockPatient(em, command.patientId());
        Instant now = DatabaseClock.now(em);
        EventHead head = head(caller, command, requirePatient(caller, command), now);
        List<Upload> uploads = UploadService.lockPublishable(em, audit, caller,
                stored.stream().map(StoredUpload::uploadId).toList(), now);
        DuplicateMedia.refuseInSeries(uploads.stream().map(Upload::getSha256).toList(), Set.of());
        if (!command.allowDuplicate()) {
            InOrder.judge(uploads, upload -> DuplicateMedia.refuse(em, command.patientId(), upload.getSha256()));
        }
        List<NewMedia.Arrival> arrivals = new ArrayList<>();
        for (int at = 0; at < uploads.size(); at++) {
            arrivals.add(new NewMedia.Arrival(uploads.get(at), stored.get(at)));
        }
        List<MediaFile> files = new NewMedia(em, signal).add(arrivals, head.id(), now);
        AuditEntry entry = AuditEntry.ok(AuditAct.EVENT_CREATE).patient(head.patientId()).event(head.id());
        audit.record(caller.actor(), show(command, head, files, entry));
        return head.id();
    }

    /** Makes the event itself. @return what stands on record of it */
    private AuditEntry show(PublishCommand command, EventHead head, List<MediaFile> files, AuditEntry entry) {
        String type = command.type().apiName();
        Map<String, Object> made = new LinkedHashMap<>();
        made.put("description", head.description());
        made.put("eventDatetime", head.eventDatetime());
        if (command.type() == EventType.PHOTO_SERIES) {
            List<String> captions = fields.captions(command.captions(), files.size());
            PhotoSeries series = PhotoSeries.of(head, fields.seriesDescription(command.seriesDescription()),
                    files.size());
            em.persist(series);
            for (int at = 0; at < files.size(); at++) {
                em.persist(PhotoSeriesFile.of(series, files.get(at), at + 1, captions.get(at), head.createdAt()));
            }
            made.put("seriesDescription", series.getSeriesDescription());
            made.put("files", IntStream.range(0, files.size())
                    .mapToObj(at -> Map.of("orderIndex", at + 1, "caption", captions.get(at))).toList());
            return entry.details(Map.of("type", type, "mediaFiles", files.stream().map(MediaFile::getId).toList()))
                    .change(null, made);
        }
        if (files.size() != 1) {
            throw onlyOne();
        }
        MediaFile file = files.get(0);
        em.persist(command.type() == EventType.PHOTO ? Photo.of(head, file) : VideoClip.of(head, file));
        return entry.mediaFile(file.getId()).details(Map.of("type", type)).change(null, made);
    }
}
