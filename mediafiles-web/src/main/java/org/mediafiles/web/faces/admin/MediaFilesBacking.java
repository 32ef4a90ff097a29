package org.mediafiles.web.faces.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.faces.event.PhaseId;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.mediafiles.catalog.MediaFileListing;
import org.mediafiles.catalog.MediaFileQuery;
import org.mediafiles.catalog.MediaFileService;
import org.mediafiles.catalog.Page;
import org.mediafiles.catalog.PageRequest;
import org.mediafiles.config.HospitalConfig;
import org.mediafiles.web.faces.support.HospitalDates;
import org.mediafiles.web.faces.support.PageMessages;
import org.mediafiles.web.signin.CurrentCaller;

/** All media files, newest first, a page at a time. The filters are posted: a file's name may tell a patient's. */
@Named
@RequestScoped
public class MediaFilesBacking {
    static final int PAGE_SIZE = 50;
    /** Pages that "previous" leads back over; beyond them there is the start. */
    private static final int LONGEST_TRAIL = 100;
    /** Stands in the trail for the first page, which has no cursor. */
    private static final String FIRST = "-";

    @Inject
    private MediaFileService mediaFiles;
    @Inject
    private CurrentCaller current;
    @Inject
    private HospitalConfig hospital;
    @Inject
    private PageMessages messages;
    @Inject
    private HttpServletRequest request;

    private String fileType;
    private String mimeType;
    private String filename;
    private String username;
    private String from;
    private String to;
    private String cursor;
    private String trail;
    private Page<MediaFileListing> page;

    public void filter() {
        cursor = null;
        trail = null;
        checkDate("from", from);
        checkDate("to", to);
    }

    /** Goes on below the page that was on the screen, which names where that is. */
    public void next() {
        List<String> way = way();
        way.add(orNull(cursor) == null ? FIRST : cursor);
        trail = String.join(" ", way.subList(Math.max(0, way.size() - LONGEST_TRAIL), way.size()));
        cursor = request.getParameter("nextCursor");
    }

    /** Goes back to the page from which "next" led here. */
    public void previous() {
        List<String> way = way();
        String last = way.isEmpty() ? FIRST : way.remove(way.size() - 1);
        trail = String.join(" ", way);
        cursor = FIRST.equals(last) ? null : last;
    }

    private List<String> way() {
        return new ArrayList<>(hasText(trail) ? List.of(trail.strip().split(" ")) : List.of());
    }

    private void checkDate(String field, String typed) {
        if (hasText(typed) && HospitalDates.parseDate(typed).isEmpty()) {
            messages.error(field, "problem.invalid-request.date");
        }
    }

    public List<MediaFileListing> getRows() {
        return page().items();
    }

    public String getNextCursor() {
        return page().nextCursor();
    }

    private Page<MediaFileListing> page() {
        FacesContext context = FacesContext.getCurrentInstance();
        if (page == null && context.getCurrentPhaseId() == PhaseId.RENDER_RESPONSE) {
            page = context.isValidationFailed() ? new Page<>(List.of(), null) : mediaFiles.list(current.get(), query());
        }
        // Before rendering, filters are not read yet; nothing in the rows takes part in that.
        return page == null ? new Page<>(List.of(), null) : page;
    }

    private MediaFileQuery query() {
        LocalDate last = HospitalDates.parseDate(to).orElse(null);
        return new MediaFileQuery(orNull(fileType), orNull(mimeType), orNull(filename), orNull(username),
                startOf(HospitalDates.parseDate(from).orElse(null)), startOf(last == null ? null : last.plusDays(1)),
                new PageRequest(PAGE_SIZE, orNull(cursor)));
    }

    private Instant startOf(LocalDate day) {
        return day == null ? null : day.atStartOfDay(hospital.timeZone()).toInstant();
    }

    private static String orNull(String text) {
        return hasText(text) ? text.strip() : null;
    }

    private static boolean hasText(String text) {
        return text != null && !text.isBlank();
    }

    /** @return whether a filter could not be read, so that nothing was asked for */
    public boolean isRefused() {
        return FacesContext.getCurrentInstance().isValidationFailed();
    }

    public boolean isFiltered() {
        return hasText(fileType) || hasText(mimeType) || hasText(filename) || hasText(username) || hasText(from)
                || hasText(to);
    }

    public boolean isContinued() {
        return hasText(cursor);
    }

    public List<String> getMimeTypes() {
        return List.of("image/jpeg", "image/png", "image/webp", "image/tiff", "image/heic", "image/heif");
    }

    public String getFileType() {
        return fileType;
    }

    public void setFileType(String fileType) {
        this.fileType = fileType;
    }

    public String getMimeType() {
        return mimeType;
    }

    public void setMimeType(String mimeType) {
        this.mimeType = mimeType;
    }

    public String getFilename() {
        return filename;
    }

    public void setFilename(String filename) {
        this.filename = filename;
    }

    public String getUsername() {
        return username;
    }

    public void setUsername(String username) {
        this.username = username;
    }

    public String getFrom() {
        return from;
    }

    public void setFrom(String from) {
        this.from = from;
    }

    public String getTo() {
        return to;
    }

    public void setTo(String to) {
        this.to = to;
    }

    public boolean isPreviousKnown() {
        return hasText(trail);
    }

    /** @return the cursors of the pages before this one, from the first on, with blanks between */
    public String getTrail() {
        return trail;
    }

    public void setTrail(String trail) {
        this.trail = trail;
    }

    public String getCursor() {
        return cursor;
    }

    public void setCursor(String cursor) {
        this.cursor = cursor;
    }
}
