package org.mediafiles.web.rest;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.Person;
import org.mediafiles.catalog.SeriesFileRecord;
import org.mediafiles.model.EventType;

/** An event as the contract writes it. */
sealed interface EventView {
    /** @param apiRoot absolute path of the API, for links */
    static EventView of(EventRecord event, String apiRoot) {
        return event.type() == EventType.PHOTO_SERIES ? Series.of(event, apiRoot) : Single.of(event, apiRoot);
    }

    /** A photo or a clip. */
    record Single(UUID id, String type, UUID patientId, Instant eventDatetime, String description, Instant createdAt,
            Person createdBy, Instant updatedAt, Person updatedBy, Instant editableUntil,
            MediaFileView mediaFile) implements EventView {
        static Single of(EventRecord event, String apiRoot) {
            return new Single(event.id(), event.type().apiName(), event.patientId(), event.eventDatetime(),
                    event.description(), event.createdAt(), event.createdBy(), event.updatedAt(), event.updatedBy(),
                    event.editableUntil(), MediaFileView.of(event.mediaFile(), apiRoot));
        }
    }

    /** A photo series. */
    record Series(UUID id, String type, UUID patientId, Instant eventDatetime, String description, Instant createdAt,
            Person createdBy, Instant updatedAt, Person updatedBy, Instant editableUntil, String seriesDescription,
            Integer totalImages, List<File> files) implements EventView {
        static Series of(EventRecord event, String apiRoot) {
            List<SeriesFileRecord> files = event.files() == null ? List.of() : event.files();
            return new Series(event.id(), event.type().apiName(), event.patientId(), event.eventDatetime(),
                    event.description(), event.createdAt(), event.createdBy(), event.updatedAt(), event.updatedBy(),
                    event.editableUntil(), event.seriesDescription() == null ? "" : event.seriesDescription(),
                    event.totalImages(), files.stream().map(file -> File.of(file, apiRoot)).toList());
        }
    }

    /** A picture of a series. */
    record File(UUID id, int orderIndex, String caption, MediaFileView mediaFile) {
        static File of(SeriesFileRecord file, String apiRoot) {
            return new File(file.id(), file.orderIndex(), file.caption(), MediaFileView.of(file.mediaFile(), apiRoot));
        }
    }
}
