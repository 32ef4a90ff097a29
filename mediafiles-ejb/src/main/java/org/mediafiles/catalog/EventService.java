package org.mediafiles.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.config.HospitalConfig;
import org.mediafiles.model.Event;
import org.mediafiles.model.EventTrash;
import org.mediafiles.model.EventType;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.SettlesRefusals;
import org.mediafiles.security.About;
import org.mediafiles.security.AccessGuard;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Act;
import org.mediafiles.security.Attempt;
import org.mediafiles.security.Caller;

/** Events of ours: the timeline, reading, changing, the trash, moving. Changes and their audit rows share a transaction. */
@ApplicationScoped
@Transactional
@SettlesRefusals
public class EventService {
    private static final String TIMELINE = "timeline";
    private static final String TRASH = "trash";

    @Inject
    private EventRepository events;
    @Inject
    private TimelineRepository timelines;
    @Inject
    private EventRecords records;
    @Inject
    private EventChanges changes;
    @Inject
    private PatientRepository patients;
    @Inject
    private AuditTrail audit;
    @Inject
    private AccessPolicy policy;
    @Inject
    private HospitalConfig hospital;

    public EventService() {}

    EventService(EventRepository events, TimelineRepository timelines, EventRecords records, EventChanges changes,
            PatientRepository patients,
            AuditTrail audit, AccessPolicy policy, HospitalConfig hospital) {
        this.events = events;
        this.timelines = timelines;
        this.records = records;
        this.changes = changes;
        this.patients = patients;
        this.audit = audit;
        this.policy = policy;
        this.hospital = hospital;
    }

    /** Opens a timeline page; the first page is a look. Newest first by event time, then id. */
    public Page<EventRecord> timeline(Caller caller, TimelineQuery query) {
        policy.require(caller, Act.READ);
        patients.require(query.patientId());
        PageRequest page = query.page();
        Cursor after = page.cursor() == null ? null : Cursor.decode(TIMELINE, page.cursor());
        List<UUID> found = timelines.findIds(query, after, page.limit() + 1);
        List<Event> shown = events.findAll(found.subList(0, Math.min(found.size(), page.limit())));
        look(caller, after, AuditEntry.ok(AuditAct.TIMELINE_OPEN).patient(query.patientId()));
        String next = null;
        if (found.size() > page.limit() && !shown.isEmpty()) {
            Event last = shown.get(shown.size() - 1);
            next = new Cursor(last.getEventDatetime(), last.getId()).encode(TIMELINE);
        }
        return new Page<>(records.of(shown, Map.of()), next);
    }

    /** @return how many events of each kind the patient has outside the trash; every kind is a key */
    public Map<EventType, Long> counts(Caller caller, UUID patientId) {
        policy.require(caller, Act.READ);
        patients.require(patientId);
        return events.counts(patientId);
    }

    /**
     * @param patientId {@code null} for all patients
     * @param types     empty for all kinds
     * @param from      first day in the hospital's time zone; {@code null} for no bound
     * @param to        the day after the last; {@code null} for no bound
     * @return events of ours without their child row: shown on the page as a missing picture, never in the API
     */
    public long countWithoutMedia(UUID patientId, Set<EventType> types, LocalDate from, LocalDate to) {
        return events.countWithoutMedia(patientId, types, startOf(from), startOf(to));
    }

    /** @throws org.mediafiles.problem.MediaFilesException {@code NOT_FOUND}, also for what is in the trash or of another kind */
    public EventRecord get(Caller caller, EventType type, UUID id) {
        policy.require(caller, Act.READ);
        return open(caller, events.require(type, id));
    }

    /**
     * Tells how an event stands to a call that has to judge by it and shows nothing of it: no look.
     *
     * @throws org.mediafiles.problem.MediaFilesException {@code NOT_FOUND} as {@link #get}
     */
    public EventRecord standing(Caller caller, EventType type, UUID id) {
        policy.require(caller, Act.READ);
        return records.of(events.require(type, id));
    }

    /** @return an event that this caller has made just now: the answer to the making, which is on record, and no look */
    public EventRecord created(Caller caller, EventType type, UUID id) {
        return events.find(type, id).filter(event -> event.getCreatedById() == caller.userId()).map(records::of)
                .orElseThrow(() -> MediaFilesException.notFound("event"));
    }

    /** @return the event that shows this media file, outside the trash, for the viewer's and the duplicate's link */
    public Optional<EventRecord> findByMediaFile(Caller caller, UUID mediaFileId) {
        policy.require(caller, Act.READ);
        return events.findIdByMediaFile(mediaFileId).flatMap(events::find).map(event -> open(caller, event));
    }

    /** @return the neighbours of an event on its patient's timeline: {@code newer} and {@code older}, absent at the ends */
    public Map<String, EventLink> neighbours(Caller caller, UUID id) {
        policy.require(caller, Act.READ);
        Event event = events.find(id).orElseThrow(() -> MediaFilesException.notFound("event"));
        Map<String, EventLink> neighbours = new LinkedHashMap<>();
        timelines.findNeighbour(event, true).flatMap(this::link).ifPresent(newer -> neighbours.put("newer", newer));
        timelines.findNeighbour(event, false).flatMap(this::link).ifPresent(older -> neighbours.put("older", older));
        return neighbours;
    }

    private Optional<EventLink> link(UUID id) {
        return events.find(id).map(event -> new EventLink(event.getId(), EventRepository.typeOf(event)));
    }

    /**
     * @throws org.mediafiles.problem.MediaFilesException {@code NOT_FOUND}, {@code FORBIDDEN}, {@code EDIT_WINDOW_CLOSED},
     *                                                    {@code INVALID_REQUEST}, {@code REASON_REQUIRED},
     *                                                    {@code VERSION_CONFLICT}
     */
    @Attempt(AuditAct.EVENT_CHANGE)
    public EventRecord change(Caller caller, EventType type, @About(About.Kind.EVENT) UUID id, EventPatch patch,
            ChangeContext context) {
        return changes.change(caller, type, id, patch, context);
    }

    /** Moves to the trash; errors as {@link #change}. */
    @Attempt(AuditAct.EVENT_DELETE)
    public void delete(Caller caller, EventType type, @About(About.Kind.EVENT) UUID id, ChangeContext context) {
        changes.delete(caller, type, id, context);
    }

    /** An admin takes it out of the trash; {@code CONFLICT} where it stands, {@code NOT_FOUND} where it is not there. */
    @Attempt(AuditAct.EVENT_RESTORE)
    public EventRecord restore(Caller caller, EventType type, @About(About.Kind.EVENT) UUID id, ChangeContext context) {
        return changes.restore(caller, type, id, context);
    }

    /**
     * Moves to the right patient; always needs a reason. Errors as {@link #change}, and {@code DUPLICATE_MEDIA} where that
     * patient has the same bytes.
     */
    @Attempt(AuditAct.EVENT_MOVE)
    public EventRecord move(Caller caller, EventType type, @About(About.Kind.EVENT) UUID id, UUID patientId,
            ChangeContext context) {
        return changes.move(caller, type, id, patientId, context);
    }

    /** An admin's list of the trash, newest deletion first. */
    public Page<EventRecord> trash(Caller caller, PageRequest page) {
        new AccessGuard(policy, audit).require(caller, Act.ADMINISTER, AuditAct.TRASH_OPEN);
        Cursor after = page.cursor() == null ? null : Cursor.decode(TRASH, page.cursor());
        List<EventTrash> found = events.trash(after, page.limit() + 1);
        List<EventTrash> shown = found.subList(0, Math.min(found.size(), page.limit()));
        look(caller, after, AuditEntry.ok(AuditAct.TRASH_OPEN));
        Map<UUID, Instant> deletedAt = new HashMap<>();
        shown.forEach(trash -> deletedAt.put(trash.getEventId(), trash.getDeletedAt()));
        List<Event> inOrder = events.findAll(shown.stream().map(EventTrash::getEventId).toList());
        String next = null;
        if (found.size() > shown.size()) {
            EventTrash last = shown.get(shown.size() - 1);
            next = new Cursor(last.getDeletedAt(), last.getEventId()).encode(TRASH);
        }
        return new Page<>(records.of(inOrder, deletedAt), next);
    }

    private EventRecord open(Caller caller, Event event) {
        audit.record(caller.actor(),
                AuditEntry.ok(AuditAct.EVENT_OPEN).patient(event.getPatientId()).event(event.getId()));
        return records.of(event);
    }

    private void look(Caller caller, Cursor after, AuditEntry entry) {
        if (after == null) {
            audit.record(caller.actor(), entry);
        } else {
            audit.recordUnlessRecent(caller.actor(), entry);
        }
    }

    private Instant startOf(LocalDate day) {
        return day == null ? null : day.atStartOfDay(hospital.timeZone()).toInstant();
    }
}
