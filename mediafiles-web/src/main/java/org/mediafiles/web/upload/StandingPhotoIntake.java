package org.mediafiles.web.upload;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.UUID;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.StandingEvent;
import org.mediafiles.catalog.StandingEventService;
import org.mediafiles.ingest.IntakeKind;
import org.mediafiles.ingest.MediaIngest;
import org.mediafiles.ingest.StandingEventIngest;
import org.mediafiles.model.Sha256;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.security.About;
import org.mediafiles.security.Attempt;
import org.mediafiles.security.Caller;

/** {@code POST /admin/events/{id}/photo}: a form with a file becomes the photo of an event that stands without one. */
@ApplicationScoped
public class StandingPhotoIntake {
    private static final FormParts PARTS = FormParts.of(Set.of("sha256"));

    private MediaIngest ingest;
    private StandingEventIngest standing;

    protected StandingPhotoIntake() {}

    @Inject
    StandingPhotoIntake(MediaIngest ingest, StandingEventIngest standing) {
        this.ingest = ingest;
        this.standing = standing;
    }

    /** What became of it. */
    public enum State {
        /** The event had these bytes already. */
        THERE,
        /** All is well, and nothing was published: a dry run. */
        READY, PUBLISHED
    }

    /** @param event {@code null} in a dry run */
    public record Outcome(State state, EventRecord event) {}

    /**
     * @param dryRun {@code true} to judge all and keep nothing; {@code null} for {@code false}
     * @throws MediaFilesException in the contract's order of checks; nothing is left of a refused request
     */
    @Attempt(AuditAct.EVENT_CHANGE)
    public Outcome receive(Caller caller, @About(About.Kind.EVENT) UUID eventId, String dryRun,
            HttpServletRequest request) {
        StandingEvent event = standing.find(caller, eventId);
        boolean dry = EventFields.flag("dryRun", dryRun);
        try (Intake intake = new Intake(ingest, caller, IntakeKind.PHOTO)) {
            try {
                return receive(caller, event, dry, intake, intake.readForm(request, PARTS));
            } catch (MediaFilesException refusal) {
                throw intake.refusedFor(refusal);
            }
        }
    }

    private Outcome receive(Caller caller, StandingEvent event, boolean dryRun, Intake intake, MultipartForm form) {
        if (!intake.hasFile()) {
            throw MediaFilesException.invalid(MultipartForm.FILE, "A file is required.");
        }
        Sha256 announced = EventFields.sha256(form.text("sha256"));
        if (event.hasPhoto() && event.photoSha256() != null && event.photoSha256().equals(intake.sha256())
                && (announced == null || announced.equals(intake.sha256()))) {
            intake.discardAs("there-already");
            return new Outcome(State.THERE, dryRun ? null : standing.open(caller, event));
        }
        UUID upload = intake.examine(announced).uploadId();
        if (event.hasPhoto()) {
            throw StandingEventService.hasMedia();
        }
        if (dryRun) {
            standing.check(caller, event, upload);
            intake.discardAs("dry-run");
            return new Outcome(State.READY, null);
        }
        EventRecord photo = publish(caller, event, upload, intake);
        intake.keep();
        return new Outcome(State.PUBLISHED, photo);
    }

    private EventRecord publish(Caller caller, StandingEvent event, UUID upload, Intake intake) {
        try {
            return standing.publish(caller, event, upload);
        } catch (MediaFilesException refusal) {
            throw refusal;
        } catch (RuntimeException unknown) {
            // Perhaps a commit whose answer was lost: only the reconciler may remove bytes now.
            intake.keep();
            throw unknown;
        }
    }
}
