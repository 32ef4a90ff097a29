package org.mediafiles.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.catalog.MediaFileRepository.Place;
import org.mediafiles.catalog.MediaFileRepository.Row;
import org.mediafiles.model.CleanText;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.SettlesRefusals;
import org.mediafiles.security.AccessGuard;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;

/** Media files as records; their bytes leave by {@code delivery}. */
@ApplicationScoped
@Transactional
@SettlesRefusals
public class MediaFileService {
    private static final String LIST = "media";

    @Inject
    private MediaFileRepository files;
    @Inject
    private AuditTrail audit;
    @Inject
    private AccessPolicy policy;

    public MediaFileService() {}

    MediaFileService(MediaFileRepository files, AuditTrail audit, AccessPolicy policy) {
        this.files = files;
        this.audit = audit;
        this.policy = policy;
    }

    /** @throws org.mediafiles.problem.MediaFilesException {@code NOT_FOUND}, also where its event is in the trash */
    public MediaFileRecord get(Caller caller, UUID id) {
        policy.require(caller, Act.READ);
        Place place = files.findPlace(id).orElseThrow(() -> MediaFilesException.notFound("media file"));
        audit.record(caller.actor(), AuditEntry.ok(AuditAct.MEDIA_OPEN).patient(place.patientId())
                .event(place.eventId()).mediaFile(id));
        return Optional.ofNullable(files.records(List.of(id)).get(id))
                .orElseThrow(() -> MediaFilesException.notFound("media file"));
    }

    /**
     * What was found of a clip that is on the screen: opening its event was the look.
     *
     * @return all unknown for what is no clip
     */
    public ClipRecord clip(Caller caller, UUID id) {
        policy.require(caller, Act.READ);
        return files.clip(id);
    }

    /** The admin's list, newest first. */
    public Page<MediaFileListing> list(Caller caller, MediaFileQuery query) {
        new AccessGuard(policy, audit).require(caller, Act.ADMINISTER, AuditAct.MEDIA_LIST);
        PageRequest page = query.page();
        Cursor after = page.cursor() == null ? null : Cursor.decode(LIST, page.cursor());
        MediaFileQuery cleaned = new MediaFileQuery(given(query.fileType()), given(query.mimeType()),
                given(query.filename()), given(query.username()), query.from(), query.to(), page);
        List<Row> found = files.list(cleaned, after, page.limit() + 1);
        List<Row> shown = found.subList(0, Math.min(found.size(), page.limit()));
        AuditEntry look = AuditEntry.ok(AuditAct.MEDIA_LIST);
        if (after == null) {
            audit.record(caller.actor(), look);
        } else {
            audit.recordUnlessRecent(caller.actor(), look);
        }
        Map<UUID, MediaFileRecord> records = files.records(shown.stream().map(Row::id).toList());
        String next = null;
        if (found.size() > shown.size()) {
            Row last = shown.get(shown.size() - 1);
            next = new Cursor(last.createdAt(), last.id()).encode(LIST);
        }
        return new Page<>(shown.stream().map(row -> new MediaFileListing(records.get(row.id()), row.eventId(),
                row.type(), row.patientId(), row.patientName(), row.sentBy(), row.deleted())).toList(), next);
    }

    private static String given(String text) {
        String clean = CleanText.line(text);
        return clean.isEmpty() ? null : clean;
    }
}
