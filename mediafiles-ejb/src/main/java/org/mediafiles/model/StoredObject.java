package org.mediafiles.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Bytes that stand in the store, once for each SHA-256. Never changed after it was written. */
@Entity
@Table(name = "stored_object", schema = "mediafiles_ops")
public class StoredObject {
    @Id
    @Column(name = "id")
    private UUID id;

    @Column(name = "sha256", nullable = false, updatable = false, unique = true, length = 64)
    private String sha256;

    @Column(name = "storage_key", nullable = false, unique = true, length = 500)
    private String storageKey;

    @Column(name = "byte_count", nullable = false, updatable = false)
    private long byteCount;

    @Column(name = "mime_type", nullable = false, length = 100)
    private String mimeType;

    @Column(name = "has_position")
    private Boolean hasPosition;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    protected StoredObject() {}

    /**
     * @param byteCount   length in bytes
     * @param mimeType    detected from the bytes
     * @param hasPosition the bytes hold a geographic position
     */
    public static StoredObject of(UUID id, Sha256 sha256, StorageKey key, long byteCount, String mimeType,
            boolean hasPosition, Instant now) {
        StoredObject object = new StoredObject();
        object.id = id;
        object.sha256 = sha256.hex();
        object.storageKey = key.value();
        object.byteCount = byteCount;
        object.mimeType = mimeType;
        object.hasPosition = hasPosition;
        object.createdAt = now.truncatedTo(ChronoUnit.MICROS);
        return object;
    }

    public UUID getId() {
        return id;
    }

    public Sha256 getSha256() {
        return new Sha256(sha256);
    }

    public StorageKey getStorageKey() {
        return new StorageKey(storageKey);
    }

    public long getByteCount() {
        return byteCount;
    }

    public String getMimeType() {
        return mimeType;
    }

    /** @return {@code null} where nobody has looked yet */
    public Boolean getHasPosition() {
        return hasPosition;
    }

    public Instant getCreatedAt() {
        return createdAt;
    }
}
