package org.mediafiles.web.upload;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Set;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.catalog.UploadRecord;
import org.mediafiles.ingest.IntakeKind;
import org.mediafiles.ingest.MediaIngest;
import org.mediafiles.model.Sha256;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.security.AccessGuard;
import org.mediafiles.security.Act;
import org.mediafiles.security.Attempt;
import org.mediafiles.security.Caller;

/** {@code POST /uploads}: bytes that wait for being published, as a raw body or as the {@code file} of a form. */
@ApplicationScoped
public class UploadIntake {
    private static final FormParts PARTS = FormParts.of(Set.of("sha256"));

    private MediaIngest ingest;
    private AccessGuard guard;

    protected UploadIntake() {}

    @Inject
    UploadIntake(MediaIngest ingest, AccessGuard guard) {
        this.ingest = ingest;
        this.guard = guard;
    }

    /**
     * @param filename of a raw body, from the query; {@code null} where the header may name one
     * @param sha256   of a raw body, from the query; {@code null} for nothing announced
     */
    @Attempt(AuditAct.UPLOAD_RECEIVE)
    public UploadRecord receive(Caller caller, HttpServletRequest request, String filename, String sha256) {
        guard.require(caller, Act.CREATE_EVENT, AuditAct.UPLOAD_RECEIVE);
        try (Intake intake = new Intake(ingest, caller, IntakeKind.ANY)) {
            try {
                Sha256 announced = MultipartForm.isMultipart(request)
                        ? readForm(intake, request)
                        : readRaw(intake, request, filename, sha256);
                UploadRecord upload = intake.examine(announced);
                intake.keep();
                return upload;
            } catch (MediaFilesException refusal) {
                throw intake.refusedFor(refusal);
            }
        }
    }

    private static Sha256 readForm(Intake intake, HttpServletRequest request) {
        MultipartForm form = intake.readForm(request, PARTS);
        if (!intake.hasFile()) {
            throw MediaFilesException.invalid(MultipartForm.FILE, "A file is required.");
        }
        // Past the limit what came after the file was not read; what came before it is judged first.
        return EventFields.sha256(form.text("sha256"));
    }

    private static Sha256 readRaw(Intake intake, HttpServletRequest request, String filename, String sha256) {
        Sha256 announced = EventFields.sha256(sha256);
        String name = filename != null
                ? filename
                : HeaderParameters.parse(request.getHeader("Content-Disposition")).filename();
        try {
            intake.spool(request.getInputStream(), name);
        } catch (IOException e) {
            throw BodyFailure.refusal(e);
        }
        return announced;
    }
}
