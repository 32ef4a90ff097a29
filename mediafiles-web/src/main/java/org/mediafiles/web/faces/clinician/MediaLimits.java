package org.mediafiles.web.faces.clinician;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Map;
import org.mediafiles.config.HospitalConfig;
import org.mediafiles.config.UploadLimits;
import org.mediafiles.web.faces.support.Json;
import org.mediafiles.web.faces.support.WordsBacking;

/** What a page says, before anything is sent, of what may be sent. */
@Named("limits")
@RequestScoped
public class MediaLimits {
    @Inject
    private UploadLimits limits;
    @Inject
    private HospitalConfig hospital;
    @Inject
    private WordsBacking words;

    /** @return the hospital's time zone, as browsers name it */
    public String getZone() {
        return hospital.timeZone().getId();
    }

    /** @return for the script: the most bytes of a picture and of a clip, a clip's seconds, a series' pictures */
    public String getJson() {
        return Json.write(Map.of("image", limits.maxPhotoBytes(), "video", limits.maxVideoBytes(), "seconds",
                limits.maxVideoDuration().toSeconds(), "pictures", limits.maxSeriesImages()));
    }

    /** @return the most bytes of one photo in words, such as "64 MB" */
    public String getMaxSize() {
        return words.format().limit(limits.maxPhotoBytes());
    }

    /** @return the most bytes of one clip in words */
    public String getMaxVideoSize() {
        return words.format().limit(limits.maxVideoBytes());
    }

    /** @return a clip's most seconds */
    public long getMaxSeconds() {
        return limits.maxVideoDuration().toSeconds();
    }

    /** @return a series' most pictures */
    public int getMaxPictures() {
        return limits.maxSeriesImages();
    }

    /** @return the most characters of a description */
    public int getMaxDescription() {
        return limits.maxDescriptionLength();
    }
}
