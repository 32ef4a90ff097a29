package org.mediafiles.web.upload;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.catalog.AddPicturesCommand;
import org.mediafiles.catalog.ChangeContext;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.PublishCommand;
import org.mediafiles.config.UploadLimits;
import org.mediafiles.ingest.MediaIngest;
import org.mediafiles.ingest.SeriesIngest;
import org.mediafiles.model.EventType;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.security.About;
import org.mediafiles.security.Attempt;
import org.mediafiles.security.Caller;

/**
 * {@code POST /patients/{id}/photo-series} and {@code POST /photo-series/{id}/files}: pictures, or the ids of uploads, become
 * a series or part of one, all or none.
 */
@ApplicationScoped
public class SeriesIntake {
    private static final Set<String> FIELDS = Set.of("description", "seriesDescription", "eventDatetime",
            "allowDuplicate");
    private static final Set<String> FIELDS_OF_MORE = Set.of("allowDuplicate");
    private static final Set<String> PER_PICTURE = Set.of(SeriesPictures.CAPTION, SeriesPictures.UPLOAD_ID);

    private MediaIngest ingest;
    private SeriesIngest series;
    private UploadLimits limits;

    protected SeriesIntake() {}

    @Inject
    SeriesIntake(MediaIngest ingest, SeriesIngest series, UploadLimits limits) {
        this.ingest = ingest;
        this.series = series;
        this.limits = limits;
    }

    /** What becomes of the pictures. */
    private interface Plan {
        Set<String> fields();

        int room();

        /** @return whom the pictures belong to */
        UUID patientId();

        void check(List<UUID> waiting, List<String> captions, EventFields fields, int filesToCome);

        EventRecord carryOut(List<UUID> uploads, List<String> captions, EventFields fields);
    }

    /** @throws MediaFilesException in the contract's order of checks; nothing is left of a refused request */
    @Attempt(AuditAct.EVENT_CREATE)
    public EventRecord receive(Caller caller, @About(About.Kind.PATIENT) UUID patientId, HttpServletRequest request) {
        // Role and patient, before a byte of the body is read.
        ingest.check(caller, command(patientId, List.of(), List.of(), EventFields.NONE));
        return receive(caller, new NewSeries(caller, patientId), request);
    }

    /**
     * @param standing as the caller may change it: that is judged already, and again at the end
     * @throws MediaFilesException as {@link #receive}
     */
    @Attempt(AuditAct.EVENT_CHANGE)
    public EventRecord add(Caller caller, EventRecord standing, ChangeContext context, HttpServletRequest request) {
        return receive(caller, new MorePictures(caller, standing, context), request);
    }

    private EventRecord receive(Caller caller, Plan plan, HttpServletRequest request) {
        try (SeriesPictures pictures = new SeriesPictures(ingest, caller, plan.room())) {
            try {
                return receive(caller, plan, pictures, MultipartForm.read(request,
                        FormParts.of(plan.fields(), PER_PICTURE, limits.maxSeriesImages()), pictures));
            } catch (MediaFilesException refusal) {
                throw pictures.refusedFor(refusal);
            }
        }
    }

    private EventRecord receive(Caller caller, Plan plan, SeriesPictures pictures, MultipartForm form) {
        // Whether there are such uploads comes before what is said of them.
        List<UUID> waiting = pictures.waiting(upload -> ingest.check(caller,
                command(plan.patientId(), List.of(upload), List.of(), EventFields.NONE)));
        // Past a limit what came after was not read; what came before it is judged first.
        EventFields fields = EventFields.of(form);
        pictures.requireSome();
        List<String> captions = pictures.captions(form);
        try {
            plan.check(waiting, captions, fields, pictures.filesToCome());
        } catch (MediaFilesException refusal) {
            throw pictures.namedOfWaiting(refusal);
        }
        List<UUID> uploads = pictures.examine();
        EventRecord made;
        try {
            made = plan.carryOut(uploads, captions, fields);
        } catch (MediaFilesException refusal) {
            throw pictures.named(refusal);
        } catch (RuntimeException unknown) {
            // Perhaps a commit whose answer was lost: only the reconciler may remove bytes now.
            pictures.keep();
            throw unknown;
        }
        pictures.keep();
        return made;
    }

    private static PublishCommand command(UUID patientId, List<UUID> uploads, List<String> captions,
            EventFields fields) {
        return new PublishCommand(EventType.PHOTO_SERIES, patientId, uploads, captions, fields.description(),
                fields.seriesDescription(), fields.eventDatetime(), fields.allowDuplicate());
    }

    private final class NewSeries implements Plan {
        private final Caller caller;
        private final UUID patientId;

        NewSeries(Caller caller, UUID patientId) {
            this.caller = caller;
            this.patientId = patientId;
        }

        @Override
        public Set<String> fields() {
            return FIELDS;
        }

        @Override
        public int room() {
            return limits.maxSeriesImages();
        }

        @Override
        public UUID patientId() {
            return patientId;
        }

        @Override
        public void check(List<UUID> waiting, List<String> captions, EventFields fields, int filesToCome) {
            ingest.check(caller, command(patientId, waiting, captions, fields), filesToCome);
        }

        @Override
        public EventRecord carryOut(List<UUID> uploads, List<String> captions, EventFields fields) {
            return ingest.publish(caller, command(patientId, uploads, captions, fields));
        }
    }

    private final class MorePictures implements Plan {
        private final Caller caller;
        private final EventRecord standing;
        private final ChangeContext context;

        MorePictures(Caller caller, EventRecord standing, ChangeContext context) {
            this.caller = caller;
            this.standing = standing;
            this.context = context;
        }

        @Override
        public Set<String> fields() {
            return FIELDS_OF_MORE;
        }

        @Override
        public int room() {
            return limits.maxSeriesImages() - standing.files().size();
        }

        @Override
        public UUID patientId() {
            return standing.patientId();
        }

        @Override
        public void check(List<UUID> waiting, List<String> captions, EventFields fields, int filesToCome) {
            series.check(caller, command(waiting, captions, fields), context, filesToCome);
        }

        @Override
        public EventRecord carryOut(List<UUID> uploads, List<String> captions, EventFields fields) {
            return series.add(caller, command(uploads, captions, fields), context);
        }

        private AddPicturesCommand command(List<UUID> uploads, List<String> captions, EventFields fields) {
            return new AddPicturesCommand(standing.id(), uploads, captions, fields.allowDuplicate());
        }
    }
}
