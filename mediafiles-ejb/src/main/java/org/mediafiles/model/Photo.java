package org.mediafiles.model;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OneToOne;
import jakarta.persistence.PrimaryKeyJoinColumn;
import jakarta.persistence.Table;
import java.util.Objects;

/** An event that shows one picture. Its media file is its own: no other event has it. */
@Entity
@Table(name = "mediafiles_photo", schema = "public")
@PrimaryKeyJoinColumn(name = "event_ptr_id")
public class Photo extends Event {
    @OneToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "media_file_id", nullable = false)
    private MediaFile mediaFile;

    protected Photo() {}

    private Photo(EventHead head, MediaFile mediaFile) {
        super(EventType.PHOTO, head);
        this.mediaFile = Objects.requireNonNull(mediaFile, "mediaFile");
    }

    /** @param mediaFile that no other event has */
    public static Photo of(EventHead head, MediaFile mediaFile) {
        return new Photo(head, mediaFile);
    }

    public MediaFile getMediaFile() {
        return mediaFile;
    }
}
