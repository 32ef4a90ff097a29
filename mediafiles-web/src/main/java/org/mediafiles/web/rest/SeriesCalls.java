package org.mediafiles.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.catalog.ChangeContext;
import org.mediafiles.catalog.EventPatch;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.EventService;
import org.mediafiles.catalog.SeriesService;
import org.mediafiles.model.EventType;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.security.AccessGuard;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;
import org.mediafiles.web.request.Ids;
import org.mediafiles.web.signin.CurrentCaller;
import org.mediafiles.web.upload.SeriesIntake;

/** Changes of a series' pictures over HTTP. Each answers with the series as it is then, or with its new tag. */
@RequestScoped
public class SeriesCalls {
    private static final EventType SERIES = EventType.PHOTO_SERIES;
    private static final String CAPTION = "caption";

    @Inject
    EventCalls calls;
    @Inject
    SeriesService series;
    @Inject
    EventService events;
    @Inject
    SeriesIntake intake;
    @Inject
    AccessGuard guard;
    @Inject
    CurrentCaller caller;
    @Inject
    HttpServletRequest request;

    Response add(String id) {
        UUID seriesId = EventCalls.eventId(id);
        // Who may not, or what is not there, is told before a byte of the body is read.
        EventRecord standing = calls.requireMay(Act.EDIT_EVENT, SERIES, seriesId);
        return calls.created(
                intake.add(caller.get(), standing, calls.context(SERIES, seriesId, null), request));
    }

    Response reorder(String id) {
        UUID seriesId = EventCalls.eventId(id);
        return calls.answer(calls.afterChecks(Act.EDIT_EVENT, SERIES, seriesId, () -> {
            List<UUID> order = RequestJson.readIds(request, "order");
            ChangeContext context = calls.context(SERIES, seriesId, null);
            return () -> series.reorder(caller.get(), seriesId, order, context);
        }));
    }

    Response patch(String id, String fileId) {
        UUID seriesId = EventCalls.eventId(id);
        UUID picture = pictureId(fileId);
        return calls.answer(onPicture(seriesId, picture, () -> {
            RequestJson json = RequestJson.read(request, RequestJson.MERGE_PATCH, CAPTION, "reason");
            String caption = json.clearableText(CAPTION);
            ChangeContext context = calls.context(SERIES, seriesId, json.text("reason"));
            if (caption == null) {
                // A patch that names nothing is judged as any other, and changes nothing.
                requirePicture(events.standing(caller.get(), SERIES, seriesId), picture);
                return () -> events.change(caller.get(), SERIES, seriesId, new EventPatch(null, null, null), context);
            }
            return () -> series.recaption(caller.get(), seriesId, picture, caption, context);
        }));
    }

    Response delete(String id, String fileId) {
        UUID seriesId = EventCalls.eventId(id);
        UUID picture = pictureId(fileId);
        EventRecord left = onPicture(seriesId, picture, () -> {
            ChangeContext context = calls.context(SERIES, seriesId, null);
            return () -> series.remove(caller.get(), seriesId, picture, context);
        });
        return Response.noContent().header(HttpHeaders.ETAG, EventCalls.quoted(left)).build();
    }

    Response restore(String id, String fileId) {
        Caller admin = caller.get();
        guard.require(admin, Act.RESTORE_EVENT,
                AuditEntry.refused(AuditAct.EVENT_CHANGE, "").event(Ids.find(id).orElse(null)));
        UUID seriesId = EventCalls.eventId(id);
        UUID picture = pictureId(fileId);
        RequestJson json = RequestJson.readIfAny(request, RequestJson.JSON, "reason");
        return calls.answer(series.restore(admin, seriesId, picture,
                calls.context(SERIES, seriesId, json.text("reason"))));
    }

    /** As {@link EventCalls#afterChecks}: that there is no such picture comes before a form that is wrong, too. */
    private EventRecord onPicture(UUID seriesId, UUID picture, EventCalls.Form form) {
        return calls.afterChecks(Act.EDIT_EVENT, SERIES, seriesId, () -> {
            try {
                return form.read();
            } catch (MediaFilesException wrongForm) {
                requirePicture(calls.requireMay(Act.EDIT_EVENT, SERIES, seriesId), picture);
                throw wrongForm;
            }
        });
    }

    private static void requirePicture(EventRecord standing, UUID picture) {
        if (standing.files().stream().noneMatch(file -> file.id().equals(picture))) {
            throw MediaFilesException.notFound("picture in this series");
        }
    }

    private static UUID pictureId(String id) {
        return Ids.get(id, "picture in this series");
    }
}
