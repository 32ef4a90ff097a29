package org.mediafiles.web.faces.clinician;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.mediafiles.catalog.EventService;
import org.mediafiles.catalog.MediaFileRecord;
import org.mediafiles.model.EventType;
import org.mediafiles.web.signin.CurrentCaller;

/** How far a clip is, for the script of its page that asks until it plays. It shows nothing of the clip: no look. */
@Named
@RequestScoped
public class ClipStateBacking {
    @Inject
    private EventService events;
    @Inject
    private CurrentCaller current;

    private String clipId;
    private MediaFileRecord file;

    public void open() {
        file = events.standing(current.get(), EventType.VIDEO_CLIP, PageIds.get(clipId, "event")).mediaFile();
    }

    /** @return {@code ready}, {@code processing}, {@code failed} or {@code missing} */
    static String status(MediaFileRecord file) {
        return file == null || file.unusable() || file.playback() == null ? "missing" : file.playback().status();
    }

    public String getStatus() {
        return status(file);
    }

    /** @return per cent; {@code null} where nobody is at work on it */
    public Integer getProgress() {
        return file == null || file.playback() == null ? null : file.playback().progress();
    }

    public String getClipId() {
        return clipId;
    }

    public void setClipId(String clipId) {
        this.clipId = clipId;
    }
}
