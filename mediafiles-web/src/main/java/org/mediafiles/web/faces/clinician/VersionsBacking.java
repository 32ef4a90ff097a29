package org.mediafiles.web.faces.clinician;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.List;
import org.mediafiles.catalog.EventHistoryService;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.EventVersion;
import org.mediafiles.web.faces.support.ChangeWords;
import org.mediafiles.web.faces.support.WordsBacking;
import org.mediafiles.web.signin.CurrentCaller;

/** What became of the event that is on the screen. */
@Named
@RequestScoped
public class VersionsBacking {
    private static final String CREATION = "event-create";

    /** One of them, in words. @param change whether there was something before */
    public record Version(Instant at, String act, String person, String reason, boolean change,
            List<ChangeWords.Line> lines) {}

    @Inject
    private EventBacking shown;
    @Inject
    private EventHistoryService history;
    @Inject
    private CurrentCaller current;
    @Inject
    private WordsBacking words;

    private List<Version> versions;

    /** @return newest first */
    public List<Version> getVersions() {
        if (versions == null) {
            ChangeWords told = new ChangeWords(words.words(), words.format());
            versions = history.versions(current.get(), shown.getEvent().id()).stream()
                    .map(version -> version(version, told)).toList();
        }
        return versions;
    }

    private static Version version(EventVersion version, ChangeWords told) {
        return new Version(version.at(), version.act(), version.person(), version.reason(),
                !version.beforeValues().isEmpty(), told.lines(version.beforeValues(), version.afterValues()));
    }

    /** @return whether anything was done to it since it was made, be it here or in the hospital's other system */
    public boolean isChanged() {
        EventRecord event = shown.getEvent();
        return event.updatedAt().isAfter(event.createdAt())
                || getVersions().stream().anyMatch(version -> !version.act().equals(CREATION));
    }

    /** @return who changed it last, and when */
    public String getLastWords() {
        EventRecord event = shown.getEvent();
        String who = event.updatedBy() == null ? "" : event.updatedBy().displayName();
        return words.say2("versions.edited", who, words.dateTime(event.updatedAt()));
    }
}
