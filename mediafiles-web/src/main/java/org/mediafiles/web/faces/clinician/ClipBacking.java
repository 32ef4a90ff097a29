package org.mediafiles.web.faces.clinician;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mediafiles.catalog.ClipRecord;
import org.mediafiles.catalog.MediaFileRecord;
import org.mediafiles.catalog.MediaFileService;
import org.mediafiles.web.faces.support.WordsBacking;
import org.mediafiles.web.signin.CurrentCaller;

/** The clip that is on the screen: whether it plays already, and what was found of it. */
@Named
@RequestScoped
public class ClipBacking {
    /** {@code 25}: the step from frame to frame where nobody knows how many there are in a second. */
    private static final double USUAL_FRAME_RATE = 25;
    private static final List<String> SPEEDS = List.of("0.25", "0.5", "0.75", "1", "1.25", "1.5", "2");

    @Inject
    private EventBacking shown;
    @Inject
    private MediaFileService files;
    @Inject
    private CurrentCaller current;
    @Inject
    private WordsBacking words;

    private ClipRecord found;

    private ClipRecord found() {
        if (found == null) {
            MediaFileRecord file = shown.getFile();
            found = file == null ? new ClipRecord(null, null, null, null) : files.clip(current.get(), file.id());
        }
        return found;
    }

    /** @return {@code ready}, {@code processing}, {@code failed} or {@code missing} */
    public String getStatus() {
        return ClipStateBacking.status(shown.getFile());
    }

    public boolean isReady() {
        return getStatus().equals("ready");
    }

    public boolean isFailed() {
        return getStatus().equals("failed");
    }

    public boolean isMissing() {
        return getStatus().equals("missing");
    }

    /** @return whether there is a poster, or may come to be one */
    public boolean isPosterExpected() {
        return !isMissing();
    }

    /** @return the speeds on offer, as numbers that scripts read */
    public List<String> getSpeeds() {
        return SPEEDS;
    }

    /** @return for example {@code 0,5×} */
    public String speed(String number) {
        return words.format().decimal(Double.parseDouble(number)) + "×";
    }

    /** @return how long one frame lasts, seconds, as a number that scripts read */
    public String getFrameSeconds() {
        return String.format(Locale.ROOT, "%.5f",
                1 / Objects.requireNonNullElse(found().frameRate(), USUAL_FRAME_RATE));
    }

    public boolean isHdr() {
        return found().dynamicRange() != null;
    }

    public String getDynamicRange() {
        return found().dynamicRange();
    }

    public String getCodecs() {
        return Stream.of(found().videoCodec(), found().audioCodec()).filter(Objects::nonNull)
                .map(codec -> codec.toUpperCase(Locale.ROOT)).collect(Collectors.joining(", "));
    }

    public String getFrameRate() {
        return found().frameRate() == null ? "" : words.format().decimal(found().frameRate());
    }
}
