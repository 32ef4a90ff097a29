package org.mediafiles.web.upload;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.PublishCommand;
import org.mediafiles.ingest.IntakeKind;
import org.mediafiles.ingest.MediaIngest;
import org.mediafiles.model.EventType;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.security.About;
import org.mediafiles.security.Attempt;
import org.mediafiles.security.Caller;

/**
 * {@code POST /patients/{id}/photos} and {@code /video-clips}: a form with a file, or with the id of an upload, becomes a
 * photo or a clip.
 */
@ApplicationScoped
public class OneFileIntake {
    private static final FormParts PARTS = FormParts
            .of(Set.of("description", "eventDatetime", "sha256", "allowDuplicate", "uploadId"));

    private MediaIngest ingest;

    protected OneFileIntake() {}

    @Inject
    OneFileIntake(MediaIngest ingest) {
        this.ingest = ingest;
    }

    /**
     * @param type a photo or a clip
     * @throws MediaFilesException in the contract's order of checks; nothing is left of a refused request
     */
    @Attempt(AuditAct.EVENT_CREATE)
    public EventRecord receive(Caller caller, EventType type, @About(About.Kind.PATIENT) UUID patientId,
            HttpServletRequest request) {
        Target target = new Target(caller, type, patientId);
        // Role and patient, before a byte of the body is read.
        ingest.check(caller, target.command(List.of(), EventFields.NONE));
        try (Intake intake = new Intake(ingest, caller,
                type == EventType.VIDEO_CLIP ? IntakeKind.VIDEO : IntakeKind.PHOTO)) {
            try {
                return receive(target, intake, intake.readForm(request, PARTS));
            } catch (MediaFilesException refusal) {
                throw intake.refusedFor(refusal);
            }
        }
    }

    private EventRecord receive(Target target, Intake intake, MultipartForm form) {
        UUID waiting = EventFields.uploadId(form, intake.hasFile());
        if (waiting != null) {
            // Whether there is such an upload comes before what is said of it.
            ingest.check(target.caller(), target.command(List.of(waiting), EventFields.NONE));
        }
        // Past the size limit what came after the file was not read; what came before it is judged first.
        EventFields fields = EventFields.of(form);
        UUID upload = waiting;
        if (upload == null) {
            ingest.check(target.caller(), target.command(List.of(), fields));
            upload = intake.examine(fields.sha256()).uploadId();
        }
        EventRecord event = publish(target.caller(), target.command(List.of(upload), fields), intake);
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

    /** Who wants what on whose timeline. */
    private record Target(Caller caller, EventType type, UUID patientId) {
        PublishCommand command(List<UUID> uploadIds, EventFields fields) {
            return new PublishCommand(type, patientId, uploadIds, List.of(), fields.description(), null,
                    fields.eventDatetime(), fields.allowDuplicate(), fields.sha256());
        }
    }
}
