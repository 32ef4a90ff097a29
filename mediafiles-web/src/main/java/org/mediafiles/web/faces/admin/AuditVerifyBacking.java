package org.mediafiles.web.faces.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.chain.Fault;
import org.mediafiles.audit.chain.VerificationDesk;
import org.mediafiles.audit.chain.VerificationReport;
import org.mediafiles.audit.chain.VerificationTask;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.AccessGuard;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;
import org.mediafiles.web.faces.support.PageMessages;
import org.mediafiles.web.faces.support.Redirect;
import org.mediafiles.web.faces.support.WordsBacking;
import org.mediafiles.web.signin.CurrentCaller;

/** The part of the trail's page that compares the trail with its seals: how far it is, and what it came to. */
@Named
@RequestScoped
public class AuditVerifyBacking {
    private static final String PAGE = "/admin/trail.xhtml#verify";
    private static final long WHOLE = 100;

    @Inject
    private VerificationDesk desk;
    @Inject
    private AccessGuard guard;
    @Inject
    private CurrentCaller current;
    @Inject
    private PageMessages messages;
    @Inject
    private WordsBacking words;

    private Optional<VerificationTask> task;

    /** Begins one beside the requests. */
    public void begin() throws IOException {
        Caller admin = admin();
        try {
            desk.begin(admin.actor());
        } catch (MediaFilesException busy) {
            if (busy.code() != ProblemCode.CONFLICT) {
                throw busy;
            }
            messages.done("trail.verify.busy");
        }
        Redirect.to(PAGE);
    }

    private Caller admin() {
        Caller caller = current.get();
        guard.require(caller, Act.ADMINISTER, AuditAct.AUDIT_VERIFY);
        return caller;
    }

    /** One look for the whole page, so that its parts agree. */
    private Optional<VerificationTask> task() {
        if (task == null) {
            admin();
            task = desk.current();
        }
        return task;
    }

    private Optional<VerificationReport> report() {
        return task().flatMap(VerificationTask::report);
    }

    private Optional<Fault> fault() {
        return report().map(VerificationReport::firstFault);
    }

    public boolean isRunning() {
        return task().filter(VerificationTask::isRunning).isPresent();
    }

    /** @return whether one has come to its end since the server started, or broke off */
    public boolean isEnded() {
        return task().filter(last -> !last.isRunning()).isPresent();
    }

    public boolean isIntact() {
        return report().filter(VerificationReport::intact).isPresent();
    }

    /** @return whether something was found */
    public boolean isBroken() {
        return fault().isPresent();
    }

    /** @return 0 to 100 */
    public long getPercent() {
        return task().filter(one -> one.total() > 0).map(one -> Math.min(WHOLE, WHOLE * one.checked() / one.total()))
                .orElse(0L);
    }

    /** @return how far it is, or what it came to */
    public String getSentence() {
        if (isRunning()) {
            VerificationTask now = task().orElseThrow();
            return now.total() == 0
                    ? words.words().say("trail.verify.starting")
                    : words.words().say("trail.verify.running", now.checked(), now.total());
        }
        return words.words().say(
                report().isEmpty()
                        ? "trail.verify.brokeOff"
                        : isIntact() ? "trail.verify.intact" : "trail.verify.broken");
    }

    /** @return when it was, and who asked for it */
    public String getWho() {
        VerificationTask last = task().orElseThrow();
        return words.words().say(last.isRunning() ? "trail.verify.since" : "trail.verify.at",
                words.dateTime(last.endedAt().orElse(last.startedAt())), last.startedBy());
    }

    /** @return how many rows, how many without a seal, how many anchors; empty where it broke off */
    public String getCounts() {
        return report().map(came -> words.words().say("trail.verify.counts", came.rows(), came.unsealed(),
                came.anchorsChecked())).orElse("");
    }

    /** @return what is the matter with the first one at fault */
    public String getFaultSentence() {
        return fault().map(first -> words.words().say("trail.verify.kind." + first.kind().code())).orElse("");
    }

    /** @return which row or seal it is, and its time */
    public String getFaultPlace() {
        return fault().map(first -> {
            String which = first.id() == null
                    ? words.words().say("trail.verify.seal", String.valueOf(first.seq()))
                    : words.words().say("trail.verify.row", String.valueOf(first.id()));
            return first.at() == null || isFarOff(first.at()) ? which : which + " · " + words.dateTime(first.at());
        }).orElse("");
    }

    /** A time that somebody made up may have no date. */
    private static boolean isFarOff(Instant at) {
        return at.isBefore(Instant.EPOCH) || at.isAfter(Instant.parse("9999-01-01T00:00:00Z"));
    }

    public String getMore() {
        return report().filter(came -> came.faults() > 1)
                .map(came -> words.words().say("trail.verify.more", came.faults()))
                .orElse("");
    }

    /** @return in English: what anchors could not be compared; empty where all were */
    public String getAnchorTrouble() {
        return report().map(VerificationReport::anchorTrouble).orElse("");
    }

    /** @return the file that the last anchor could not be written to; empty where all is well */
    public String getUnwritableFile() {
        return desk.anchorTrouble().orElse("");
    }
}
