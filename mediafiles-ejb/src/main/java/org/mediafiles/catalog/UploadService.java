package org.mediafiles.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.config.HospitalConfig;
import org.mediafiles.config.IngestConfig;
import org.mediafiles.model.CleanText;
import org.mediafiles.model.EventType;
import org.mediafiles.model.PhotoSeries;
import org.mediafiles.model.Sha256;
import org.mediafiles.model.StorageKey;
import org.mediafiles.model.StoredObject;
import org.mediafiles.model.Upload;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.problem.SettlesRefusals;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;

/** Uploads as rows: each step of the way in is one transaction, written before the step's bytes move. */
@ApplicationScoped
@Transactional
@SettlesRefusals
public class UploadService {
    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;
    @Inject
    private AuditTrail audit;
    @Inject
    private AccessPolicy policy;
    @Inject
    private IngestConfig config;
    @Inject
    private HospitalConfig hospital;

    public UploadService() {}

    /** For tests without a container. */
    public UploadService(EntityManager em, AuditTrail audit, AccessPolicy policy, IngestConfig config,
            HospitalConfig hospital) {
        this.em = em;
        this.audit = audit;
        this.policy = policy;
        this.config = config;
        this.hospital = hospital;
    }

    /**
     * Says that bytes are about to come.
     *
     * @param kind     {@code photo}, {@code video} or {@code any}
     * @param filename as the client gave it; may be {@code null}
     * @throws MediaFilesException {@code FORBIDDEN}
     */
    public UUID begin(Caller caller, String kind, String filename) {
        if (policy.judge(caller, Act.CREATE_EVENT) != AccessPolicy.Verdict.ALLOWED) {
            MediaFilesException refusal = policy.refusal(AccessPolicy.Verdict.FORBIDDEN);
            AuditEntry attempt = AuditEntry.refused(AuditAct.UPLOAD_RECEIVE, refusal.code().code());
            throw refusal.afterwards(() -> audit.recordApart(caller.actor(), attempt));
        }
        Upload upload = Upload.receiving(UUID.randomUUID(), caller.userId(), kind, CleanText.filename(filename),
                config.uploadExpiry(), DatabaseClock.now(em));
        em.persist(upload);
        return upload.getId();
    }

    /** The bytes are in, counted and hashed. */
    public void counted(UUID uploadId, long byteCount, Sha256 sha256) {
        lock(uploadId).counted(byteCount, sha256, DatabaseClock.now(em));
    }

    /** The bytes are good. What comes with the form of its event is told of by the event's row on record. */
    public UploadRecord received(Caller caller, UUID uploadId, UploadFindings found) {
        Upload upload = lock(uploadId);
        Instant now = DatabaseClock.now(em);
        EventType folder = found.video() ? EventType.VIDEO_CLIP : EventType.PHOTO;
        upload.describe(found.mimeType(), found.width(), found.height(), found.duration(), found.hasPosition(),
                found.captureTime(), found.metadata());
        upload.received(StorageKey.forOriginal(folder, YearMonth.from(now.atZone(hospital.timeZone())),
                found.extension()), config.uploadExpiry(), now);
        if (upload.isSentAlone()) {
            audit.record(caller.actor(), AuditEntry.ok(AuditAct.UPLOAD_RECEIVE)
                    .details(Map.of("upload", uploadId.toString(), "mimeType", found.mimeType())));
        }
        return record(upload);
    }

    /** The bytes are not good, and are removed: the row stays as evidence. */
    public void refused(UUID uploadId, ProblemCode code) {
        end(uploadId, Upload.REFUSED, code.code());
    }

    /** Nobody wants the bytes any more, and they are removed. */
    public void discarded(UUID uploadId, String why) {
        end(uploadId, Upload.DISCARDED, why);
    }

    /**
     * Once a key was given, bytes may stand under it: the row stays open for the reconciler, who alone removes those.
     *
     * @return {@code false} where it had ended already
     */
    private boolean end(UUID uploadId, String state, String why) {
        Upload upload = lock(uploadId);
        if (!upload.isOpen()) {
            return false;
        }
        Instant now = DatabaseClock.now(em);
        upload.end(state, why, now);
        if (upload.findStorageKey().isEmpty()) {
            upload.spoolRemoved(now);
        }
        return true;
    }

    /** @return the caller's uploads that can be published, newest first */
    public List<UploadRecord> waiting(Caller caller) {
        return em
                .createQuery(
                        """
                        select u from Upload u where u.ownerId = :owner and u.state = 'received' and u.expiresAt > :now
                        order by u.createdAt desc""", Upload.class)
                .setParameter("owner", caller.userId())
                .setParameter("now", DatabaseClock.now(em)).setMaxResults(PageRequest.MAX_LIMIT).getResultStream()
                .map(UploadService::record).toList();
    }

    /**
     * Says that uploads are about to be stored, and where. Checks what needs no lock on the patient: that they are the
     * caller's and wait, that they have the announced SHA-256, that they fit the event's type; then, of all of them, that
     * no bytes come twice and that this patient does not have them already.
     *
     * @throws MediaFilesException {@code UNKNOWN_UPLOAD}, {@code CHECKSUM_MISMATCH}, {@code UNSUPPORTED_MEDIA_TYPE},
     *                             {@code DUPLICATE_IN_SERIES}, {@code DUPLICATE_MEDIA}
     */
    public List<PlannedUpload> plan(Caller caller, PublishCommand command) {
        Instant now = DatabaseClock.now(em);
        List<Upload> ready = lockPublishable(em, audit, caller, command.uploadIds(), now);
        InOrder.judge(ready, upload -> requireAnnounced(upload, command.announced()));
        InOrder.judge(ready, upload -> requireFit(upload, command.type()));
        DuplicateMedia.refuseInSeries(ready.stream().map(Upload::getSha256).toList(), Set.of());
        if (!command.allowDuplicate()) {
            InOrder.judge(ready, upload -> DuplicateMedia.refuse(em, command.patientId(), upload.getSha256()));
        }
        return planned(ready, command.type(), now);
    }

    /**
     * As {@link #plan(Caller, PublishCommand)}, for further pictures of a series.
     *
     * @throws MediaFilesException as there, and {@code NOT_FOUND} where there is no such series by now
     */
    public List<PlannedUpload> plan(Caller caller, AddPicturesCommand command) {
        Instant now = DatabaseClock.now(em);
        PhotoSeries series = em.find(PhotoSeries.class, command.seriesId());
        if (series == null) {
            throw MediaFilesException.notFound("event");
        }
        List<Upload> ready = lockPublishable(em, audit, caller, command.uploadIds(), now);
        InOrder.judge(ready, upload -> requireFit(upload, EventType.PHOTO_SERIES));
        DuplicateMedia.refuseInSeries(ready.stream().map(Upload::getSha256).toList(),
                DuplicateMedia.hashesIn(em, command.seriesId()));
        if (!command.allowDuplicate()) {
            InOrder.judge(ready, upload -> DuplicateMedia.refuse(em, series.getPatientId(), upload.getSha256()));
        }
        return planned(ready, EventType.PHOTO_SERIES, now);
    }

    private List<PlannedUpload> planned(List<Upload> ready, EventType type, Instant now) {
        List<PlannedUpload> planned = new ArrayList<>();
        for (Upload upload : ready) {
            upload.publishing(type, config.uploadExpiry(), now);
            Optional<StoredObject> standing = findObject(em, upload.getSha256());
            StorageKey key = standing.map(StoredObject::getStorageKey).or(upload::findStorageKey).orElseThrow();
            planned.add(new PlannedUpload(upload.getId(), key, standing.isPresent(), upload.getSha256(),
                    upload.getByteCount()));
        }
        return planned;
    }

    static Upload lockPublishable(EntityManager em, AuditTrail audit, Caller caller, UUID id, Instant now) {
        return requirePublishable(id, em.find(Upload.class, id, LockModeType.PESSIMISTIC_WRITE), audit, caller, now);
    }

    /** Locks in one order for everybody, by id. @return in the order of the ids */
    static List<Upload> lockPublishable(EntityManager em, AuditTrail audit, Caller caller, List<UUID> ids,
            Instant now) {
        Map<UUID, Upload> locked = new HashMap<>();
        ids.stream().sorted().forEach(id -> em.find(Upload.class, id, LockModeType.PESSIMISTIC_WRITE));
        InOrder.judge(ids, id -> locked.put(id, lockPublishable(em, audit, caller, id, now)));
        return ids.stream().map(locked::get).toList();
    }

    /** Looks without a lock, so the answer holds for this moment alone: publishing looks again. */
    static void requirePublishable(EntityManager em, AuditTrail audit, Caller caller, UUID id, Instant now) {
        requirePublishable(id, em.find(Upload.class, id), audit, caller, now);
    }

    /**
     * Another person's upload is as unknown as none at all. Reaching for one stands on record, whether it is there or not:
     * else the time that it takes would tell.
     */
    private static Upload requirePublishable(UUID id, Upload upload, AuditTrail audit, Caller caller, Instant now) {
        if (upload == null || !upload.isPublishableBy(caller.userId(), now)) {
            AuditEntry attempt = AuditEntry.refused(AuditAct.EVENT_CREATE, "")
                    .details(Map.of("code", ProblemCode.UNKNOWN_UPLOAD.code(), "upload", id.toString()));
            throw unknown().afterwards(() -> audit.recordApart(caller.actor(), attempt));
        }
        return upload;
    }

    private static void requireAnnounced(Upload upload, Sha256 announced) {
        if (announced != null && !announced.equals(upload.getSha256())) {
            throw new MediaFilesException(ProblemCode.CHECKSUM_MISMATCH,
                    "The upload's bytes do not have the SHA-256 that was announced.").atField("sha256");
        }
    }

    private static void requireFit(Upload upload, EventType type) {
        if (upload.isVideo() != (type == EventType.VIDEO_CLIP)) {
            throw new MediaFilesException(ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    upload.isVideo() ? "A clip is not a picture." : "A picture is not a clip.");
        }
    }

    static Optional<StoredObject> findObject(EntityManager em, Sha256 sha256) {
        return em.createQuery("select o from StoredObject o where o.sha256 = :sha256", StoredObject.class)
                .setParameter("sha256", sha256.hex()).getResultStream().findFirst();
    }

    static MediaFilesException unknown() {
        return new MediaFilesException(ProblemCode.UNKNOWN_UPLOAD,
                "There is no such upload of yours, or it was published, or it has expired.");
    }

    private Upload lock(UUID uploadId) {
        Upload upload = em.find(Upload.class, uploadId, LockModeType.PESSIMISTIC_WRITE);
        if (upload == null) {
            throw unknown();
        }
        return upload;
    }

    private static UploadRecord record(Upload upload) {
        return new UploadRecord(upload.getId(), upload.isVideo() ? "video" : "image", upload.getOriginalFilename(),
                upload.getMimeType(), upload.getByteCount(), upload.getSha256().hex(), upload.getWidth(),
                upload.getHeight(), upload.getDuration(), upload.hasPosition(), upload.getCaptureTime(),
                MediaFileRecords.whitelisted(upload.getMetadata()), upload.getExpiresAt());
    }
}
