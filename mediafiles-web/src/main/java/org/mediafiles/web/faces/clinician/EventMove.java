package org.mediafiles.web.faces.clinician;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.mediafiles.catalog.ChangeContext;
import org.mediafiles.catalog.EventService;
import org.mediafiles.catalog.PageRequest;
import org.mediafiles.catalog.PatientRecord;
import org.mediafiles.catalog.PatientService;
import org.mediafiles.web.faces.support.EventPage;
import org.mediafiles.web.faces.support.PageMessages;
import org.mediafiles.web.faces.support.Redirect;
import org.mediafiles.web.signin.CurrentCaller;

/** Moving the event that is on the screen to the patient whose it is. */
@Named
@RequestScoped
public class EventMove {
    private static final int CANDIDATES = 10;

    @Inject
    private EventBacking shown;
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

    private String reason;
    private String targetQuery;
    private List<PatientRecord> targets;

    public void searchTarget() {
        if (targetQuery == null || targetQuery.isBlank()) {
            targets = List.of();
            return;
        }
        UUID owner = shown.getEvent().patientId();
        targets = new PatientSearch(patients, current.get()).find(targetQuery, new PageRequest(CANDIDATES, null))
                .items().stream().filter(candidate -> !candidate.id().equals(owner)).toList();
    }

    public void move() throws IOException {
        String target = request.getParameter("target");
        if (target == null) {
            messages.error("targetQuery", shown.getKind() + ".move.noTarget");
            return;
        }
        UUID event = shown.getEvent().id();
        events.move(current.get(), shown.type(), event, PageIds.get(target, "patient"),
                new ChangeContext(reason, shown.shownVersion()));
        messages.done(shown.getKind() + ".moved");
        Redirect.to(EventPage.of(shown.type()).path(event));
    }

    /** @return {@code null} before a search */
    public List<PatientRecord> getTargets() {
        return targets;
    }

    public String getTargetQuery() {
        return targetQuery;
    }

    public void setTargetQuery(String targetQuery) {
        this.targetQuery = targetQuery;
    }

    public String getReason() {
        return reason;
    }

    public void setReason(String reason) {
        this.reason = reason;
    }
}
