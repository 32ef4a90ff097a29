package org.mediafiles.web.faces.support;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.MediaFileRecord;
import org.mediafiles.catalog.PatientIdentifier;
import org.mediafiles.catalog.PatientRecord;
import org.mediafiles.config.HospitalConfig;
import org.mediafiles.config.UploadLimits;
import org.mediafiles.model.EventType;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.web.request.RequestPath;

/** Words and formats of this request, for expressions in pages: {@code #{fmt.dateTime(event.eventDatetime)}}. */
@Named("fmt")
@RequestScoped
public class WordsBacking {
    @Inject
    private LanguageBacking language;
    @Inject
    private HospitalConfig hospital;
    @Inject
    private UploadLimits limits;
    @Inject
    private HttpServletRequest request;

    private HospitalFormat format;
    private Words words;

    @PostConstruct
    void prepare() {
        format = new HospitalFormat(language.current(), hospital.timeZone());
        words = new Words(language.current(), format, limits);
    }

    public HospitalFormat format() {
        return format;
    }

    public Words words() {
        return words;
    }

    public String say(String key, Object value) {
        return words.say(key, value);
    }

    public String say2(String key, Object first, Object second) {
        return words.say(key, first, second);
    }

    public String dateTime(Instant instant) {
        return instant == null ? "" : format.dateTime(instant);
    }

    /** @return with seconds, for the trail */
    public String dateTimeSeconds(Instant instant) {
        return format.dateTimeSeconds(instant);
    }

    /** @return an act's words; its code where it has none, as one of a later version */
    public String act(String code) {
        String said = words.say("audit.act." + code);
        return said.startsWith("audit.act.") ? code : said;
    }

    public String time(Instant instant) {
        return format.time(instant);
    }

    public String date(LocalDate day) {
        return day == null ? "" : format.date(day);
    }

    public String dayHeading(LocalDate day) {
        return format.dayHeading(day);
    }

    public String size(long bytes) {
        return format.size(bytes);
    }

    public String number(long value) {
        return format.number(value);
    }

    /** @return birthday and age: {@code 17/05/1980 (46 anos)} */
    public String birthday(PatientRecord patient) {
        int age = format.age(patient.birthday(), format.dayOf(Instant.now()));
        return words.say(age == 1 ? "patient.birthdayAge1" : "patient.birthdayAge", format.date(patient.birthday()),
                age);
    }

    /** @return the number by which the hospital knows the patient; empty where there is none */
    public String recordNumber(PatientRecord patient) {
        return patient.identifiers().stream()
                .filter(identifier -> identifier.system().equalsIgnoreCase(PatientWords.RECORD_NUMBER)).findFirst()
                .or(() -> patient.identifiers().stream().findFirst()).map(PatientIdentifier::value).orElse("");
    }

    /** @return the number with its name, or that there is none */
    public String recordNumberWords(PatientRecord patient) {
        String number = recordNumber(patient);
        return number.isEmpty() ? words.say("patient.noNumber") : words.say("patient.number", number);
    }

    /** @return width and height with the pixels' count: {@code 4032 × 3024 px (12 MP)}; empty where unknown */
    public String dimensions(Integer width, Integer height) {
        return width == null || height == null
                ? ""
                : width + "\u00a0×\u00a0" + height + " px (" + format.megapixels((long) width * height) + ')';
    }

    /** @return {@code 4032 × 3024}; empty where unknown */
    public String sides(MediaFileRecord file) {
        return file.width() == null || file.height() == null ? "" : file.width() + "\u00a0×\u00a0" + file.height();
    }

    /** @return who changed it last, and when */
    public String changed(EventRecord event) {
        String who = event.updatedBy() == null ? "" : event.updatedBy().displayName();
        return format.dateTime(event.updatedAt()) + " · " + who;
    }

    /** @return what the camera wrote as its time; empty where it wrote none */
    public String captured(MediaFileRecord file) {
        Object written = file == null ? null : file.metadata().get("captureTime");
        if (written == null) {
            return "";
        }
        try {
            return format.dateTime(OffsetDateTime.parse(written.toString()).toInstant());
        } catch (DateTimeException e) {
            return written.toString();
        }
    }

    /** @return the day in the hospital's zone, as in addresses: {@code 2026-11-23} */
    public String day(Instant instant) {
        return format.dayOf(instant).toString();
    }

    /** @return the key of the kind's name */
    public String kindKey(EventRecord event) {
        return "kind." + event.type().apiName();
    }

    public boolean clip(EventRecord event) {
        return event.type() == EventType.VIDEO_CLIP;
    }

    /** @return what stands for the event on the timeline: its file, or a series' first picture; {@code null} where missing */
    public MediaFileRecord cover(EventRecord event) {
        return EventWords.cover(event);
    }

    /** @return what the event's picture is called for who does not see it */
    public String tileAlt(EventRecord event) {
        return EventWords.alt(event, words, format);
    }

    /** @return how much it is, behind a separator: {@code · 5 fotos}, {@code · 0:32}; empty for a photo */
    public String extent(EventRecord event) {
        String extent = EventWords.extent(event, words);
        return extent.isEmpty() ? "" : " · " + extent;
    }

    /** @return a clip's length, {@code 0:32}; empty for a picture and where unknown */
    public String length(MediaFileRecord file) {
        return file == null ? "" : EventWords.length(file.duration());
    }

    /** @return an empty picture of the file's shape, to keep the place of one that is to come */
    public String blank(MediaFileRecord file) {
        return EventWords.blank(file);
    }

    /** @return the address of the smallest picture of a file; {@code null} where there is none, or none yet */
    public String smallest(MediaFileRecord file) {
        boolean plays = file.playback() != null && file.playback().status().equals("ready");
        return file.derivable() ? media(file, "thumbnail") : plays ? media(file, "poster") : null;
    }

    /** @return the kinds by their names in addresses */
    public List<String> getKinds() {
        return Arrays.stream(EventType.values()).map(EventType::apiName).toList();
    }

    /** @return the period as a few words: {@code 01/11/2026 – 23/11/2026}; without bounds, what the filter is called */
    public String period(LocalDate from, LocalDate to) {
        if (from == null && to == null) {
            return words.say("timeline.period");
        }
        if (from != null && from.equals(to)) {
            return format.date(from);
        }
        return (from == null ? "…" : format.date(from)) + " – " + (to == null ? "…" : format.date(to));
    }

    /** @param variant as the API spells it, for example {@code thumbnail} */
    public String media(MediaFileRecord file, String variant) {
        return request.getContextPath() + RequestPath.API + "/media-files/" + file.id() + '/' + variant;
    }

    /** @return the address of the page on which the event is looked at */
    public String eventHref(EventRecord event) {
        return hrefOf(event.type(), event.id());
    }

    /** @return as {@link #eventHref} */
    public String hrefOf(EventType type, UUID event) {
        return request.getContextPath() + EventPage.of(type).path(event);
    }

    /**
     * @param left  a media file
     * @param right another one of the same patient; {@code null} where it is chosen on the page
     * @return the address of the page that shows them side by side
     */
    public String compare(UUID left, UUID right) {
        StringBuilder address = new StringBuilder(request.getContextPath()).append("/clinician/compare.xhtml?left=")
                .append(left);
        append(address, "right", right);
        return address.toString();
    }

    /** @param path below the application's root, with its leading slash */
    public String page(String path) {
        return request.getContextPath() + path;
    }

    /** @param path below the API's root, with its leading slash */
    public String api(String path) {
        return request.getContextPath() + RequestPath.API + path;
    }

    /** The address of a timeline; what is {@code null} or empty is left out of it. */
    public String timeline(Object patient, Object type, Object from, Object to, Object cursor) {
        StringBuilder address = new StringBuilder(request.getContextPath())
                .append("/clinician/timeline.xhtml?patient=").append(encoded(patient));
        append(address, "type", type);
        append(address, "from", from);
        append(address, "to", to);
        append(address, "cursor", cursor);
        return address.toString();
    }

    /** @return the address of one person's trail */
    public String trailOf(String username) {
        return request.getContextPath() + "/admin/trail.xhtml?user=" + encoded(username);
    }

    private static void append(StringBuilder address, String name, Object value) {
        if (value != null && !value.toString().isBlank()) {
            address.append('&').append(name).append('=').append(encoded(value));
        }
    }

    private static String encoded(Object value) {
        return URLEncoder.encode(String.valueOf(value), StandardCharsets.UTF_8);
    }

    /** @return what is said of each problem, of a picture and of a clip, by its code, as JSON for the script that sends files */
    public String getProblemsJson() {
        return Json.write(Map.of("image",
                Arrays.stream(ProblemCode.values()).collect(Collectors.toMap(ProblemCode::code, words::problem)),
                "video", Arrays.stream(ProblemCode.values())
                        .collect(Collectors.toMap(ProblemCode::code, words::videoProblem))));
    }

    /** @return the words whose keys begin so, by the rest of their keys, as JSON for a script */
    public String wordsJson(String prefix) {
        return Json.write(words.beginningWith(prefix));
    }
}
