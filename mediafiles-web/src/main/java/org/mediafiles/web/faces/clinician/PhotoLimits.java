package org.mediafiles.web.faces.clinician;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.mediafiles.config.HospitalConfig;
import org.mediafiles.config.UploadLimits;
import org.mediafiles.web.faces.support.WordsBacking;

/** What a page says, before anything is sent, of what may be sent. */
@Named("limits")
@RequestScoped
public class PhotoLimits {
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

    /** @return the most bytes of one photo */
    public long getMaxBytes() {
        return limits.maxPhotoBytes();
    }

    /** @return the same in words, such as "64 MB" */
    public String getMaxSize() {
        return words.format().limit(limits.maxPhotoBytes());
    }

    /** @return the most characters of a description */
    public int getMaxDescription() {
        return limits.maxDescriptionLength();
    }
}
