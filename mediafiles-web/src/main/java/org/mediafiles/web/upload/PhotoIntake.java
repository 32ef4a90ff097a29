package org.mediafiles.web.upload;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.PublishCommand;
import org.mediafiles.ingest.IntakeKind;
import org.mediafiles.ingest.MediaIngest;
import org.mediafiles.model.EventType;
import org.mediafiles.model.Sha256;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.Caller;

/** {@code POST /patients/{id}/photos}: a form with a file, or with the id of an upload, becomes a photo. */
@ApplicationScoped
public class PhotoIntake {
    private static final Set<String> PARTS = Set.of("description", "eventDatetime", "sha256", "allowDuplicate",
            "uploadId");

    private MediaIngest ingest;

    protected PhotoIntake() {}

    @Inject
    PhotoIntake(MediaIngest ingest) {
        this.ingest = ingest;
    }

    /** @throws MediaFilesException in the contract's order of checks; nothing is left of a refused request */
    public EventRecord receive(Caller caller, UUID patientId, HttpServletRequest request) {
        // Role and patient, before a byte of the body is read.
        ingest.check(caller, command(patientId, List.of(), null, null, false));
        try (Intake intake = new Intake(ingest, caller, IntakeKind.PHOTO)) {
            try {
                return receive(caller, patientId, intake, intake.readForm(request, PARTS));
            } catch (MediaFilesException refusal) {
                throw intake.refusedFor(refusal);
            }
        }
    }

    private EventRecord receive(Caller caller, UUID patientId, Intake intake, MultipartForm form) {
        if (intake.isTooLarge()) {
            // What came after the file was not read, so nothing can be said of it.
            intake.examine(null);
        }
        PhotoFields fields = PhotoFields.of(form, intake.hasFile());
        PublishCommand unfiled = command(patientId, List.of(), fields.description(), fields.eventDatetime(),
                fields.allowDuplicate());
        ingest.check(caller, unfiled);
        UUID uploadId = fields.uploadId();
        if (uploadId == null) {
            uploadId = intake.examine(fields.sha256()).uploadId();
        } else if (fields.sha256() != null) {
            requireSha256(caller, uploadId, fields.sha256());
        }
        EventRecord event = publish(caller, command(patientId, List.of(uploadId), fields.description(),
                fields.eventDatetime(), fields.allowDuplicate()), intake);
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

    private void requireSha256(Caller caller, UUID uploadId, Sha256 announced) {
        boolean differs = ingest.waiting(caller).stream().anyMatch(
                upload -> upload.uploadId().equals(uploadId) && !upload.fileHash().equals(announced.hex()));
        if (differs) {
            throw new MediaFilesException(ProblemCode.CHECKSUM_MISMATCH,
                    "The upload's bytes do not have the SHA-256 that was announced.").atField("sha256");
        }
    }

    private static PublishCommand command(UUID patientId, List<UUID> uploadIds, String description,
            Instant eventDatetime, boolean allowDuplicate) {
        return new PublishCommand(EventType.PHOTO, patientId, uploadIds, List.of(), description, null, eventDatetime,
                allowDuplicate);
    }
}
