package org.mediafiles.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Something on a patient's timeline. Begins with its kind's factory, may be redescribed, rescheduled or moved to the right
 * patient, and goes to the trash by a row of {@link EventTrash}; its own row stays.
 *
 * <p>The table is the hospital's: it holds events of other kinds too. So this root is concrete and has no discriminator,
 * and every polymorphic query names our kinds, {@code type(e) in (Photo, PhotoSeries, VideoClip)}; an event of ours whose
 * child row is missing reads as a bare {@code Event}.
 */
@Entity
@Table(name = "events_event", schema = "public")
@Inheritance(strategy = InheritanceType.JOINED)
public class Event {
    @Id
    @Column(name = "id")
    private UUID id;

    @Column(name = "event_type", nullable = false, updatable = false)
    private short typeCode;

    @Column(name = "event_datetime", nullable = false)
    private Instant eventDatetime;

    @Column(name = "description", nullable = false, length = 255)
    private String description;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    @Column(name = "updated_at", nullable = false)
    private Instant updatedAt;

    @Column(name = "created_by_id", nullable = false, updatable = false)
    private long createdById;

    @Column(name = "updated_by_id", nullable = false)
    private long updatedById;

    @Column(name = "patient_id", nullable = false)
    private UUID patientId;

    protected Event() {}

    Event(EventType type, EventHead head) {
        this.id = head.id();
        this.typeCode = type.databaseCode();
        this.patientId = head.patientId();
        this.eventDatetime = head.eventDatetime();
        this.description = head.description();
        this.createdAt = head.createdAt();
        this.updatedAt = head.createdAt();
        this.createdById = head.authorId();
        this.updatedById = head.authorId();
    }

    /** @param text cleaned, 1 to 255 code points */
    public void describe(String text) {
        EventHead.requireDescription(text);
        this.description = text;
    }

    public void reschedule(Instant when) {
        this.eventDatetime = when.truncatedTo(ChronoUnit.MICROS);
    }

    public void moveTo(UUID otherPatientId) {
        this.patientId = otherPatientId;
    }

    /**
     * Puts a change under a name and a time. The time always grows, also where the clock stood still or went back, since it
     * is the event's version.
     */
    public void changedBy(long userId, Instant now) {
        Instant next = now.truncatedTo(ChronoUnit.MICROS);
        this.updatedAt = next.isAfter(updatedAt) ? next : updatedAt.plus(1, ChronoUnit.MICROS);
        this.updatedById = userId;
    }

    public UUID getId() {
        return id;
    }

    public short getTypeCode() {
        return typeCode;
    }

    public Instant getEventDatetime() {
        return eventDatetime;
    }

    public String getDescription() {
        return description;
    }

    public Instant getCreatedAt() {
        return createdAt;
    }

    public Instant getUpdatedAt() {
        return updatedAt;
    }

    public long getCreatedById() {
        return createdById;
    }

    public long getUpdatedById() {
        return updatedById;
    }

    public UUID getPatientId() {
        return patientId;
    }
}
