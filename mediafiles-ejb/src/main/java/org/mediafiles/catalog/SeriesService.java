package org.mediafiles.catalog;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.config.HospitalConfig;
import org.mediafiles.config.UploadLimits;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.SettlesRefusals;
import org.mediafiles.security.About;
import org.mediafiles.security.AccessGuard;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Act;
import org.mediafiles.security.Attempt;
import org.mediafiles.security.Caller;

/**
 * The pictures of a series that stands: adding, their order and captions, taking out and putting back. A change and its
 * audit row share a transaction, and each changes the event's version.
 *
 * <p>What every change may be refused with: {@code NOT_FOUND}, {@code FORBIDDEN}, {@code EDIT_WINDOW_CLOSED},
 * {@code REASON_REQUIRED}, {@code VERSION_CONFLICT}, also where another program writes to the same pictures all the while,
 * {@code INVALID_REQUEST} for the reason.
 */
@ApplicationScoped
@Transactional
@SettlesRefusals
@RepeatsCollisions
public class SeriesService {
    private static final String REMOVED = "removed";

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

    private SeriesChanges changes;

    public SeriesService() {}

    /** For tests without a container. */
    public SeriesService(EntityManager em, AuditTrail audit, AccessPolicy policy, UploadLimits limits,
            HospitalConfig hospital, Consumer<DerivativesWanted> signal) {
        this.em = em;
        this.audit = audit;
        this.policy = policy;
        this.limits = limits;
        this.hospital = hospital;
        assemble(signal);
    }

    @PostConstruct
    void assemble() {
        assemble(wanted::fire);
    }

    private void assemble(Consumer<DerivativesWanted> signal) {
        EventRecords records = new EventRecords(em);
        changes = new SeriesChanges(em, records, new ChangeRules(new EventRepository(em), records, audit, policy),
                new NewEventFields(limits, hospital), audit, signal);
    }

    /** As {@link #check(Caller, AddPicturesCommand, ChangeContext, int)}, with no file to come. */
    @Attempt(AuditAct.EVENT_CHANGE)
    public void check(Caller caller, AddPicturesCommand command, ChangeContext context) {
        changes.check(caller, command, context, 0);
    }

    /**
     * Judges all of a command but its files' content.
     *
     * @param filesToCome how many files there are beside the uploads that the command names: they are in, and not examined
     * @throws MediaFilesException as every change, and {@code UNKNOWN_UPLOAD}, {@code INVALID_REQUEST} for captions,
     *                             {@code TOO_MANY_IMAGES}, {@code DUPLICATE_IN_SERIES} where an upload is named twice
     */
    @Attempt(AuditAct.EVENT_CHANGE)
    public void check(Caller caller, AddPicturesCommand command, ChangeContext context, int filesToCome) {
        changes.check(caller, command, context, filesToCome);
    }

    /**
     * Adds pictures behind those that are there, all or none.
     *
     * @param stored the command's uploads in order, their bytes in the store
     * @throws MediaFilesException as {@link #check(Caller, AddPicturesCommand, ChangeContext)}, {@code DUPLICATE_IN_SERIES},
     *                             {@code DUPLICATE_MEDIA}
     */
    @Attempt(AuditAct.EVENT_CHANGE)
    public EventRecord add(Caller caller, AddPicturesCommand command, ChangeContext context,
            List<StoredUpload> stored) {
        return changes.add(caller, command, context, stored);
    }

    /**
     * @param fileIds each picture of the series once, in the new order
     * @throws MediaFilesException as every change, and {@code INVALID_REQUEST} where an id is missing, foreign or repeated
     */
    @Attempt(AuditAct.EVENT_CHANGE)
    public EventRecord reorder(Caller caller, @About(About.Kind.EVENT) UUID seriesId, List<UUID> fileIds,
            ChangeContext context) {
        return changes.reorder(caller, seriesId, fileIds, context);
    }

    /**
     * @param caption cleaned here, at most 1,000 code points; {@code null} becomes empty
     * @throws MediaFilesException as every change, {@code INVALID_REQUEST}
     */
    @Attempt(AuditAct.EVENT_CHANGE)
    public EventRecord recaption(Caller caller, @About(About.Kind.EVENT) UUID seriesId, UUID fileId, String caption,
            ChangeContext context) {
        return changes.recaption(caller, seriesId, fileId, caption, context);
    }

    /**
     * Takes a picture out; it is kept aside with its place and caption, and nobody reaches its bytes, but for an
     * admin's look at its thumbnail.
     *
     * @throws MediaFilesException as every change, {@code LAST_IMAGE}
     */
    @Attempt(AuditAct.EVENT_CHANGE)
    public EventRecord remove(Caller caller, @About(About.Kind.EVENT) UUID seriesId, UUID fileId,
            ChangeContext context) {
        return changes.remove(caller, seriesId, fileId, context);
    }

    /**
     * An admin puts a picture back to its place, or to the end where the series has become shorter, as it was: the same id,
     * its caption. Never needs a reason.
     *
     * @throws MediaFilesException {@code FORBIDDEN}, {@code NOT_FOUND}, also where the series is in the trash;
     *                             {@code CONFLICT} where it is in its series, {@code VERSION_CONFLICT},
     *                             {@code TOO_MANY_IMAGES}, {@code DUPLICATE_MEDIA} where the series has the same bytes again
     */
    @Attempt(AuditAct.EVENT_CHANGE)
    public EventRecord restore(Caller admin, @About(About.Kind.EVENT) UUID seriesId, UUID fileId,
            ChangeContext context) {
        return changes.restore(admin, seriesId, fileId, context);
    }

    /** An admin's list of the pictures that were taken out, the last one first. */
    public Page<RemovedPictureRecord> removed(Caller admin, PageRequest page) {
        new AccessGuard(policy, audit).require(admin, Act.ADMINISTER, AuditAct.TRASH_OPEN);
        Cursor after = page.cursor() == null ? null : Cursor.decode(REMOVED, page.cursor());
        List<RemovedPictureRecord> found = new RemovedPictures(em).list(after, page.limit() + 1);
        AuditEntry look = AuditEntry.ok(AuditAct.TRASH_OPEN);
        if (after == null) {
            audit.record(admin.actor(), look);
        } else {
            audit.recordUnlessRecent(admin.actor(), look);
        }
        List<RemovedPictureRecord> shown = found.subList(0, Math.min(found.size(), page.limit()));
        String next = null;
        if (found.size() > shown.size()) {
            RemovedPictureRecord last = shown.get(shown.size() - 1);
            next = new Cursor(last.removedAt(), last.fileId()).encode(REMOVED);
        }
        return new Page<>(List.copyOf(shown), next);
    }
}
