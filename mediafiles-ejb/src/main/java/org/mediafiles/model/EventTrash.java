package org.mediafiles.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** An event's stay in the trash: while the row stands, the event is hidden from every list and link. */
@Entity
@Table(name = "event_trash", schema = "mediafiles_ops")
public class EventTrash {
    @Id
    @Column(name = "event_id")
    private UUID eventId;

    @Column(name = "patient_id", nullable = false)
    private UUID patientId;

    @Column(name = "deleted_at", nullable = false)
    private Instant deletedAt;

    @Column(name = "deleted_by_id", nullable = false)
    private long deletedById;

    @Column(name = "reason", columnDefinition = "text")
    private String reason;

    protected EventTrash() {}

    /** @param reason cleaned; {@code null} where none was given */
    public static EventTrash of(Event event, long userId, String reason, Instant now) {
        EventTrash trash = new EventTrash();
        trash.eventId = event.getId();
        trash.patientId = event.getPatientId();
        trash.deletedAt = now.truncatedTo(ChronoUnit.MICROS);
        trash.deletedById = userId;
        trash.reason = reason;
        return trash;
    }

    public UUID getEventId() {
        return eventId;
    }

    public UUID getPatientId() {
        return patientId;
    }

    public Instant getDeletedAt() {
        return deletedAt;
    }

    public long getDeletedById() {
        return deletedById;
    }

    public String getReason() {
        return reason;
    }
}
