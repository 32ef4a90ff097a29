package org.mediafiles.web.faces.clinician;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.UUID;
import org.mediafiles.catalog.MediaFileRecord;
import org.mediafiles.catalog.SeriesFileRecord;
import org.mediafiles.web.faces.support.WordsBacking;

/** The pictures of the series that is on the screen, and which of them is shown first: the address names it. */
@Named
@RequestScoped
public class SeriesBacking {
    @Inject
    private EventBacking series;
    @Inject
    private WordsBacking words;

    private String pictureId;

    private List<SeriesFileRecord> pictures() {
        return series.getEvent().files();
    }

    /** @return the picture that the address names, else the first; {@code null} where an adopted series has none */
    public SeriesFileRecord getShown() {
        List<SeriesFileRecord> pictures = pictures();
        if (pictures.isEmpty()) {
            return null;
        }
        if (EventBacking.LAST_PICTURE.equals(pictureId)) {
            return pictures.get(pictures.size() - 1);
        }
        return pictures.stream().filter(picture -> picture.id().toString().equals(pictureId)).findFirst()
                .orElse(pictures.get(0));
    }

    public MediaFileRecord getShownFile() {
        return getShown() == null ? null : getShown().mediaFile();
    }

    public UUID getShownId() {
        return getShown() == null ? null : getShown().id();
    }

    public int getTotal() {
        return pictures().size();
    }

    /** @return for example {@code 3 / 12}: the places as they stand, whatever numbers an adopted series has */
    public String getPosition() {
        return pictures().isEmpty() ? "" : place(getShown()) + " / " + getTotal();
    }

    private int place(SeriesFileRecord picture) {
        return pictures().indexOf(picture) + 1;
    }

    /** @return what a picture is called for who does not see it, with its caption */
    public String alt(SeriesFileRecord picture) {
        String name = words.words().say("series.alt", place(picture), getTotal());
        return picture.caption().isBlank() ? name : name + ": " + picture.caption();
    }

    /** @return the page's address with that picture shown */
    public String href(SeriesFileRecord picture) {
        return words.eventHref(series.getEvent()) + "&picture=" + picture.id();
    }

    public UUID getOther() {
        return otherThan(getShown());
    }

    /** @return the media file to compare a picture with before another is chosen: the next, or the one before the last */
    public UUID otherThan(SeriesFileRecord picture) {
        int place = pictures().indexOf(picture);
        int other = place + 1 < pictures().size() ? place + 1 : place - 1;
        return other < 0 || !pictures().get(other).mediaFile().derivable()
                ? null
                : pictures().get(other).mediaFile().id();
    }

    public String getPictureId() {
        return pictureId;
    }

    public void setPictureId(String pictureId) {
        this.pictureId = pictureId;
    }
}
