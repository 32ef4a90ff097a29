package org.mediafiles.catalog;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.audit.AuditTrail;
import org.mediafiles.model.CleanText;
import org.mediafiles.model.Event;
import org.mediafiles.model.EventType;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.AccessPolicy.Verdict;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;

/**
 * What every change of an event that stands goes by, whatever it changes: the lock, who may, the reason, the version they
 * saw. Who may not stands on record.
 */
@Dependent
class ChangeRules {
    /** As much as a description: a sentence. */
    private static final int MAX_REASON = 1_000;

    private final EventRepository events;
    private final EventRecords records;
    private final AuditTrail audit;
    private final AccessPolicy policy;

    @Inject
    ChangeRules(EventRepository events, EventRecords records, AuditTrail audit, AccessPolicy policy) {
        this.events = events;
        this.records = records;
        this.audit = audit;
        this.policy = policy;
    }

    /** @return the event as it stands, held to the end of the transaction */
    Event lock(EventType type, UUID id) {
        events.lock(id);
        return events.require(type, id);
    }

    /** @throws MediaFilesException {@code FORBIDDEN}, {@code EDIT_WINDOW_CLOSED} */
    Verdict judge(Caller caller, Act act, AuditAct audited, Event event, Instant now) {
        Verdict verdict = policy.judge(caller, act,
                new AccessPolicy.Subject(event.getCreatedById(), event.getCreatedAt()), now);
        if (verdict == Verdict.FORBIDDEN || verdict == Verdict.EDIT_WINDOW_CLOSED) {
            throw refused(caller, refusal(audited, event), policy.refusal(verdict));
        }
        return verdict;
    }

    /** Judges an act before the event is looked at. @throws MediaFilesException {@code FORBIDDEN} */
    void require(Caller caller, Act act, AuditAct audited, UUID eventId) {
        if (policy.judge(caller, act) != Verdict.ALLOWED) {
            throw refused(caller, AuditEntry.refused(audited, "").event(eventId),
                    policy.refusal(Verdict.FORBIDDEN));
        }
    }

    /** @return cleaned; {@code null} where none was given @throws MediaFilesException {@code REASON_REQUIRED} */
    String reason(Caller caller, Verdict verdict, AuditAct act, Event event, ChangeContext context) {
        String reason = cleanedReason(context);
        if (reason == null && verdict == Verdict.ALLOWED_WITH_REASON) {
            throw refused(caller, refusal(act, event),
                    new MediaFilesException(ProblemCode.REASON_REQUIRED, "Say why: this change needs a reason.")
                            .atField("reason"));
        }
        return reason;
    }

    /** @return {@code null} where none was given */
    static String cleanedReason(ChangeContext context) {
        String reason = CleanText.line(context.reason());
        if (reason.codePointCount(0, reason.length()) > MAX_REASON) {
            throw MediaFilesException.invalid("reason", "A reason has at most " + MAX_REASON + " characters.");
        }
        return reason.isEmpty() ? null : reason;
    }

    /** @throws MediaFilesException {@code VERSION_CONFLICT} */
    void requireVersion(Event event, ChangeContext context) {
        String expected = context.expectedVersion();
        if (expected != null && !Objects.equals(expected, records.version(event))) {
            throw new MediaFilesException(ProblemCode.VERSION_CONFLICT,
                    "It was changed in the meantime; read it again.");
        }
    }

    static AuditEntry entry(AuditAct act, Event event, String reason) {
        return entry(act, event, reason, Map.of());
    }

    /** @param more further details */
    static AuditEntry entry(AuditAct act, Event event, String reason, Map<String, Object> more) {
        Map<String, Object> details = new LinkedHashMap<>(more);
        if (reason != null) {
            details.put("reason", reason);
        }
        return AuditEntry.ok(act).patient(event.getPatientId()).event(event.getId()).details(details);
    }

    private MediaFilesException refused(Caller caller, AuditEntry attempt, MediaFilesException refusal) {
        AuditEntry coded = attempt.details(Map.of("code", refusal.code().code()));
        return refusal.afterwards(() -> audit.recordApart(caller.actor(), coded));
    }

    private static AuditEntry refusal(AuditAct act, Event event) {
        return AuditEntry.refused(act, "").patient(event.getPatientId()).event(event.getId());
    }
}
