package org.mediafiles.web.faces.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.faces.event.PhaseId;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.mediafiles.catalog.ChangeContext;
import org.mediafiles.catalog.Page;
import org.mediafiles.catalog.PageRequest;
import org.mediafiles.catalog.PatientRecord;
import org.mediafiles.catalog.PatientService;
import org.mediafiles.catalog.RemovedPictureRecord;
import org.mediafiles.catalog.SeriesService;
import org.mediafiles.model.EventType;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.web.faces.support.PageMessages;
import org.mediafiles.web.faces.support.Redirect;
import org.mediafiles.web.faces.support.WordsBacking;
import org.mediafiles.web.request.Ids;
import org.mediafiles.web.signin.CurrentCaller;

/** The part of the trash with pictures that were taken out of their series, the last one first, and their way back. */
@Named
@RequestScoped
public class RemovedPicturesBacking {
    private static final String PICTURES = "pictures";

    /**
     * A row.
     *
     * @param patient whose the series is; {@code null} where the patient is gone
     */
    public record Row(RemovedPictureRecord picture, PatientRecord patient) {}

    @Inject
    private SeriesService series;
    @Inject
    private PatientService patients;
    @Inject
    private CurrentCaller current;
    @Inject
    private PageMessages messages;
    @Inject
    private WordsBacking words;
    @Inject
    private HttpServletRequest request;

    private boolean shown;
    private String cursor;
    private List<Row> rows;
    private String nextCursor;

    @PostConstruct
    void read() {
        shown = PICTURES.equals(request.getParameter("show"));
        cursor = request.getParameter("cursor");
    }

    /** @return whether this part of the trash is open */
    public boolean isShown() {
        return shown;
    }

    /** Puts the picture back whose button was pressed: the button names it. */
    public void restore() throws IOException {
        String[] chosen = String.valueOf(request.getParameter("restorePicture")).split("/");
        if (chosen.length != 2) {
            throw MediaFilesException.notFound("picture");
        }
        UUID seriesId = Ids.get(chosen[0], "series");
        series.restore(current.get(), seriesId, Ids.get(chosen[1], "picture"), ChangeContext.NONE);
        messages.done("trash.pictureRestored");
        Redirect.to(words.hrefOf(EventType.PHOTO_SERIES, seriesId).substring(request.getContextPath().length()));
    }

    /** Read while the page is written, also where a picture could not be put back. */
    public List<Row> getRows() {
        if (rows == null && FacesContext.getCurrentInstance().getCurrentPhaseId() == PhaseId.RENDER_RESPONSE) {
            Page<RemovedPictureRecord> page = series.removed(current.get(),
                    new PageRequest(TrashBacking.PAGE_SIZE, isContinued() ? cursor : null));
            Map<UUID, PatientRecord> owners = patients.named(current.get(), page.items().stream()
                    .map(RemovedPictureRecord::patientId).collect(Collectors.toSet()));
            rows = page.items().stream().map(picture -> new Row(picture, owners.get(picture.patientId()))).toList();
            nextCursor = page.nextCursor();
        }
        return rows == null ? List.of() : rows;
    }

    /** @return which place it had, and who took it out when and why */
    public String about(RemovedPictureRecord picture) {
        String who = picture.removedBy() == null ? "–" : picture.removedBy().displayName();
        String told = words.words().say("trash.pictureRemoved", words.dateTime(picture.removedAt()), who);
        return picture.reason() == null
                ? told
                : told + ' ' + words.words().say("trash.pictureReason", picture.reason());
    }

    /** @return whether there is something to look at and to put back */
    public boolean hasPicture(RemovedPictureRecord picture) {
        return picture.mediaFile() != null && picture.mediaFile().derivable() && !picture.seriesDeleted();
    }

    public boolean isContinued() {
        return cursor != null && !cursor.isBlank();
    }

    public String getNextCursor() {
        return nextCursor;
    }
}
