package org.mediafiles.catalog;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.model.Event;
import org.mediafiles.model.EventTrash;
import org.mediafiles.model.EventType;
import org.mediafiles.model.Patient;
import org.mediafiles.model.PhotoSeries;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.AccessPolicy.Verdict;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;

/**
 * Changes of an event that stands, under a lock on its row. Checks come in the contract's order: is it there, may they,
 * are the fields right, is there a reason, is it the version they saw.
 */
@Dependent
class EventChanges {
    private final EventRepository events;
    private final EventRecords records;
    private final PatientRepository patients;
    private final AuditTrail audit;
    private final ChangeRules rules;
    private final NewEventFields fields;

    @Inject
    EventChanges(EventRepository events, EventRecords records, PatientRepository patients, AuditTrail audit,
            ChangeRules rules, NewEventFields fields) {
        this.events = events;
        this.records = records;
        this.patients = patients;
        this.audit = audit;
        this.rules = rules;
        this.fields = fields;
    }

    EventRecord change(Caller caller, EventType type, UUID id, EventPatch patch, ChangeContext context) {
        Event event = rules.lock(type, id);
        Instant now = events.now();
        Verdict verdict = rules.judge(caller, Act.EDIT_EVENT, AuditAct.EVENT_CHANGE, event, now);
        EventPatch cleaned = checked(event, type, patch, now);
        String reason = rules.reason(caller, verdict, AuditAct.EVENT_CHANGE, event, context);
        rules.requireVersion(event, context);
        Map<String, Object> before = values(event);
        apply(event, cleaned);
        if (values(event).equals(before)) {
            return records.of(event);
        }
        event.changedBy(caller.userId(), now);
        events.flush();
        audit.record(caller.actor(),
                ChangeRules.entry(AuditAct.EVENT_CHANGE, event, reason).change(before, values(event)));
        return records.of(event);
    }

    void delete(Caller caller, EventType type, UUID id, ChangeContext context) {
        Event event = rules.lock(type, id);
        Instant now = events.now();
        Verdict verdict = rules.judge(caller, Act.DELETE_EVENT, AuditAct.EVENT_DELETE, event, now);
        String reason = rules.reason(caller, verdict, AuditAct.EVENT_DELETE, event, context);
        rules.requireVersion(event, context);
        events.add(EventTrash.of(event, caller.userId(), reason, now));
        events.flush();
        audit.record(caller.actor(), ChangeRules.entry(AuditAct.EVENT_DELETE, event, reason)
                .change(Map.of("deleted", false), Map.of("deleted", true)));
    }

    EventRecord restore(Caller caller, EventType type, UUID id, ChangeContext context) {
        rules.require(caller, Act.RESTORE_EVENT, AuditAct.EVENT_RESTORE, id);
        events.lock(id);
        EventTrash trash = events.findTrash(id).orElseThrow(() -> notInTrash(type, id));
        Event event = events.findAlsoDeleted(type, id).orElseThrow(EventChanges::notThere);
        String reason = ChangeRules.cleanedReason(context);
        rules.requireVersion(event, context);
        events.remove(trash);
        events.flush();
        audit.record(caller.actor(), ChangeRules.entry(AuditAct.EVENT_RESTORE, event, reason)
                .change(Map.of("deleted", true), Map.of("deleted", false)));
        return records.of(event);
    }

    EventRecord move(Caller caller, EventType type, UUID id, UUID patientId, ChangeContext context) {
        Event event = rules.lock(type, id);
        Instant now = events.now();
        Verdict verdict = rules.judge(caller, Act.MOVE_EVENT, AuditAct.EVENT_MOVE, event, now);
        requireFittingPatient(event, patientId, now);
        String reason = rules.reason(caller, verdict, AuditAct.EVENT_MOVE, event, context);
        rules.requireVersion(event, context);
        events.refuseDuplicates(patientId, records.mediaFileIds(event));
        UUID from = event.getPatientId();
        event.moveTo(patientId);
        event.changedBy(caller.userId(), now);
        events.flush();
        Map<String, Object> before = Map.of("patientId", from);
        Map<String, Object> after = Map.of("patientId", patientId);
        // Two rows: the move belongs to the trail of either patient.
        audit.record(caller.actor(),
                ChangeRules.entry(AuditAct.EVENT_MOVE, event, reason).patient(from).change(before, after));
        audit.record(caller.actor(), ChangeRules.entry(AuditAct.EVENT_MOVE, event, reason).change(before, after));
        return records.of(event);
    }

    private EventPatch checked(Event event, EventType type, EventPatch patch, Instant now) {
        String description = patch.description() == null ? null : fields.description(type, patch.description());
        Instant when = patch.eventDatetime();
        if (when != null) {
            Patient patient = patients.find(event.getPatientId()).orElseThrow(EventChanges::notThere);
            when = fields.eventDatetime(when, patient.getBirthday(), now);
        }
        if (patch.seriesDescription() == null) {
            return new EventPatch(description, when, null);
        }
        if (type != EventType.PHOTO_SERIES) {
            throw MediaFilesException.invalid("seriesDescription", "Series alone have a series description.");
        }
        return new EventPatch(description, when, fields.seriesDescription(patch.seriesDescription()));
    }

    private static void apply(Event event, EventPatch cleaned) {
        if (cleaned.description() != null) {
            event.describe(cleaned.description());
        }
        if (cleaned.eventDatetime() != null) {
            event.reschedule(cleaned.eventDatetime());
        }
        if (cleaned.seriesDescription() != null) {
            ((PhotoSeries) event).describeSeries(cleaned.seriesDescription());
        }
    }

    private void requireFittingPatient(Event event, UUID patientId, Instant now) {
        if (patientId == null) {
            throw MediaFilesException.invalid("patientId", "Name the patient whom this belongs to.");
        }
        Patient target = patients.require(patientId);
        if (patientId.equals(event.getPatientId())) {
            throw MediaFilesException.invalid("patientId", "It is this patient's already.");
        }
        try {
            fields.eventDatetime(event.getEventDatetime(), target.getBirthday(), now);
        } catch (MediaFilesException tooEarly) {
            throw tooEarly.atField("patientId");
        }
    }

    private static Map<String, Object> values(Event event) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("description", event.getDescription());
        values.put("eventDatetime", event.getEventDatetime());
        if (event instanceof PhotoSeries series) {
            values.put("seriesDescription", series.getSeriesDescription());
        }
        return values;
    }

    private MediaFilesException notInTrash(EventType type, UUID id) {
        return events.find(type, id).isPresent()
                ? new MediaFilesException(ProblemCode.CONFLICT, "This event is not in the trash.")
                : notThere();
    }

    private static MediaFilesException notThere() {
        return MediaFilesException.notFound("event");
    }
}
