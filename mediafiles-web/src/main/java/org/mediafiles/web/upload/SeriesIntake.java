package org.mediafiles.web.upload;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.PublishCommand;
import org.mediafiles.config.UploadLimits;
import org.mediafiles.ingest.MediaIngest;
import org.mediafiles.model.EventType;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.security.Caller;

/** {@code POST /patients/{id}/photo-series}: pictures, or the ids of uploads, become one series, all or none. */
@ApplicationScoped
public class SeriesIntake {
    private static final String CAPTION = "caption";
    private static final Set<String> FIELDS = Set.of("description", "seriesDescription", "eventDatetime",
            "allowDuplicate");
    private static final Set<String> PER_PICTURE = Set.of(CAPTION, SeriesPictures.UPLOAD_ID);

    private MediaIngest ingest;
    private UploadLimits limits;

    protected SeriesIntake() {}

    @Inject
    SeriesIntake(MediaIngest ingest, UploadLimits limits) {
        this.ingest = ingest;
        this.limits = limits;
    }

    /** @throws MediaFilesException in the contract's order of checks; nothing is left of a refused request */
    public EventRecord receive(Caller caller, UUID patientId, HttpServletRequest request) {
        // Role and patient, before a byte of the body is read.
        ingest.check(caller, command(patientId, List.of(), List.of(), EventFields.NONE));
        int most = limits.maxSeriesImages();
        try (SeriesPictures pictures = new SeriesPictures(ingest, caller, most, most)) {
            try {
                return receive(caller, patientId, pictures,
                        MultipartForm.read(request, FormParts.of(FIELDS, PER_PICTURE, most), pictures));
            } catch (MediaFilesException refusal) {
                throw pictures.refusedFor(refusal);
            }
        }
    }

    private EventRecord receive(Caller caller, UUID patientId, SeriesPictures pictures, MultipartForm form) {
        // Whether there are such uploads comes before what is said of them.
        List<UUID> waiting = pictures.waiting(upload -> ingest.check(caller,
                command(patientId, List.of(upload), List.of(), EventFields.NONE)));
        List<String> captions = form.texts(CAPTION);
        // Past a limit what came after was not read; what came before it is judged first.
        EventFields fields = EventFields.of(form);
        pictures.requireSome(captions);
        ingest.check(caller, command(patientId, waiting, captions, fields));
        pictures.requireRoom();
        PublishCommand command = command(patientId, pictures.examine(), captions, fields);
        EventRecord series = publish(caller, command, pictures);
        pictures.keep();
        return series;
    }

    private EventRecord publish(Caller caller, PublishCommand command, SeriesPictures pictures) {
        try {
            return ingest.publish(caller, command);
        } catch (MediaFilesException refusal) {
            throw refusal;
        } catch (RuntimeException unknown) {
            // Perhaps a commit whose answer was lost: only the reconciler may remove bytes now.
            pictures.keep();
            throw unknown;
        }
    }

    private static PublishCommand command(UUID patientId, List<UUID> uploads, List<String> captions,
            EventFields fields) {
        return new PublishCommand(EventType.PHOTO_SERIES, patientId, uploads, captions, fields.description(),
                fields.seriesDescription(), fields.eventDatetime(), fields.allowDuplicate());
    }
}
