package org.mediafiles.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/**
 * The record of one picture or clip: what it was called, what it is, how large. Bytes are stored once and records are
 * not shared, so two records may point to one {@link StoredObject}; {@code file_path} stays the record's own key.
 */
@Entity
@Table(name = "mediafiles_mediafile", schema = "public")
public class MediaFile {
    @Id
    @Column(name = "id")
    private UUID id;

    @Column(name = "file_path", nullable = false, unique = true, length = 500)
    private String filePath;

    @Column(name = "original_filename", nullable = false, length = 255)
    private String originalFilename;

    @Column(name = "file_hash", length = 64)
    private String fileHash;

    @Column(name = "file_size", nullable = false)
    private long fileSize;

    @Column(name = "mime_type", nullable = false, length = 100)
    private String mimeType;

    @Column(name = "file_type", nullable = false, length = 20)
    private String fileType;

    @Column(name = "width")
    private Integer width;

    @Column(name = "height")
    private Integer height;

    @Column(name = "duration", precision = 10, scale = 3)
    private BigDecimal duration;

    @Column(name = "thumbnail_path", length = 500)
    private String thumbnailPath;

    /** The JSON text as it stands: in an adopted row it may be anything. */
    @Column(name = "metadata", nullable = false)
    @JdbcTypeCode(SqlTypes.JSON)
    private String metadata;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    @Column(name = "updated_at", nullable = false)
    private Instant updatedAt;

    /** {@code null} for adopted rows whose bytes were not taken in yet. */
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinTable(name = "media_file_object", schema = "mediafiles_ops", joinColumns = @JoinColumn(name = "media_file_id"), inverseJoinColumns = @JoinColumn(name = "stored_object_id", nullable = false))
    private StoredObject storedObject;

    protected MediaFile() {}

    /**
     * @param key              the record's own key, which is the stored object's where this record brought the bytes
     * @param originalFilename cleaned display text
     * @param width            pixels as displayed
     * @param height           pixels as displayed
     * @param duration         seconds; {@code null} for pictures
     * @param metadata         the whitelist
     */
    public static MediaFile of(UUID id, StorageKey key, StoredObject object, String originalFilename, Integer width,
            Integer height, BigDecimal duration, Map<String, ?> metadata, Instant now) {
        MediaFile file = new MediaFile();
        file.id = Objects.requireNonNull(id, "id");
        file.storedObject = Objects.requireNonNull(object, "object");
        file.filePath = key.value();
        file.originalFilename = originalFilename;
        file.fileHash = object.getSha256().hex();
        file.fileSize = object.getByteCount();
        file.mimeType = object.getMimeType();
        file.fileType = object.getMimeType().startsWith("video/") ? "video" : "image";
        file.width = width;
        file.height = height;
        file.duration = duration;
        file.thumbnailPath = object.getStorageKey().isOwn()
                ? object.getStorageKey().sibling(Variant.THUMBNAIL).value()
                : null;
        file.metadata = JsonText.write(metadata);
        file.createdAt = now.truncatedTo(ChronoUnit.MICROS);
        file.updatedAt = file.createdAt;
        return file;
    }

    public UUID getId() {
        return id;
    }

    public String getFilePath() {
        return filePath;
    }

    public String getOriginalFilename() {
        return originalFilename;
    }

    /** @return lower-case hexadecimal SHA-256; {@code null} for adopted rows that were not hashed yet */
    public String getFileHash() {
        return fileHash;
    }

    public long getFileSize() {
        return fileSize;
    }

    public String getMimeType() {
        return mimeType;
    }

    /** @return {@code image} or {@code video} */
    public String getFileType() {
        return fileType;
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

    public String getThumbnailPath() {
        return thumbnailPath;
    }

    /** @return the JSON document as text, see {@link JsonText#readObject} */
    public String getMetadata() {
        return metadata;
    }

    public Instant getCreatedAt() {
        return createdAt;
    }

    public Instant getUpdatedAt() {
        return updatedAt;
    }

    public Optional<StoredObject> findStoredObject() {
        return Optional.ofNullable(storedObject);
    }
}
