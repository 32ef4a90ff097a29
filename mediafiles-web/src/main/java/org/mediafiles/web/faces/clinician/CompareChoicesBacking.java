package org.mediafiles.web.faces.clinician;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.EventService;
import org.mediafiles.catalog.Page;
import org.mediafiles.catalog.PageRequest;
import org.mediafiles.catalog.TimelineQuery;
import org.mediafiles.model.EventType;
import org.mediafiles.web.signin.CurrentCaller;

/** The pictures of a patient to choose from, newest first, for the page that compares two: a look at the timeline. */
@Named
@RequestScoped
public class CompareChoicesBacking {
    private static final int PAGE_SIZE = 40;

    @Inject
    private EventService events;
    @Inject
    private CurrentCaller current;

    private String patientId;
    private String cursor;
    private List<Choice> choices = List.of();
    private String nextCursor;

    /**
     * An event whose pictures may be chosen.
     *
     * @param pictures those that can be shown, never empty
     */
    public record Choice(EventRecord event, List<ComparedPicture> pictures) {}

    public void open() {
        Page<EventRecord> page = events.timeline(current.get(), new TimelineQuery(PageIds.get(patientId, "patient"),
                Set.of(EventType.PHOTO, EventType.PHOTO_SERIES), null, null,
                new PageRequest(PAGE_SIZE, cursor == null || cursor.isBlank() ? null : cursor)));
        choices = page.items().stream().map(event -> new Choice(event, pictures(event)))
                .filter(choice -> !choice.pictures().isEmpty()).toList();
        nextCursor = page.nextCursor();
    }

    private static List<ComparedPicture> pictures(EventRecord event) {
        Stream<ComparedPicture> all = event.type() == EventType.PHOTO
                ? Stream.of(new ComparedPicture(event, event.mediaFile(), 0))
                : event.files().stream().map(member -> ComparedPicture.of(event, member.mediaFile().id()));
        return all.filter(picture -> picture.file() != null && picture.file().derivable()).toList();
    }

    public List<Choice> getChoices() {
        return choices;
    }

    public String getNextCursor() {
        return nextCursor;
    }

    public String getPatientId() {
        return patientId;
    }

    public void setPatientId(String patientId) {
        this.patientId = patientId;
    }

    public String getCursor() {
        return cursor;
    }

    public void setCursor(String cursor) {
        this.cursor = cursor;
    }
}
