package org.mediafiles.catalog;

import jakarta.ejb.Stateless;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.mediafiles.model.EventType;
import org.mediafiles.security.Caller;

/** Events of ours: the timeline, reading, changing, the trash, moving. Changes and their audit rows share a transaction. */
@Stateless
public class EventService {
    /** Opens a timeline page; the first page is a look. Newest first by event time, then id. */
    public Page<EventRecord> timeline(Caller caller, TimelineQuery query) {
        throw new IllegalStateException("to be written");
    }

    /** @return how many events of each kind the patient has outside the trash; every kind is a key */
    public Map<EventType, Long> counts(Caller caller, UUID patientId) {
        throw new IllegalStateException("to be written");
    }

    /** @return events of ours without their child row: shown on the page as a missing picture, never in the API */
    public long countWithoutMedia(UUID patientId, Set<EventType> types, LocalDate from, LocalDate to) {
        throw new IllegalStateException("to be written");
    }

    /** @throws org.mediafiles.problem.MediaFilesException {@code NOT_FOUND}, also for what is in the trash or of another kind */
    public EventRecord get(Caller caller, EventType type, UUID id) {
        throw new IllegalStateException("to be written");
    }

    /** @return the event that shows this media file, outside the trash, for the viewer's and the duplicate's link */
    public Optional<EventRecord> findByMediaFile(Caller caller, UUID mediaFileId) {
        throw new IllegalStateException("to be written");
    }

    /** @return the neighbours of an event on its patient's timeline: {@code newer} and {@code older}, absent at the ends */
    public Map<String, UUID> neighbours(Caller caller, UUID id) {
        throw new IllegalStateException("to be written");
    }

    /**
     * @throws org.mediafiles.problem.MediaFilesException {@code NOT_FOUND}, {@code FORBIDDEN}, {@code EDIT_WINDOW_CLOSED},
     *                                                    {@code INVALID_REQUEST}, {@code REASON_REQUIRED},
     *                                                    {@code VERSION_CONFLICT}
     */
    public EventRecord change(Caller caller, EventType type, UUID id, EventPatch patch, ChangeContext context) {
        throw new IllegalStateException("to be written");
    }

    /** Moves to the trash; errors as {@link #change}. */
    public void delete(Caller caller, EventType type, UUID id, ChangeContext context) {
        throw new IllegalStateException("to be written");
    }

    /** An admin takes it out of the trash. */
    public EventRecord restore(Caller caller, EventType type, UUID id, ChangeContext context) {
        throw new IllegalStateException("to be written");
    }

    /** Moves to the right patient; always needs a reason. */
    public EventRecord move(Caller caller, EventType type, UUID id, UUID patientId, ChangeContext context) {
        throw new IllegalStateException("to be written");
    }

    /** An admin's list of the trash, newest deletion first. */
    public Page<EventRecord> trash(Caller caller, PageRequest page) {
        throw new IllegalStateException("to be written");
    }
}
