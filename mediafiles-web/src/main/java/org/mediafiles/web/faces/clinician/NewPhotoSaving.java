package org.mediafiles.web.faces.clinician;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
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
 * Saving new photos. The page's script sends each file when it is chosen; saving puts what was received on the timeline,
 * each file as a photo of its own. What is refused stays on the page with its reason.
 */
@Named
@RequestScoped
public class NewPhotoSaving {
    @Inject
    private MediaIngest ingest;
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

    private String uploads;
    private String duplicatesAllowed;
    private String eventDatetime;
    private String description;

    public void save() throws IOException {
        // The form names its patient itself: what was on the screen when the person pressed "save".
        UUID owner = PageIds.get(request.getParameter("patient"), "patient");
        List<UUID> chosen = ids(uploads);
        if (chosen.isEmpty()) {
            messages.error(null, "newPhoto.nothingChosen");
            return;
        }
        Optional<Instant> when = HospitalDates.parseDateTime(eventDatetime, hospital.timeZone());
        if (when.isEmpty() && eventDatetime != null && !eventDatetime.isBlank()) {
            messages.error("eventDatetime", "problem.invalid-request.eventDatetime");
            return;
        }
        Map<UUID, PublishCommand> commands = commands(owner, chosen, when.orElse(null));
        commands.values().forEach(command -> ingest.check(current.get(), command));
        List<Map<String, Object>> failed = new ArrayList<>();
        commands.forEach((upload, command) -> publish(upload, command).ifPresent(failed::add));
        int saved = commands.size() - failed.size();
        if (failed.isEmpty()) {
            messages.done(saved == 1 ? "newPhoto.saved1" : "newPhoto.savedMany", saved);
            Redirect.to("/clinician/timeline.xhtml?patient=" + owner);
            return;
        }
        PrimeFaces.current().ajax().addCallbackParam("refused", Json.write(failed));
    }

    private Map<UUID, PublishCommand> commands(UUID owner, List<UUID> chosen, Instant when) {
        List<UUID> anyway = ids(duplicatesAllowed);
        Map<UUID, UploadRecord> waiting = ingest.waiting(current.get()).stream()
                .collect(Collectors.toMap(UploadRecord::uploadId, Function.identity()));
        Map<UUID, PublishCommand> commands = new LinkedHashMap<>();
        for (UUID upload : chosen) {
            UploadRecord record = waiting.get(upload);
            Instant taken = when != null || record == null ? when : record.captureTime();
            commands.put(upload, new PublishCommand(EventType.PHOTO, owner, List.of(upload), List.of(), description,
                    null, taken, anyway.contains(upload)));
        }
        return commands;
    }

    /** @return what the page's script shows at the file; empty where it went well */
    private Optional<Map<String, Object>> publish(UUID upload, PublishCommand command) {
        try {
            ingest.publish(current.get(), command);
            return Optional.empty();
        } catch (MediaFilesException e) {
            Map<String, Object> refusal = new LinkedHashMap<>();
            refusal.put("uploadId", upload.toString());
            refusal.put("code", e.code().code());
            refusal.put("message", words.words().problem(e));
            if (e.code() == ProblemCode.DUPLICATE_MEDIA
                    && e.extensions().get("duplicateOf") instanceof Map<?, ?> duplicate) {
                refusal.put("duplicateHref",
                        request.getContextPath() + "/clinician/photo.xhtml?photo=" + duplicate.get("eventId"));
            }
            return Optional.of(refusal);
        }
    }

    private static List<UUID> ids(String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split(",")).map(String::strip).filter(id -> !id.isEmpty())
                        .map(id -> PageIds.get(id, "upload")).distinct().toList();
    }

    public String getUploads() {
        return uploads;
    }

    public void setUploads(String uploads) {
        this.uploads = uploads;
    }

    public String getDuplicatesAllowed() {
        return duplicatesAllowed;
    }

    public void setDuplicatesAllowed(String duplicatesAllowed) {
        this.duplicatesAllowed = duplicatesAllowed;
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
}
