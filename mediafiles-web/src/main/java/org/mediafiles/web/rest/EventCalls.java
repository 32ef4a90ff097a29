package org.mediafiles.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.UUID;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.catalog.ChangeContext;
import org.mediafiles.catalog.EventPatch;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.EventService;
import org.mediafiles.model.EventType;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.security.AccessGuard;
import org.mediafiles.security.AccessPolicy.Verdict;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;
import org.mediafiles.web.request.EntityTags;
import org.mediafiles.web.request.Ids;
import org.mediafiles.web.request.RequestPath;
import org.mediafiles.web.signin.CurrentCaller;

/** What the three kinds of event have in common over HTTP. */
@RequestScoped
public class EventCalls {
    // No version is written so: the comparison fails where the contract wants it to, after the checks before it.
    private static final String NO_VERSION = "-";

    @Inject
    EventService events;
    @Inject
    AccessPolicy policy;
    @Inject
    AccessGuard guard;
    @Inject
    CurrentCaller caller;
    @Inject
    HttpServletRequest request;

    Response get(EventType type, String id) {
        EventRecord event = events.get(caller.get(), type, eventId(id));
        String known = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        if (known != null && EntityTags.parse(HttpHeaders.IF_NONE_MATCH, known).matchesWeakly(event.version())) {
            return Response.notModified().header(HttpHeaders.ETAG, quoted(event)).build();
        }
        return answer(event);
    }

    Response patch(EventType type, String id) {
        UUID eventId = eventId(id);
        return answer(afterChecks(Act.EDIT_EVENT, type, eventId, () -> {
            RequestJson json = type == EventType.PHOTO_SERIES
                    ? RequestJson.read(request, RequestJson.MERGE_PATCH, "description", "eventDatetime", "reason",
                            "seriesDescription")
                    : RequestJson.read(request, RequestJson.MERGE_PATCH, "description", "eventDatetime", "reason");
            EventPatch patch = new EventPatch(json.clearableText("description"),
                    json.has("eventDatetime") ? json.requiredInstant("eventDatetime") : null,
                    json.clearableText("seriesDescription"));
            ChangeContext context = context(type, eventId, json.text("reason"));
            return () -> events.change(caller.get(), type, eventId, patch, context);
        }));
    }

    Response delete(EventType type, String id) {
        UUID eventId = eventId(id);
        afterChecks(Act.DELETE_EVENT, type, eventId, () -> {
            ChangeContext context = context(type, eventId, null);
            return () -> {
                events.delete(caller.get(), type, eventId, context);
                return null;
            };
        });
        return Response.noContent().build();
    }

    Response restore(EventType type, String id) {
        Caller admin = caller.get();
        guard.require(admin, Act.RESTORE_EVENT,
                AuditEntry.refused(AuditAct.EVENT_RESTORE, "").event(Ids.find(id).orElse(null)));
        UUID eventId = eventId(id);
        RequestJson json = RequestJson.readIfAny(request, RequestJson.JSON, "reason");
        return answer(events.restore(admin, type, eventId, new ChangeContext(reason(json.text("reason")), null)));
    }

    Response move(EventType type, String id) {
        UUID eventId = eventId(id);
        return answer(afterChecks(Act.MOVE_EVENT, type, eventId, () -> {
            RequestJson json = RequestJson.read(request, RequestJson.JSON, "patientId", "reason");
            UUID patientId = json.requiredId("patientId");
            ChangeContext context = context(type, eventId, json.text("reason"));
            return () -> events.move(caller.get(), type, eventId, patientId, context);
        }));
    }

    /** @return 201 or 200 with the event, its tag, and for 201 its place */
    Response created(EventRecord event) {
        return Json.body(Response.created(java.net.URI.create(place(event))), EventView.of(event, apiRoot()))
                .header(HttpHeaders.ETAG, quoted(event)).build();
    }

    Response answer(EventRecord event) {
        return Json.ok(EventView.of(event, apiRoot())).header(HttpHeaders.ETAG, quoted(event)).build();
    }

    String apiRoot() {
        return request.getContextPath() + RequestPath.API;
    }

    /** An act, its form read and found good. */
    interface ReadyAct {
        EventRecord perform();
    }

    /** Reads the form. */
    interface Form {
        ReadyAct read();
    }

    /**
     * Reads the form, then acts. A form that is wrong is told only to whom may act on an event that is there: the contract
     * wants 403 and 404 before 400. The service checks both again, in its own transaction.
     */
    EventRecord afterChecks(Act act, EventType type, UUID id, Form form) {
        ReadyAct change;
        try {
            change = form.read();
        } catch (MediaFilesException wrongForm) {
            requireMay(act, type, id);
            throw wrongForm;
        }
        return change.perform();
    }

    /**
     * Judges an act before its form is read, or where that is wrong.
     *
     * @return the event as it stands
     */
    EventRecord requireMay(Act act, EventType type, UUID id) {
        EventRecord event = events.standing(caller.get(), type, id);
        Caller who = caller.get();
        boolean own = event.createdBy() != null && event.createdBy().username().equals(who.username());
        Verdict verdict = policy.judge(who, act, new AccessPolicy.Subject(own ? who.userId() : -1, event.createdAt()),
                Clock.systemUTC().instant());
        if (verdict == Verdict.FORBIDDEN || verdict == Verdict.EDIT_WINDOW_CLOSED) {
            AuditAct attempted = switch (act) {
                case DELETE_EVENT -> AuditAct.EVENT_DELETE;
                case MOVE_EVENT -> AuditAct.EVENT_MOVE;
                default -> AuditAct.EVENT_CHANGE;
            };
            throw guard.refused(who, AuditEntry.refused(attempted, "").patient(event.patientId()).event(event.id()),
                    policy.refusal(verdict));
        }
        return event;
    }

    /** @param bodyReason {@code null} where the body holds none @return the reason, and what {@code If-Match} wants */
    ChangeContext context(EventType type, UUID id, String bodyReason) {
        String reason = reason(bodyReason);
        String ifMatch = request.getHeader(HttpHeaders.IF_MATCH);
        if (ifMatch == null) {
            return new ChangeContext(reason, null);
        }
        EntityTags tags = EntityTags.parse(HttpHeaders.IF_MATCH, ifMatch);
        if (tags.any()) {
            return new ChangeContext(reason, null);
        }
        if (tags.tags().size() == 1 && !tags.tags().get(0).weak()) {
            return new ChangeContext(reason, tags.tags().get(0).value());
        }
        // Several tags: the service compares one version under its lock, so the one that stands now is handed on.
        String current = events.standing(caller.get(), type, id).version();
        return new ChangeContext(reason, tags.matchesStrongly(current) ? current : NO_VERSION);
    }

    private String reason(String bodyReason) {
        return bodyReason != null ? bodyReason : Reasons.decode(request.getHeader(Reasons.HEADER));
    }

    static UUID eventId(String id) {
        return Ids.get(id, "event");
    }

    static String quoted(EventRecord event) {
        return '"' + event.version() + '"';
    }

    private static String place(EventRecord event) {
        return switch (event.type()) {
            case PHOTO -> "photos/" + event.id();
            case PHOTO_SERIES -> "photo-series/" + event.id();
            case VIDEO_CLIP -> "video-clips/" + event.id();
        };
    }
}
