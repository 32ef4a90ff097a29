package org.mediafiles.web.faces.support;

import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.mediafiles.model.EventType;

/** The page on which an event of a kind is looked at. The parameter that names the event is called as the page is. */
public enum EventPage {
    PHOTO(EventType.PHOTO, "photo"), SERIES(EventType.PHOTO_SERIES, "series"), CLIP(EventType.VIDEO_CLIP, "clip");

    private static final String FOLDER = "/clinician/";
    private static final String ENDING = ".xhtml";

    private final EventType type;
    private final String parameter;

    EventPage(EventType type, String parameter) {
        this.type = type;
        this.parameter = parameter;
    }

    public static EventPage of(EventType type) {
        return Arrays.stream(values()).filter(page -> page.type == type).findFirst().orElseThrow();
    }

    /** @param path within the application, such as {@code /clinician/photo.xhtml} */
    public static Optional<EventPage> findByPath(String path) {
        return Arrays.stream(values()).filter(page -> path.equals(FOLDER + page.parameter + ENDING)).findFirst();
    }

    public EventType type() {
        return type;
    }

    /** @return the name of the parameter that names the event */
    public String parameter() {
        return parameter;
    }

    /** @return the address within the application, with its leading slash */
    public String path(UUID event) {
        return FOLDER + parameter + ENDING + '?' + parameter + '=' + event;
    }
}
