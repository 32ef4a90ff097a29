package org.mediafiles.web.faces.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.mediafiles.catalog.JobKind;
import org.mediafiles.catalog.JobsService;
import org.mediafiles.catalog.RegenerationRecord;
import org.mediafiles.catalog.RegenerationScope;
import org.mediafiles.catalog.RegenerationService;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.web.faces.support.PageMessages;
import org.mediafiles.web.faces.support.Redirect;
import org.mediafiles.web.faces.support.WordsBacking;
import org.mediafiles.web.request.Ids;
import org.mediafiles.web.signin.CurrentCaller;

/** What an admin can do about the work in the background: another try, all anew, stop. */
@Named
@RequestScoped
public class RegenerationBacking {
    private static final String PAGE = "/admin/jobs.xhtml";
    private static final long WHOLE = 100;

    @Inject
    private JobsService jobs;
    @Inject
    private RegenerationService regenerations;
    @Inject
    private CurrentCaller current;
    @Inject
    private PageMessages messages;
    @Inject
    private WordsBacking words;
    @Inject
    private HttpServletRequest request;

    private Optional<RegenerationRecord> latest;

    /** Has the job tried again whose button was pressed: the button names it. */
    public void retry() throws IOException {
        String chosen = String.valueOf(request.getParameter("job"));
        if (!chosen.matches("[0-9]{1,18}")) {
            throw MediaFilesException.notFound("job");
        }
        try {
            jobs.retry(current.get(), Long.parseLong(chosen));
            messages.done("jobs.retried.one");
        } catch (MediaFilesException refused) {
            // Somebody was faster, or it is gone with what it was for.
            told(refused, "jobs.retried.notFailed");
        }
        Redirect.to(here());
    }

    public void retryAll() throws IOException {
        messages.done("jobs.retried", jobs.retryAllFailed(current.get(),
                JobKind.findByCode(String.valueOf(request.getParameter("kind"))).orElse(null)));
        Redirect.to(here());
    }

    /** Has many made anew. */
    public void begin() throws IOException {
        begin(RegenerationScope.findByCode(String.valueOf(request.getParameter("scope")))
                .filter(chosen -> chosen != RegenerationScope.ONE).orElse(null), null);
    }

    /** Has the one media file's derivatives made anew whose button was pressed. */
    public void beginOne() throws IOException {
        begin(RegenerationScope.ONE, Ids.get(String.valueOf(request.getParameter("mediaFile")), "media file"));
    }

    private void begin(RegenerationScope what, UUID mediaFileId) throws IOException {
        try {
            long total = regenerations.begin(current.get(), what, mediaFileId).total();
            messages.done(mediaFileId == null ? "jobs.again.begun" : "jobs.again.begunOne", total);
        } catch (MediaFilesException refused) {
            told(refused, mediaFileId == null ? "jobs.again.busy" : "jobs.again.busyOne");
        }
        Redirect.to(here());
    }

    public void stop() throws IOException {
        try {
            regenerations.stop(current.get(), latest().map(RegenerationRecord::id).orElse(-1L));
            messages.done("jobs.again.stopped");
        } catch (MediaFilesException refused) {
            told(refused, "jobs.again.ended");
        }
        Redirect.to(here());
    }

    private void told(MediaFilesException refused, String key) {
        if (refused.code() != ProblemCode.CONFLICT && refused.code() != ProblemCode.NOT_FOUND) {
            throw refused;
        }
        messages.done(key);
    }

    /** Back to where the button was: the filters alone, since what was there may be elsewhere now. */
    private String here() {
        String state = String.valueOf(request.getParameter("state"));
        String kind = String.valueOf(request.getParameter("kind"));
        return PAGE + "?state=" + (state.matches("[a-z]{1,10}") ? state : "") + "&kind="
                + (kind.matches("[a-z]{1,10}") ? kind : "");
    }

    private Optional<RegenerationRecord> latest() {
        if (latest == null) {
            latest = regenerations.latest(current.get());
        }
        return latest;
    }

    /** @return the regeneration that is under way, else the last; {@code null} before the first */
    public RegenerationRecord getLatest() {
        return latest().orElse(null);
    }

    /** @return whether a worker has still something to do for it */
    public boolean isUnderWay() {
        return latest().filter(RegenerationRecord::isUnderWay).isPresent();
    }

    public boolean isStoppable() {
        return latest().filter(RegenerationRecord::isRunning).isPresent();
    }

    /** @return 0 to 100 */
    public long getPercent() {
        return latest().filter(one -> one.total() > 0)
                .map(one -> Math.min(WHOLE, WHOLE * (one.done() + one.failed()) / one.total())).orElse(WHOLE);
    }

    /** @return how far it is, and what it does now */
    public String getSentence() {
        RegenerationRecord one = latest().orElseThrow();
        String key = one.isRunning()
                ? "running"
                : one.state().equals("done") ? "done" : one.isUnderWay() ? "ending" : "stopped";
        return words.words().say("jobs.again.state." + key, one.done(), one.total(), one.failed(),
                one.waiting() + one.running());
    }

    public String getTitle() {
        return words.words().say("jobs.again.title." + latest().orElseThrow().scope().code());
    }

    public String getWho() {
        RegenerationRecord one = latest().orElseThrow();
        return words.words().say("jobs.again.who", words.dateTime(one.createdAt()),
                one.requestedBy() == null ? "–" : one.requestedBy().displayName());
    }
}
