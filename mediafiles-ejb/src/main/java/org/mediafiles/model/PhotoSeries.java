package org.mediafiles.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.PrimaryKeyJoinColumn;
import jakarta.persistence.Table;

/** An event that shows several pictures in an order; see {@link PhotoSeriesFile}. */
@Entity
@Table(name = "mediafiles_photoseries", schema = "public")
@PrimaryKeyJoinColumn(name = "event_ptr_id")
public class PhotoSeries extends Event {
    @Column(name = "total_images", nullable = false)
    private int totalImages;

    @Column(name = "series_description", nullable = false, columnDefinition = "text")
    private String seriesDescription;

    protected PhotoSeries() {}

    private PhotoSeries(EventHead head, String seriesDescription, int totalImages) {
        super(EventType.PHOTO_SERIES, head);
        this.seriesDescription = seriesDescription;
        this.totalImages = totalImages;
    }

    /**
     * @param seriesDescription cleaned; may be empty
     * @param totalImages       how many {@link PhotoSeriesFile}s are added with it
     */
    public static PhotoSeries of(EventHead head, String seriesDescription, int totalImages) {
        return new PhotoSeries(head, seriesDescription, totalImages);
    }

    /** @param text cleaned; may be empty */
    public void describeSeries(String text) {
        this.seriesDescription = text;
    }

    public String getSeriesDescription() {
        return seriesDescription;
    }
}
