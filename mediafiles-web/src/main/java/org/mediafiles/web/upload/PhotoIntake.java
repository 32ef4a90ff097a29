package org.mediafiles.web.upload;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.PublishCommand;
import org.mediafiles.ingest.IntakeKind;
import org.mediafiles.ingest.MediaIngest;
import org.mediafiles.model.EventType;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.security.Caller;

/** {@code POST /patients/{id}/photos}: a form with a file, or with the id of an upload, becomes a photo. */
@ApplicationScoped
public class PhotoIntake {
    private static final Set<String> PARTS = Set.of("description", "eventDatetime", "sha256", "allowDuplicate",
            "uploadId");
    private static final PhotoFields NO_FIELDS = new PhotoFields(null, null, null, false);

    private MediaIngest ingest;

    protected PhotoIntake() {}

    @Inject
    PhotoIntake(MediaIngest ingest) {
        this.ingest = ingest;
    }

    /** @throws MediaFilesException in the contract's order of checks; nothing is left of a refused request */
    public EventRecord receive(Caller caller, UUID patientId, HttpServletRequest request) {
        // Role and patient, before a byte of the body is read.
        ingest.check(caller, command(patientId, List.of(), NO_FIELDS));
        try (Intake intake = new Intake(ingest, caller, IntakeKind.PHOTO)) {
            try {
                return receive(caller, patientId, intake, intake.readForm(request, PARTS));
            } catch (MediaFilesException refusal) {
                throw intake.refusedFor(refusal);
            }
        }
    }

    private EventRecord receive(Caller caller, UUID patientId, Intake intake, MultipartForm form) {
        UUID waiting = PhotoFields.uploadId(form, intake.hasFile());
        if (waiting != null) {
            // Whether there is such an upload comes before what is said of it.
            ingest.check(caller, command(patientId, List.of(waiting), NO_FIELDS));
        }
        // Past the size limit what came after the file was not read; what came before it is judged first.
        PhotoFields fields = PhotoFields.of(form);
        UUID upload = waiting;
        if (upload == null) {
            ingest.check(caller, command(patientId, List.of(), fields));
            upload = intake.examine(fields.sha256()).uploadId();
        }
        EventRecord event = publish(caller, command(patientId, List.of(upload), fields), intake);
        intake.keep();
        return event;
    }

    private EventRecord publish(Caller caller, PublishCommand command, Intake intake) {
        try {
            return ingest.publish(caller, command);
        } catch (MediaFilesException refusal) {
            throw refusal;
        } catch (RuntimeException unknown) {
            // Perhaps a commit whose answer was lost: only the reconciler may remove bytes now.
            intake.keep();
            throw unknown;
        }
    }

    private static PublishCommand command(UUID patientId, List<UUID> uploadIds, PhotoFields fields) {
        return new PublishCommand(EventType.PHOTO, patientId, uploadIds, List.of(), fields.description(), null,
                fields.eventDatetime(), fields.allowDuplicate(), fields.sha256());
    }
}
