package org.mediafiles.web.faces.clinician;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.EventService;
import org.mediafiles.catalog.Page;
import org.mediafiles.catalog.PageRequest;
import org.mediafiles.catalog.PatientRecord;
import org.mediafiles.catalog.PatientService;
import org.mediafiles.catalog.TimelineQuery;
import org.mediafiles.config.HospitalConfig;
import org.mediafiles.model.EventType;
import org.mediafiles.web.faces.support.HospitalDates;
import org.mediafiles.web.signin.CurrentCaller;

/**
 * A patient's timeline, a page at a time. Filters and the place to go on from stand in the address; the script that loads on
 * as one scrolls fetches the address of the next page and takes its days over.
 */
@Named
@RequestScoped
public class TimelineBacking {
    static final int PAGE_SIZE = 40;

    /**
     * A heading and what stands below it.
     *
     * @param date in the hospital's time zone
     */
    public record Day(LocalDate date, List<EventRecord> events) {}

    @Inject
    private PatientService patients;
    @Inject
    private EventService events;
    @Inject
    private CurrentCaller current;
    @Inject
    private HospitalConfig hospital;

    private String patientId;
    private String type;
    private String from;
    private String to;
    private String cursor;
    private boolean part;
    private PatientRecord patient;
    private List<Day> days = List.of();
    private String nextCursor;
    private Map<EventType, Long> counts = Map.of();
    private long withoutMedia;

    /** Opens the page: the patient and the first events, or the events that go on from the cursor. */
    public void open() {
        UUID id = PageIds.get(patientId, "patient");
        if (!part) {
            patient = patients.head(current.get(), id);
        }
        LocalDate first = HospitalDates.parseDate(from).orElse(null);
        LocalDate last = HospitalDates.parseDate(to).orElse(null);
        Set<EventType> types = EventType.findByApiName(type == null ? "" : type).map(Set::of).orElse(Set.of());
        Page<EventRecord> page = events.timeline(current.get(),
                new TimelineQuery(id, types, startOf(first), startOf(last == null ? null : last.plusDays(1)),
                        new PageRequest(PAGE_SIZE, cursor == null || cursor.isBlank() ? null : cursor)));
        days = byDay(page.items());
        nextCursor = page.nextCursor();
        if (!isContinued()) {
            counts = events.counts(current.get(), id);
            withoutMedia = events.countWithoutMedia(id, types, first, last);
        }
    }

    private Instant startOf(LocalDate day) {
        return day == null ? null : day.atStartOfDay(hospital.timeZone()).toInstant();
    }

    private List<Day> byDay(List<EventRecord> items) {
        Map<LocalDate, List<EventRecord>> grouped = new LinkedHashMap<>();
        for (EventRecord event : items) {
            grouped.computeIfAbsent(LocalDate.ofInstant(event.eventDatetime(), hospital.timeZone()),
                    day -> new ArrayList<>()).add(event);
        }
        return grouped.entrySet().stream().map(day -> new Day(day.getKey(), day.getValue())).toList();
    }

    public PatientRecord getPatient() {
        return patient;
    }

    public List<Day> getDays() {
        return days;
    }

    public String getNextCursor() {
        return nextCursor;
    }

    /** @return whether this goes on from an earlier page */
    public boolean isContinued() {
        return cursor != null && !cursor.isBlank();
    }

    /** @return whether a filter is on, so that an empty page means "nothing like this" */
    public boolean isFiltered() {
        return hasText(type) || hasText(from) || hasText(to);
    }

    public boolean isPeriod() {
        return hasText(from) || hasText(to);
    }

    private static boolean hasText(String text) {
        return text != null && !text.isBlank();
    }

    public long getTotal() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** @param apiName for example {@code photo} */
    public long count(String apiName) {
        return EventType.findByApiName(apiName).map(kind -> counts.getOrDefault(kind, 0L)).orElse(0L);
    }

    public long getWithoutMedia() {
        return withoutMedia;
    }

    public LocalDate getFromDate() {
        return HospitalDates.parseDate(from).orElse(null);
    }

    public LocalDate getToDate() {
        return HospitalDates.parseDate(to).orElse(null);
    }

    public String getPatientId() {
        return patientId;
    }

    public void setPatientId(String patientId) {
        this.patientId = patientId;
    }

    public String getType() {
        return type;
    }

    public void setType(String type) {
        this.type = type;
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

    /** @return whether a script asks for days alone, to go on below those it has: no patient is opened by that */
    public boolean isPart() {
        return part;
    }

    public void setPart(boolean part) {
        this.part = part;
    }

    public String getCursor() {
        return cursor;
    }

    public void setCursor(String cursor) {
        this.cursor = cursor;
    }
}
