package org.mediafiles.web.faces.clinician;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mediafiles.catalog.DuplicateService;
import org.mediafiles.catalog.PublishCommand;
import org.mediafiles.catalog.UploadRecord;
import org.mediafiles.config.HospitalConfig;
import org.mediafiles.ingest.MediaIngest;
import org.mediafiles.model.EventType;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.web.faces.support.HospitalDates;
import org.mediafiles.web.faces.support.Json;
import org.mediafiles.web.faces.support.PageMessages;
import org.mediafiles.web.faces.support.Redirect;
import org.mediafiles.web.faces.support.WordsBacking;
import org.mediafiles.web.signin.CurrentCaller;
import org.primefaces.PrimeFaces;

/**
 * Saving what was received: each photo and clip as an event of its own, a series as one event, all or nothing. What is
 * refused stays on the page with its reason.
 */
@Named
@RequestScoped
public class NewMediaSaving {
    @Inject
    private MediaIngest ingest;
    @Inject
    private DuplicateService duplicates;
    @Inject
    private CurrentCaller current;
    @Inject
    private PageMessages messages;
    @Inject
    private WordsBacking words;
    @Inject
    private HospitalConfig hospital;
    @Inject
    private HttpServletRequest request;

    private String chosen;
    private String eventDatetime;
    private String description;
    private String seriesDescription;

    public void save() throws IOException {
        // The form names its patient itself: what was on the screen when the person pressed "save".
        UUID owner = PageIds.get(request.getParameter("patient"), "patient");
        EventType kind = NewMediaBacking.kindOf(request);
        List<ChosenMedia> media = ChosenMedia.parse(chosen).stream().filter(one -> one.upload() != null).toList();
        if (media.isEmpty()) {
            messages.error(null, "newMedia.nothingChosen." + kind.apiName());
            return;
        }
        Optional<Instant> when = HospitalDates.parseDateTime(eventDatetime, hospital.timeZone());
        if (when.isEmpty() && eventDatetime != null && !eventDatetime.isBlank()) {
            messages.error("eventDatetime", "problem.invalid-request.eventDatetime");
            return;
        }
        Map<UUID, UploadRecord> waiting = ingest.waiting(current.get()).stream()
                .collect(Collectors.toMap(UploadRecord::uploadId, Function.identity()));
        boolean done = kind == EventType.PHOTO_SERIES
                ? saveTogether(owner, media, when.orElse(null), waiting)
                : saveEach(kind, owner, media, when.orElse(null), waiting);
        if (done) {
            messages.done("newMedia.saved." + kind.apiName() + (media.size() == 1 ? "1" : "Many"), media.size());
            Redirect.to("/clinician/timeline.xhtml?patient=" + owner);
        }
    }

    private boolean saveEach(EventType kind, UUID owner, List<ChosenMedia> media, Instant when,
            Map<UUID, UploadRecord> waiting) {
        Map<UUID, PublishCommand> commands = new LinkedHashMap<>();
        media.forEach(one -> commands.put(one.upload(), new PublishCommand(kind, owner, List.of(one.upload()),
                List.of(), description, null, taken(when, List.of(one), waiting), one.anyway())));
        Refusals refusals = new Refusals(words, kind == EventType.VIDEO_CLIP);
        refusals.addUnknown(commands.keySet(), waiting.keySet());
        if (!refusals.isEmpty()) {
            refusals.tell();
            return false;
        }
        commands.values().forEach(command -> ingest.check(current.get(), command));
        List<String> saved = new ArrayList<>();
        commands.forEach((upload, command) -> {
            try {
                ingest.publish(current.get(), command);
                saved.add(upload.toString());
            } catch (MediaFilesException e) {
                refusals.add(upload, e, e.code() == ProblemCode.DUPLICATE_MEDIA
                        ? duplicates.find(current.get(), owner, List.of(upload)).get(upload)
                        : null);
            }
        });
        if (!refusals.isEmpty()) {
            PrimeFaces.current().ajax().addCallbackParam("saved", Json.write(saved));
            refusals.tell();
        }
        return refusals.isEmpty();
    }

    private boolean saveTogether(UUID owner, List<ChosenMedia> media, Instant when,
            Map<UUID, UploadRecord> waiting) {
        List<UUID> uploads = media.stream().map(ChosenMedia::upload).toList();
        Set<UUID> anyway = media.stream().filter(ChosenMedia::anyway).map(ChosenMedia::upload)
                .collect(Collectors.toSet());
        PublishCommand command = new PublishCommand(EventType.PHOTO_SERIES, owner, uploads,
                media.stream().map(ChosenMedia::caption).toList(), description, seriesDescription,
                taken(when, media, waiting), !anyway.isEmpty());
        Refusals refusals = new Refusals(words, false);
        refusals.addUnknown(uploads, waiting.keySet());
        if (refusals.isEmpty()) {
            ingest.check(current.get(), command);
            refusals.addDuplicates(duplicates.find(current.get(), owner, uploads), anyway);
        }
        if (!refusals.isEmpty()) {
            refusals.tell();
            return false;
        }
        ingest.publish(current.get(), command);
        return true;
    }

    /** @return what was typed; else the earliest time that a camera wrote; {@code null} for now */
    private static Instant taken(Instant typed, List<ChosenMedia> media, Map<UUID, UploadRecord> waiting) {
        return typed != null
                ? typed
                : media.stream().map(one -> waiting.get(one.upload())).filter(Objects::nonNull)
                        .map(UploadRecord::captureTime).filter(Objects::nonNull).min(Instant::compareTo).orElse(null);
    }

    public String getChosen() {
        return chosen;
    }

    public void setChosen(String chosen) {
        this.chosen = chosen;
    }

    public String getEventDatetime() {
        return eventDatetime;
    }

    public void setEventDatetime(String eventDatetime) {
        this.eventDatetime = eventDatetime;
    }

    public String getDescription() {
        return description;
    }

    public void setDescription(String description) {
        this.description = description;
    }

    public String getSeriesDescription() {
        return seriesDescription;
    }

    public void setSeriesDescription(String seriesDescription) {
        this.seriesDescription = seriesDescription;
    }
}
