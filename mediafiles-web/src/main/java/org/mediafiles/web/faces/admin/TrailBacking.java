package org.mediafiles.web.faces.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.read.AuditFilter;
import org.mediafiles.audit.read.AuditPosition;
import org.mediafiles.audit.read.AuditRow;
import org.mediafiles.catalog.AuditReadService;
import org.mediafiles.catalog.Page;
import org.mediafiles.catalog.PageRequest;
import org.mediafiles.catalog.PatientRecord;
import org.mediafiles.catalog.PatientService;
import org.mediafiles.config.HospitalConfig;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.web.faces.support.HospitalDates;
import org.mediafiles.web.faces.support.WordsBacking;
import org.mediafiles.web.request.Ids;
import org.mediafiles.web.signin.CurrentCaller;

/**
 * The trail, newest first: everybody's, one patient's, one person's. What is asked for stands in the address, by ids and user
 * names; a patient's name never does. For printing all of a period comes at once.
 */
@Named
@RequestScoped
public class TrailBacking {
    static final int PAGE_SIZE = 50;
    /** {@code 5,000}: about a hundred printed pages; past that the period is to be narrowed. */
    static final int MOST_PRINTED = 5_000;

    /**
     * A row and whom it names.
     *
     * @param patient {@code null} where it concerns none, or the patient is gone
     * @param person  by name; the user name where nobody is known by it; empty for the server itself
     */
    public record Row(AuditRow row, PatientRecord patient, String person, List<TrailWords.Line> lines) {}

    @Inject
    private AuditReadService trail;
    @Inject
    private PatientService patients;
    @Inject
    private CurrentCaller current;
    @Inject
    private HospitalConfig hospital;
    @Inject
    private WordsBacking words;

    private String patientId;
    private String user;
    private String act;
    private String outcome;
    private String event;
    private String from;
    private String to;
    private String cursor;
    private boolean print;
    private List<Row> rows = List.of();
    private String nextCursor;
    private boolean cut;
    private PatientRecord patient;

    /** Opens the page. */
    public void open() {
        AuditFilter filter = filter();
        List<AuditRow> found;
        if (print) {
            found = all(filter);
        } else {
            Page<AuditRow> page = trail.list(current.get(), filter,
                    new PageRequest(PAGE_SIZE, given(cursor).orElse(null)));
            found = page.items();
            nextCursor = page.nextCursor();
        }
        show(found, filter.patientId());
    }

    private List<AuditRow> all(AuditFilter filter) {
        trail.beginExport(current.get(), filter, "print");
        List<AuditRow> all = new ArrayList<>();
        List<AuditRow> next = trail.exportNext(current.get(), filter, null);
        while (!next.isEmpty() && all.size() <= MOST_PRINTED) {
            all.addAll(next);
            AuditPosition behind = next.get(next.size() - 1).position();
            next = trail.exportNext(current.get(), filter, behind);
        }
        cut = all.size() > MOST_PRINTED;
        return cut ? all.subList(0, MOST_PRINTED) : all;
    }

    private void show(List<AuditRow> found, UUID whose) {
        Set<UUID> concerned = found.stream().map(AuditRow::patientId).filter(Objects::nonNull)
                .collect(Collectors.toCollection(HashSet::new));
        if (whose != null) {
            concerned.add(whose);
        }
        Map<UUID, PatientRecord> named = patients.named(current.get(), concerned);
        patient = whose == null ? null : named.get(whose);
        Map<String, String> people = trail.named(current.get(), found.stream().map(AuditRow::username)
                .filter(Objects::nonNull).collect(Collectors.toSet()));
        TrailWords told = new TrailWords(words.words(), words.format());
        rows = found.stream()
                .map(row -> new Row(row, row.patientId() == null ? null : named.get(row.patientId()),
                        row.username() == null ? "" : people.getOrDefault(row.username(), row.username()),
                        told.lines(row)))
                .toList();
    }

    private AuditFilter filter() {
        LocalDate last = date(to).orElse(null);
        return new AuditFilter(id(patientId, "patient"), id(event, "event"), given(user).orElse(null),
                given(act).flatMap(AuditAct::find).orElse(null), given(outcome).filter(getOutcomes()::contains)
                        .orElse(null),
                startOf(date(from).orElse(null)), startOf(last == null ? null : last.plusDays(1)));
    }

    private static UUID id(String text, String what) {
        return given(text).map(id -> Ids.find(id).orElseThrow(() -> MediaFilesException.notFound(what))).orElse(null);
    }

    private static Optional<LocalDate> date(String typed) {
        return given(typed).flatMap(HospitalDates::parseDate);
    }

    private Instant startOf(LocalDate day) {
        return day == null ? null : day.atStartOfDay(hospital.timeZone()).toInstant();
    }

    private static Optional<String> given(String text) {
        return Optional.ofNullable(text).map(String::strip).filter(given -> !given.isEmpty() && given.indexOf(0) < 0);
    }

    /** @return whether a date was typed that is none, so that nothing restricts that end of the period */
    public boolean isDateWrong() {
        return given(from).isPresent() && date(from).isEmpty() || given(to).isPresent() && date(to).isEmpty();
    }

    public boolean isFiltered() {
        return List.of(Optional.ofNullable(patientId), Optional.ofNullable(user), Optional.ofNullable(act),
                Optional.ofNullable(outcome), Optional.ofNullable(event), Optional.ofNullable(from),
                Optional.ofNullable(to)).stream().anyMatch(value -> value.filter(text -> !text.isBlank()).isPresent());
    }

    public boolean isContinued() {
        return given(cursor).isPresent();
    }

    /** @return the address of the page that goes on below this one; {@code null} at the end */
    public String getMoreHref() {
        return nextCursor == null ? null : href(Map.of("cursor", nextCursor));
    }

    public String getFirstHref() {
        return href(Map.of());
    }

    public String getPrintHref() {
        return href(Map.of("print", "true"));
    }

    /** @return this page's filters with one of them set */
    public String with(String name, Object value) {
        return value == null ? getFirstHref() : href(Map.of(name, value.toString()));
    }

    private String href(Map<String, String> more) {
        StringBuilder address = new StringBuilder(words.page("/admin/trail.xhtml"));
        append(address, "patient", more.getOrDefault("patient", patientId));
        append(address, "user", more.getOrDefault("user", user));
        append(address, "act", act);
        append(address, "outcome", outcome);
        append(address, "event", more.getOrDefault("event", event));
        append(address, "from", from);
        append(address, "to", to);
        append(address, "cursor", more.get("cursor"));
        append(address, "print", more.get("print"));
        return address.toString();
    }

    /** @return where the same rows come as a table */
    public String getCsvHref() {
        AuditFilter filter = filter();
        StringBuilder address = new StringBuilder(words.api("/admin/audit.csv"));
        append(address, "patientId", filter.patientId());
        append(address, "eventId", filter.eventId());
        append(address, "username", filter.username());
        append(address, "act", filter.act() == null ? null : filter.act().code());
        append(address, "outcome", filter.outcome());
        append(address, "from", filter.from());
        append(address, "to", filter.to());
        return address.toString();
    }

    private static void append(StringBuilder address, String name, Object value) {
        if (value != null && !value.toString().isBlank()) {
            address.append(address.indexOf("?") < 0 ? '?' : '&').append(name).append('=')
                    .append(URLEncoder.encode(value.toString().strip(), StandardCharsets.UTF_8));
        }
    }

    /** @return the acts in the order of their words */
    public List<String> getActs() {
        return Arrays.stream(AuditAct.values()).map(AuditAct::code)
                .sorted(java.util.Comparator.comparing(code -> words.words().say("audit.act." + code))).toList();
    }

    public List<String> getOutcomes() {
        return List.of("ok", "refused", "failed");
    }

    public List<Row> getRows() {
        return rows;
    }

    /** @return whose trail this is; {@code null} for everybody's, and where the patient is gone */
    public PatientRecord getPatient() {
        return patient;
    }

    /** @return whether there was more than is printed at once */
    public boolean isCut() {
        return cut;
    }

    public LocalDate getFromDate() {
        return date(from).orElse(null);
    }

    public LocalDate getToDate() {
        return date(to).orElse(null);
    }

    /** @return the zone in which times are told, as a hand-out says it */
    public String getZone() {
        return hospital.timeZone().getId();
    }

    public Instant getNow() {
        return Instant.now();
    }

    public String getPatientId() {
        return patientId;
    }

    public void setPatientId(String patientId) {
        this.patientId = patientId;
    }

    public String getUser() {
        return user;
    }

    public void setUser(String user) {
        this.user = user;
    }

    public String getAct() {
        return act;
    }

    public void setAct(String act) {
        this.act = act;
    }

    public String getOutcome() {
        return outcome;
    }

    public void setOutcome(String outcome) {
        this.outcome = outcome;
    }

    public String getEvent() {
        return event;
    }

    public void setEvent(String event) {
        this.event = event;
    }

    public String getFrom() {
        return from;
    }

    public void setFrom(String from) {
        this.from = from;
    }

    public String getTo() {
        return to;
    }

    public void setTo(String to) {
        this.to = to;
    }

    public String getCursor() {
        return cursor;
    }

    public void setCursor(String cursor) {
        this.cursor = cursor;
    }

    public boolean isPrint() {
        return print;
    }

    public void setPrint(boolean print) {
        this.print = print;
    }
}
