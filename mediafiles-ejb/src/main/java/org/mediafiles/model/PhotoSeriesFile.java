package org.mediafiles.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** One picture of a series. */
@Entity
@Table(name = "mediafiles_photoseriesfile", schema = "public")
public class PhotoSeriesFile {
    @Id
    @Column(name = "id")
    private UUID id;

    @Column(name = "order_index", nullable = false)
    private int orderIndex;

    @Column(name = "caption", nullable = false, columnDefinition = "text")
    private String caption;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "photo_series_id", nullable = false, updatable = false)
    private PhotoSeries series;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "media_file_id", nullable = false, updatable = false)
    private MediaFile mediaFile;

    protected PhotoSeriesFile() {}

    /**
     * @param orderIndex 1-based
     * @param caption    cleaned; may be empty
     */
    public static PhotoSeriesFile of(PhotoSeries series, MediaFile mediaFile, int orderIndex, String caption,
            Instant now) {
        PhotoSeriesFile file = new PhotoSeriesFile();
        file.id = UUID.randomUUID();
        file.series = series;
        file.mediaFile = mediaFile;
        file.orderIndex = orderIndex;
        file.caption = caption;
        file.createdAt = now.truncatedTo(ChronoUnit.MICROS);
        return file;
    }

    /** @param index 1-based; while pictures change places, any that no other has */
    public void placeAt(int index) {
        this.orderIndex = index;
    }

    /** @param text cleaned; may be empty */
    public void recaption(String text) {
        this.caption = text;
    }

    public UUID getId() {
        return id;
    }

    public int getOrderIndex() {
        return orderIndex;
    }

    public String getCaption() {
        return caption;
    }

    public PhotoSeries getSeries() {
        return series;
    }

    public MediaFile getMediaFile() {
        return mediaFile;
    }
}
