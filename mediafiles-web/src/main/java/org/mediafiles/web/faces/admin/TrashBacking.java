package org.mediafiles.web.faces.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.mediafiles.catalog.ChangeContext;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.EventService;
import org.mediafiles.catalog.Page;
import org.mediafiles.catalog.PageRequest;
import org.mediafiles.catalog.PatientRecord;
import org.mediafiles.catalog.PatientService;
import org.mediafiles.model.EventType;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.web.faces.support.PageMessages;
import org.mediafiles.web.faces.support.Redirect;
import org.mediafiles.web.signin.CurrentCaller;

/** What was deleted, newest first, and the way back. */
@Named
@RequestScoped
public class TrashBacking {
    static final int PAGE_SIZE = 25;

    /**
     * A row.
     *
     * @param patient whose it is; {@code null} where the patient is gone
     */
    public record Row(EventRecord event, PatientRecord patient) {}

    @Inject
    private EventService events;
    @Inject
    private PatientService patients;
    @Inject
    private CurrentCaller current;
    @Inject
    private PageMessages messages;
    @Inject
    private HttpServletRequest request;

    private String cursor;
    private List<Row> rows = List.of();
    private String nextCursor;

    /** Opens the page. */
    public void open() {
        Page<EventRecord> page = events.trash(current.get(),
                new PageRequest(PAGE_SIZE, cursor == null || cursor.isBlank() ? null : cursor));
        Map<UUID, PatientRecord> owners = patients.named(current.get(),
                page.items().stream().map(EventRecord::patientId).collect(Collectors.toSet()));
        rows = page.items().stream().map(event -> new Row(event, owners.get(event.patientId()))).toList();
        nextCursor = page.nextCursor();
    }

    /** Brings back the event whose button was pressed: the button names it, so that a list that grew meanwhile moves nothing. */
    public void restore() throws IOException {
        String[] chosen = String.valueOf(request.getParameter("restore")).split("/");
        EventType type = EventType.findByApiName(chosen[0]).orElseThrow(() -> MediaFilesException.notFound("event"));
        if (chosen.length != 2 || chosen[1].length() != 36) {
            throw MediaFilesException.notFound("event");
        }
        EventRecord restored = events.restore(current.get(), type, UUID.fromString(chosen[1]), ChangeContext.NONE);
        messages.done("trash.restored");
        Redirect.to("/clinician/timeline.xhtml?patient=" + restored.patientId());
    }

    public List<Row> getRows() {
        return rows;
    }

    public boolean isContinued() {
        return cursor != null && !cursor.isBlank();
    }

    public String getNextCursor() {
        return nextCursor;
    }

    public String getCursor() {
        return cursor;
    }

    public void setCursor(String cursor) {
        this.cursor = cursor;
    }
}
