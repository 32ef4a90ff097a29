package org.mediafiles.catalog;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.model.EventType;
import org.mediafiles.model.MediaFile;
import org.mediafiles.model.PhotoSeries;
import org.mediafiles.model.PhotoSeriesFile;
import org.mediafiles.model.Sha256;
import org.mediafiles.model.Upload;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.AccessPolicy.Verdict;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;

/**
 * Changes of a series' pictures. Locks come in one order: the event, the series, then, where bytes come, the patient, the
 * uploads by id and the stored objects by hash; so those who change one series wait for each other and never in a circle.
 * Checks come in the contract's order.
 */
final class SeriesChanges {
    private static final String FILES = "files";

    private final EntityManager em;
    private final EventRecords records;
    private final ChangeRules rules;
    private final NewEventFields fields;
    private final AuditTrail audit;
    private final Consumer<DerivativesWanted> signal;

    SeriesChanges(EntityManager em, EventRecords records, ChangeRules rules, NewEventFields fields, AuditTrail audit,
            Consumer<DerivativesWanted> signal) {
        this.em = em;
        this.records = records;
        this.rules = rules;
        this.fields = fields;
        this.audit = audit;
        this.signal = signal;
    }

    /** A series that somebody is about to change, under its locks. */
    private record Opened(Caller caller, PhotoSeries series, SeriesPictures pictures, Verdict verdict, Instant now,
            Map<String, Object> before) {
        PhotoSeriesFile require(UUID fileId) {
            return pictures.inOrder().stream().filter(picture -> picture.getId().equals(fileId)).findFirst()
                    .orElseThrow(() -> MediaFilesException.notFound("picture in this series"));
        }
    }

    void check(Caller caller, AddPicturesCommand command, ChangeContext context, int filesToCome) {
        Instant now = DatabaseClock.now(em);
        PhotoSeries series = (PhotoSeries) new EventRepository(em).require(EventType.PHOTO_SERIES, command.seriesId());
        Verdict verdict = rules.judge(caller, Act.EDIT_EVENT, AuditAct.EVENT_CHANGE, series, now);
        InOrder.judge(command.uploadIds(),
                upload -> UploadService.requirePublishable(em, audit, caller, upload, now));
        int coming = command.uploadIds().size() + filesToCome;
        fields.captions(command.captions(), coming);
        rules.reason(caller, verdict, AuditAct.EVENT_CHANGE, series, context);
        rules.requireVersion(series, context);
        fields.requireRoomInSeries(count(series) + coming);
        DuplicateMedia.refuseTwice(command.uploadIds());
    }

    private int count(PhotoSeries series) {
        return em.createQuery("select count(f) from PhotoSeriesFile f where f.series.id = :id", Long.class)
                .setParameter("id", series.getId()).getSingleResult().intValue();
    }

    EventRecord add(Caller caller, AddPicturesCommand command, ChangeContext context, List<StoredUpload> stored) {
        Opened opened = open(caller, command.seriesId());
        PhotoSeries series = opened.series();
        if (stored.isEmpty()) {
            throw MediaFilesException.invalid("uploadId", "Send at least one picture.");
        }
        List<String> captions = fields.captions(command.captions(), stored.size());
        String reason = rules.reason(caller, opened.verdict(), AuditAct.EVENT_CHANGE, series, context);
        rules.requireVersion(series, context);
        fields.requireRoomInSeries(opened.pictures().count() + stored.size());
        DuplicateMedia.lockPatient(em, series.getPatientId());
        List<Upload> uploads = UploadService.lockPublishable(em, audit, caller,
                stored.stream().map(StoredUpload::uploadId).toList(), opened.now());
        DuplicateMedia.refuseInSeries(uploads.stream().map(Upload::getSha256).toList(),
                DuplicateMedia.hashesIn(em, series.getId()));
        if (!command.allowDuplicate()) {
            InOrder.judge(uploads, upload -> DuplicateMedia.refuse(em, series.getPatientId(), upload.getSha256()));
        }
        List<NewMedia.Arrival> arrivals = new ArrayList<>();
        for (int at = 0; at < uploads.size(); at++) {
            arrivals.add(new NewMedia.Arrival(uploads.get(at), stored.get(at)));
        }
        List<MediaFile> files = new NewMedia(em, signal).add(arrivals, series.getId(), opened.now());
        for (int at = 0; at < files.size(); at++) {
            opened.pictures().append(files.get(at), captions.get(at), opened.now());
        }
        return changed(opened, reason,
                Map.of("change", "add", "mediaFiles", files.stream().map(MediaFile::getId).toList()), null);
    }

    EventRecord reorder(Caller caller, UUID seriesId, List<UUID> fileIds, ChangeContext context) {
        Opened opened = open(caller, seriesId);
        Map<UUID, PhotoSeriesFile> standing = new HashMap<>();
        opened.pictures().inOrder().forEach(picture -> standing.put(picture.getId(), picture));
        Set<UUID> named = new HashSet<>(fileIds);
        if (fileIds.size() != standing.size() || !named.equals(standing.keySet())) {
            throw MediaFilesException.invalid("order", "Name each picture of the series exactly once.");
        }
        String reason = rules.reason(caller, opened.verdict(), AuditAct.EVENT_CHANGE, opened.series(), context);
        rules.requireVersion(opened.series(), context);
        opened.pictures().reorder(fileIds.stream().map(standing::get).toList());
        return changed(opened, reason, Map.of("change", "order"), null);
    }

    EventRecord recaption(Caller caller, UUID seriesId, UUID fileId, String caption, ChangeContext context) {
        Opened opened = open(caller, seriesId);
        PhotoSeriesFile picture = opened.require(fileId);
        String cleaned = fields.caption(caption);
        String reason = rules.reason(caller, opened.verdict(), AuditAct.EVENT_CHANGE, opened.series(), context);
        rules.requireVersion(opened.series(), context);
        picture.recaption(cleaned);
        return changed(opened, reason, Map.of("change", "caption", "file", fileId), picture.getMediaFile().getId());
    }

    EventRecord remove(Caller caller, UUID seriesId, UUID fileId, ChangeContext context) {
        Opened opened = open(caller, seriesId);
        PhotoSeriesFile picture = opened.require(fileId);
        UUID mediaFileId = picture.getMediaFile().getId();
        String reason = rules.reason(caller, opened.verdict(), AuditAct.EVENT_CHANGE, opened.series(), context);
        rules.requireVersion(opened.series(), context);
        if (opened.pictures().count() == 1) {
            throw new MediaFilesException(ProblemCode.LAST_IMAGE,
                    "A series keeps at least one picture; delete the series instead.");
        }
        new RemovedPictures(em).take(picture, caller.userId(), reason, opened.now());
        opened.pictures().forget(picture);
        return changed(opened, reason, Map.of("change", "remove", "file", fileId), mediaFileId);
    }

    /** Needs no reason, as no restoring does. */
    EventRecord restore(Caller caller, UUID seriesId, UUID fileId, ChangeContext context) {
        rules.require(caller, Act.RESTORE_EVENT, AuditAct.EVENT_CHANGE, seriesId);
        Opened opened = open(caller, seriesId);
        RemovedPictures removed = new RemovedPictures(em);
        RemovedPictures.Kept kept = removed.find(seriesId, fileId).orElseThrow(() -> notRemoved(opened, fileId));
        String reason = ChangeRules.cleanedReason(context);
        rules.requireVersion(opened.series(), context);
        fields.requireRoomInSeries(opened.pictures().count() + 1);
        requireNotThere(opened, em.find(MediaFile.class, kept.mediaFileId()));
        removed.giveBack(fileId, opened.pictures().open(kept.orderIndex()));
        return changed(opened, reason, Map.of("change", "restore", "file", fileId), kept.mediaFileId());
    }

    private static MediaFilesException notRemoved(Opened opened, UUID fileId) {
        opened.require(fileId);
        return new MediaFilesException(ProblemCode.CONFLICT, "This picture is in its series.");
    }

    /** The same bytes elsewhere are no hindrance, as for an event that is restored: they were there before. */
    private static void requireNotThere(Opened opened, MediaFile coming) {
        Sha256 hash = Sha256.parse(String.valueOf(coming.getFileHash())).orElse(null);
        for (PhotoSeriesFile standing : opened.pictures().inOrder()) {
            if (hash != null && hash.hex().equalsIgnoreCase(standing.getMediaFile().getFileHash())) {
                throw new MediaFilesException(ProblemCode.DUPLICATE_MEDIA, "The series has the same picture by now.")
                        .with("duplicateOf", Map.of("eventId", opened.series().getId().toString(), "mediaFileId",
                                standing.getMediaFile().getId().toString()));
            }
        }
    }

    private Opened open(Caller caller, UUID seriesId) {
        PhotoSeries series = (PhotoSeries) rules.lock(EventType.PHOTO_SERIES, seriesId);
        Instant now = DatabaseClock.now(em);
        Verdict verdict = rules.judge(caller, Act.EDIT_EVENT, AuditAct.EVENT_CHANGE, series, now);
        SeriesPictures pictures = SeriesPictures.lock(em, series);
        return new Opened(caller, series, pictures, verdict, now, values(pictures.inOrder()));
    }

    private EventRecord changed(Opened opened, String reason, Map<String, Object> details, UUID mediaFileId) {
        em.flush();
        PhotoSeries series = opened.series();
        Map<String, Object> after = values(SeriesPictures.lock(em, series).inOrder());
        if (!after.equals(opened.before())) {
            series.changedBy(opened.caller().userId(), opened.now());
            em.flush();
            audit.record(opened.caller().actor(),
                    ChangeRules.entry(AuditAct.EVENT_CHANGE, series, reason, details).mediaFile(mediaFileId)
                            .change(differing(opened.before(), after), differing(after, opened.before())));
        }
        return records.of(series);
    }

    /** @return of the pictures those that are not the same among the others */
    private static Map<String, Object> differing(Map<String, Object> pictures, Map<String, Object> others) {
        List<Object> differing = new ArrayList<>((List<?>) pictures.get(FILES));
        differing.removeAll((List<?>) others.get(FILES));
        return Map.of(FILES, differing);
    }

    private static Map<String, Object> values(List<PhotoSeriesFile> pictures) {
        List<Map<String, Object>> files = new ArrayList<>();
        for (PhotoSeriesFile picture : pictures) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("id", picture.getId());
            values.put("orderIndex", picture.getOrderIndex());
            values.put("caption", picture.getCaption());
            files.add(values);
        }
        return Map.of(FILES, files);
    }
}
