package org.mediafiles.model;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OneToOne;
import jakarta.persistence.PrimaryKeyJoinColumn;
import jakarta.persistence.Table;
import java.util.Objects;

/** An event that shows one short video clip. Its media file is its own: no other event has it. */
@Entity
@Table(name = "mediafiles_videoclip", schema = "public")
@PrimaryKeyJoinColumn(name = "event_ptr_id")
public class VideoClip extends Event {
    @OneToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "media_file_id", nullable = false)
    private MediaFile mediaFile;

    protected VideoClip() {}

    private VideoClip(EventHead head, MediaFile mediaFile) {
        super(EventType.VIDEO_CLIP, head);
        this.mediaFile = Objects.requireNonNull(mediaFile, "mediaFile");
    }

    /** @param mediaFile that no other event has */
    public static VideoClip of(EventHead head, MediaFile mediaFile) {
        return new VideoClip(head, mediaFile);
    }

    public MediaFile getMediaFile() {
        return mediaFile;
    }
}
