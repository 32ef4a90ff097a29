package org.mediafiles.web.faces.admin;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mediafiles.catalog.DerivativeJobService;
import org.mediafiles.catalog.JobKind;
import org.mediafiles.catalog.JobListing;
import org.mediafiles.catalog.JobQuery;
import org.mediafiles.catalog.JobState;
import org.mediafiles.catalog.JobsService;
import org.mediafiles.catalog.JobsSummary;
import org.mediafiles.catalog.Page;
import org.mediafiles.catalog.PageRequest;
import org.mediafiles.web.faces.support.RelativeTime;
import org.mediafiles.web.faces.support.WordsBacking;
import org.mediafiles.web.signin.CurrentCaller;

/** The work in the background as an admin sees it. The filters stand in the address. */
@Named
@RequestScoped
public class JobsBacking {
    static final int PAGE_SIZE = 25;
    private static final String PAGE = "/admin/jobs.xhtml";

    @Inject
    private JobsService jobs;
    @Inject
    private CurrentCaller current;
    @Inject
    private RegenerationBacking again;
    @Inject
    private WordsBacking words;
    @Inject
    private HttpServletRequest request;

    private JobState state;
    private JobKind kind;
    private String cursor;
    private JobsSummary summary;
    private RelativeTime relative;
    private Page<JobListing> page = new Page<>(List.of(), null);

    @PostConstruct
    void read() {
        state = JobState.findByCode(String.valueOf(request.getParameter("state"))).orElse(null);
        kind = JobKind.findByCode(String.valueOf(request.getParameter("kind"))).orElse(null);
        cursor = request.getParameter("cursor");
        relative = new RelativeTime(words.words(), Instant.now());
    }

    /** Opens the page. */
    public void open() {
        page = jobs.list(current.get(),
                new JobQuery(state, kind, new PageRequest(PAGE_SIZE, isContinued() ? cursor : null)));
    }

    public List<JobListing> getRows() {
        return page.items();
    }

    public JobsSummary getSummary() {
        if (summary == null) {
            summary = jobs.summary(current.get());
        }
        return summary;
    }

    public long getFailed() {
        return getSummary().failed();
    }

    /** @return {@code ok}, {@code pending} or {@code wrong}: what the head of the page says */
    public String getStanding() {
        return standing(getSummary(), again.isUnderWay());
    }

    /** @param again whether derivatives are being made anew, also where no job of that waits yet */
    static String standing(JobsSummary summary, boolean again) {
        if (summary.failed() > 0) {
            return "wrong";
        }
        return again || summary.waiting() + summary.running() > 0 ? "pending" : "ok";
    }

    public String getSentence() {
        return words.words().say("jobs.standing." + getStanding(), getSummary().failed(),
                getSummary().waiting() + getSummary().running());
    }

    /** @return the states by their names in addresses */
    public List<String> getStates() {
        return Arrays.stream(JobState.values()).map(JobState::code).toList();
    }

    public List<String> getKinds() {
        return Arrays.stream(JobKind.values()).map(JobKind::code).toList();
    }

    /** @return how many of the chosen kind are in that state, with a blank before; empty where nobody counts them */
    public String count(String code) {
        JobState counted = JobState.findByCode(code).orElseThrow();
        if (counted == JobState.DONE) {
            return "";
        }
        long many = kind == JobKind.CLIP ? 0 : of(getSummary().picture(), counted);
        many += kind == JobKind.PICTURE ? 0 : of(getSummary().clip(), counted);
        return ' ' + words.number(many);
    }

    private static long of(JobsSummary.Counts counts, JobState state) {
        return switch (state) {
            case WAITING -> counts.waiting();
            case RUNNING -> counts.running();
            case FAILED -> counts.failed();
            case DONE -> 0;
        };
    }

    /** The page's address with these filters. What is empty is left out. */
    public String href(String withState, String withKind) {
        return address(PAGE, withState, withKind, null);
    }

    public String getNextHref() {
        return address(PAGE, getState(), getKind(), page.nextCursor());
    }

    public String getFirstHref() {
        return address(PAGE, getState(), getKind(), null);
    }

    /** @return where what changes of this page is fetched from */
    public String getLiveHref() {
        return address("/admin/jobs-live.xhtml", getState(), getKind(), isContinued() ? cursor : null);
    }

    private String address(String path, String withState, String withKind, String from) {
        StringBuilder address = new StringBuilder(request.getContextPath()).append(path);
        append(address, "state", withState);
        append(address, "kind", withKind);
        append(address, "cursor", from);
        return address.toString();
    }

    private static void append(StringBuilder address, String name, String value) {
        if (value != null && !value.isBlank()) {
            address.append(address.indexOf("?") < 0 ? '?' : '&').append(name).append('=').append(value);
        }
    }

    /** @return why it failed or was put off, in words */
    public String why(JobListing job) {
        String said = words.words().say("jobs.reason." + job.reason());
        return said.startsWith("jobs.reason.") ? words.words().say("jobs.reason.other", job.reason()) : said;
    }

    /** @return what it does now, or is to do */
    public String doing(JobListing job) {
        return words.words().say("jobs.doing." + job.kind().code());
    }

    /** @return where what it belongs to is looked at; {@code null} where nothing shows it */
    public String eventHref(JobListing job) {
        return job.eventId() == null ? null : words.hrefOf(job.eventType(), job.eventId());
    }

    public String relative(Instant instant) {
        return relative.of(instant);
    }

    /** @return {@code 2 de 5} */
    public String attempts(JobListing job) {
        return words.words().say("jobs.attempts", job.attempts(), DerivativeJobService.MAX_ATTEMPTS);
    }

    public boolean isContinued() {
        return cursor != null && !cursor.isBlank();
    }

    public String getNextCursor() {
        return page.nextCursor();
    }

    /** @return empty for all */
    public String getState() {
        return Optional.ofNullable(state).map(JobState::code).orElse("");
    }

    /** @return empty for both */
    public String getKind() {
        return Optional.ofNullable(kind).map(JobKind::code).orElse("");
    }
}
