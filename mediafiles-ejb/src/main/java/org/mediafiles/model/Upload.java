package org.mediafiles.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/**
 * Bytes on their way in. The row stands before the first byte does, so that after a crash every byte has a row:
 *
 * <pre>
 * receiving ─┬→ received ─┬→ published
 *            ├→ refused   ├→ discarded
 *            └→ discarded └→ expired
 * </pre>
 *
 * Times are the database's.
 */
@Entity
@Table(name = "upload", schema = "mediafiles_ops")
public class Upload {
    public static final String RECEIVING = "receiving";
    public static final String RECEIVED = "received";
    public static final String REFUSED = "refused";
    public static final String DISCARDED = "discarded";
    public static final String PUBLISHED = "published";
    public static final String EXPIRED = "expired";
    /** {@code 60}: the column. */
    private static final int MAX_REFUSAL = 60;

    @Id
    @Column(name = "id")
    private UUID id;

    @Column(name = "owner_id", nullable = false, updatable = false)
    private long ownerId;

    @Column(name = "kind", nullable = false, updatable = false, length = 10)
    private String kind;

    @Column(name = "state", nullable = false, length = 20)
    private String state;

    @Column(name = "storage_key", unique = true, length = 500)
    private String storageKey;

    @Column(name = "original_filename", nullable = false, updatable = false, length = 255)
    private String originalFilename;

    @Column(name = "mime_type", length = 100)
    private String mimeType;

    @Column(name = "byte_count")
    private Long byteCount;

    @Column(name = "sha256", length = 64)
    private String sha256;

    @Column(name = "width")
    private Integer width;

    @Column(name = "height")
    private Integer height;

    @Column(name = "duration", precision = 10, scale = 3)
    private BigDecimal duration;

    @Column(name = "has_position")
    private Boolean hasPosition;

    @Column(name = "capture_time")
    private Instant captureTime;

    @Column(name = "metadata", nullable = false)
    @JdbcTypeCode(SqlTypes.JSON)
    private String metadata;

    @Column(name = "refusal", length = 60)
    private String refusal;

    @Column(name = "event_id")
    private UUID eventId;

    @Column(name = "spool_removed_at")
    private Instant spoolRemovedAt;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    @Column(name = "updated_at", nullable = false)
    private Instant updatedAt;

    @Column(name = "expires_at", nullable = false)
    private Instant expiresAt;

    protected Upload() {}

    /**
     * @param kind             what the way in takes: {@code photo}, {@code video} or {@code any}
     * @param originalFilename cleaned display text
     */
    public static Upload receiving(UUID id, long ownerId, String kind, String originalFilename, Duration expiry,
            Instant now) {
        Upload upload = new Upload();
        upload.id = id;
        upload.ownerId = ownerId;
        upload.kind = kind;
        upload.state = RECEIVING;
        upload.originalFilename = originalFilename;
        upload.metadata = "{}";
        upload.createdAt = now.truncatedTo(ChronoUnit.MICROS);
        upload.updatedAt = upload.createdAt;
        upload.expiresAt = upload.createdAt.plus(expiry);
        return upload;
    }

    /** @return whether it was sent ahead of the form that will use it, not with the form of an event */
    public boolean isSentAlone() {
        return kind.equals("any");
    }

    /** The bytes lie in the store's incoming folder. */
    public void counted(long bytes, Sha256 hash, Instant now) {
        requireState(RECEIVING);
        byteCount = bytes;
        sha256 = hash.hex();
        touch(now);
    }

    /** The bytes are good; what they are is said by {@link #describe}. The key is where they will stand if published. */
    public void received(StorageKey key, Duration expiry, Instant now) {
        requireState(RECEIVING);
        state = RECEIVED;
        storageKey = key.value();
        expiresAt = now.truncatedTo(ChronoUnit.MICROS).plus(expiry);
        touch(now);
    }

    /**
     * @param type  detected from the bytes
     * @param wide  pixels as displayed
     * @param high  pixels as displayed
     * @param when  what the camera wrote; {@code null} where it wrote none
     * @param facts the whitelist
     */
    public void describe(String type, int wide, int high, BigDecimal seconds, boolean position, Instant when,
            Map<String, Object> facts) {
        mimeType = type;
        width = wide;
        height = high;
        duration = seconds;
        hasPosition = position;
        captureTime = when == null ? null : when.truncatedTo(ChronoUnit.MICROS);
        metadata = JsonText.write(facts);
    }

    /**
     * Somebody is about to store the bytes; the reconciler keeps its hands off for its age.
     *
     * @param expiry how long a received upload waits
     * @param type   what it is to become: who publishes it first settles its key, since from then on bytes may stand under it
     */
    public void publishing(EventType type, Duration expiry, Instant now) {
        requireState(RECEIVED);
        boolean first = updatedAt.plus(expiry).equals(expiresAt);
        if (first && type == EventType.PHOTO_SERIES) {
            storageKey = new StorageKey(storageKey).among(type).value();
        }
        touch(now);
    }

    public void published(UUID event, boolean spoolGone, Instant now) {
        requireState(RECEIVED);
        state = PUBLISHED;
        eventId = event;
        spoolRemovedAt = spoolGone ? now.truncatedTo(ChronoUnit.MICROS) : null;
        touch(now);
    }

    /** Ends without an event. @param why a code; {@code null} where there is nothing to say */
    public void end(String finalState, String why, Instant now) {
        if (!isOpen()) {
            throw new IllegalStateException("an upload that is " + state + " does not become " + finalState);
        }
        state = finalState;
        refusal = why == null || why.length() <= MAX_REFUSAL ? why : why.substring(0, MAX_REFUSAL);
        touch(now);
    }

    /** Nothing of it is left in the store but what a stored object names. */
    public void spoolRemoved(Instant now) {
        spoolRemovedAt = now.truncatedTo(ChronoUnit.MICROS);
    }

    /** @return whether it can still become anything */
    public boolean isOpen() {
        return state.equals(RECEIVING) || state.equals(RECEIVED);
    }

    /** @return whether this person can publish it now */
    public boolean isOwnedBy(long userId) {
        return ownerId == userId;
    }

    public boolean isPublishableBy(long userId, Instant now) {
        return state.equals(RECEIVED) && ownerId == userId && now.isBefore(expiresAt);
    }

    private void requireState(String expected) {
        if (!state.equals(expected)) {
            throw new IllegalStateException("the upload is " + state + ", not " + expected);
        }
    }

    private void touch(Instant now) {
        updatedAt = now.truncatedTo(ChronoUnit.MICROS);
    }

    public UUID getId() {
        return id;
    }

    public String getState() {
        return state;
    }

    /** @return where its bytes stand or would stand; empty before it was found good */
    public Optional<StorageKey> findStorageKey() {
        return Optional.ofNullable(storageKey).map(StorageKey::new);
    }

    public String getOriginalFilename() {
        return originalFilename;
    }

    public String getMimeType() {
        return mimeType;
    }

    public boolean isVideo() {
        return mimeType != null && mimeType.startsWith("video/");
    }

    public long getByteCount() {
        return byteCount;
    }

    public Sha256 getSha256() {
        return new Sha256(sha256);
    }

    public Integer getWidth() {
        return width;
    }

    public Integer getHeight() {
        return height;
    }

    public BigDecimal getDuration() {
        return duration;
    }

    public boolean hasPosition() {
        return Boolean.TRUE.equals(hasPosition);
    }

    public Instant getCaptureTime() {
        return captureTime;
    }

    public Map<String, Object> getMetadata() {
        return JsonText.readObject(metadata);
    }

    public String getRefusal() {
        return refusal;
    }

    public UUID getEventId() {
        return eventId;
    }

    public Instant getSpoolRemovedAt() {
        return spoolRemovedAt;
    }

    public Instant getExpiresAt() {
        return expiresAt;
    }
}
