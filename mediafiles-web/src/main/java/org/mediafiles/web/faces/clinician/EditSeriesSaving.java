package org.mediafiles.web.faces.clinician;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.mediafiles.catalog.AddPicturesCommand;
import org.mediafiles.catalog.ChangeContext;
import org.mediafiles.catalog.DuplicateService;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.SeriesFileRecord;
import org.mediafiles.catalog.SeriesService;
import org.mediafiles.catalog.UploadRecord;
import org.mediafiles.ingest.MediaIngest;
import org.mediafiles.ingest.SeriesIngest;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.web.faces.support.EventPage;
import org.mediafiles.web.faces.support.PageMessages;
import org.mediafiles.web.faces.support.Redirect;
import org.mediafiles.web.faces.support.WordsBacking;
import org.mediafiles.web.signin.CurrentCaller;
import org.primefaces.PrimeFaces;

/**
 * Changing the pictures of the series that is on the screen. New pictures, captions and order are saved by one button, each
 * by a change of its own that expects the version of the one before; the first expects what the page showed.
 */
@Named
@RequestScoped
public class EditSeriesSaving {
    @Inject
    private EditSeriesBacking shown;
    @Inject
    private SeriesService series;
    @Inject
    private SeriesIngest seriesIngest;
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

    private String chosen;
    private String reason;
    private String file;

    public void save() throws IOException {
        List<ChosenMedia> wanted = ChosenMedia.parse(chosen);
        EventRecord before = shown.series();
        if (!refuse(before, wanted)) {
            return;
        }
        String version = shown.getVersion();
        try {
            version = apply(before, wanted);
        } catch (MediaFilesException e) {
            if (e.code() != ProblemCode.VERSION_CONFLICT) {
                throw e;
            }
            tellConflict();
            return;
        }
        if (version.equals(shown.getVersion())) {
            messages.error(null, "editSeries.nothingChanged");
            return;
        }
        messages.done("editSeries.saved");
        Redirect.to(EventPage.SERIES.path(before.id()));
    }

    /** @return whether all that is new can be taken; what cannot is told at its file */
    private boolean refuse(EventRecord before, List<ChosenMedia> wanted) {
        List<UUID> uploads = uploads(wanted);
        if (uploads.isEmpty()) {
            return true;
        }
        Set<UUID> waiting = ingest.waiting(current.get()).stream().map(UploadRecord::uploadId)
                .collect(Collectors.toSet());
        Refusals refusals = new Refusals(words, false);
        refusals.addUnknown(uploads, waiting);
        if (refusals.isEmpty()) {
            refusals.addDuplicates(duplicates.find(current.get(), before.patientId(), uploads), anyway(wanted));
        }
        if (!refusals.isEmpty()) {
            refusals.tell();
        }
        return refusals.isEmpty();
    }

    /** @return the version that the series has at the end */
    private String apply(EventRecord before, List<ChosenMedia> wanted) {
        EventRecord now = before;
        String version = shown.getVersion();
        List<UUID> uploads = uploads(wanted);
        List<UUID> order = before.files().stream().map(SeriesFileRecord::id).toList();
        List<UUID> added = List.of();
        if (!uploads.isEmpty()) {
            now = seriesIngest.add(current.get(), new AddPicturesCommand(before.id(), uploads,
                    wanted.stream().filter(one -> one.upload() != null).map(ChosenMedia::caption).toList(),
                    !anyway(wanted).isEmpty()), context(version));
            version = now.version();
            order = now.files().stream().map(SeriesFileRecord::id).toList();
            added = order.subList(order.size() - uploads.size(), order.size());
        }
        Map<UUID, String> captions = before.files().stream()
                .collect(Collectors.toMap(SeriesFileRecord::id, SeriesFileRecord::caption));
        for (ChosenMedia one : wanted) {
            if (one.file() != null && !one.caption().strip().equals(captions.get(one.file()))) {
                version = series.recaption(current.get(), before.id(), one.file(), one.caption(), context(version))
                        .version();
            }
        }
        List<UUID> ordered = new ArrayList<>();
        for (ChosenMedia one : wanted) {
            ordered.add(one.file() != null ? one.file() : added.get(uploads.indexOf(one.upload())));
        }
        return ordered.equals(order)
                ? version
                : series.reorder(current.get(), before.id(), ordered, context(version)).version();
    }

    /** Takes one picture out; what else was changed on the page stays there, unsaved. */
    public void remove() {
        try {
            EventRecord left = series.remove(current.get(), shown.series().id(), PageIds.get(file, "picture"),
                    context(shown.getVersion()));
            PrimeFaces.current().ajax().addCallbackParam("removed", file);
            PrimeFaces.current().ajax().addCallbackParam("version", left.version());
        } catch (MediaFilesException e) {
            if (e.code() != ProblemCode.VERSION_CONFLICT) {
                throw e;
            }
            tellConflict();
        }
    }

    private static void tellConflict() {
        PrimeFaces.current().ajax().addCallbackParam("conflict", true);
    }

    private ChangeContext context(String version) {
        return new ChangeContext(reason, version);
    }

    private static List<UUID> uploads(List<ChosenMedia> wanted) {
        return wanted.stream().map(ChosenMedia::upload).filter(upload -> upload != null).toList();
    }

    private static Set<UUID> anyway(List<ChosenMedia> wanted) {
        return wanted.stream().filter(ChosenMedia::anyway).map(ChosenMedia::upload).collect(Collectors.toSet());
    }

    public String getChosen() {
        return chosen;
    }

    public void setChosen(String chosen) {
        this.chosen = chosen;
    }

    public String getReason() {
        return reason;
    }

    public void setReason(String reason) {
        this.reason = reason;
    }

    public String getFile() {
        return file;
    }

    public void setFile(String file) {
        this.file = file;
    }
}
