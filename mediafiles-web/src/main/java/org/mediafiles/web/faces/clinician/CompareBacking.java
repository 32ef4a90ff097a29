package org.mediafiles.web.faces.clinician;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.UUID;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.EventService;
import org.mediafiles.catalog.PatientRecord;
import org.mediafiles.catalog.PatientService;
import org.mediafiles.config.HospitalConfig;
import org.mediafiles.model.EventType;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.web.faces.support.WordsBacking;
import org.mediafiles.web.signin.CurrentCaller;

/** Two pictures of one patient side by side. The address names them by their media files. */
@Named
@RequestScoped
public class CompareBacking {
    @Inject
    private EventService events;
    @Inject
    private PatientService patients;
    @Inject
    private CurrentCaller current;
    @Inject
    private HospitalConfig hospital;
    @Inject
    private WordsBacking words;

    private String leftId;
    private String rightId;
    private ComparedPicture left;
    private ComparedPicture right;
    private PatientRecord patient;

    /** Opens the page. What is not of one patient, or no picture, is not there. */
    public void open() {
        left = find(leftId);
        patient = patients.head(current.get(), left.event().patientId());
        if (rightId != null && !rightId.isBlank()) {
            right = find(rightId);
            if (!right.event().patientId().equals(left.event().patientId())) {
                throw MediaFilesException.notFound("picture of this patient");
            }
        }
    }

    private ComparedPicture find(String id) {
        UUID file = PageIds.get(id, "media file");
        if (left != null && left.event().files() != null && isOf(left.event(), file)) {
            return ComparedPicture.of(left.event(), file);
        }
        EventRecord event = events.findByMediaFile(current.get(), file)
                .filter(found -> found.type() != EventType.VIDEO_CLIP)
                .orElseThrow(() -> MediaFilesException.notFound("media file"));
        return ComparedPicture.of(event, file);
    }

    private static boolean isOf(EventRecord series, UUID file) {
        return series.files().stream().anyMatch(member -> member.mediaFile().id().equals(file));
    }

    private Comparison comparison() {
        return Comparison.of(left, right == null ? left : right, hospital.timeZone());
    }

    public PatientRecord getPatient() {
        return patient;
    }

    public ComparedPicture getLeft() {
        return left;
    }

    /** @return {@code null} until it is chosen */
    public ComparedPicture getRight() {
        return right;
    }

    /** @param side {@code left} or {@code right} */
    public ComparedPicture picture(String side) {
        return isLeft(side) ? left : right;
    }

    private static boolean isLeft(String side) {
        return side.equals("left");
    }

    /** @return when that picture was; where the camera says so, its name behind */
    public String when(String side) {
        Comparison compared = comparison();
        String when = words.dateTime(isLeft(side) ? compared.left() : compared.right());
        return compared.byCamera() && right != null ? words.say("compare.byCamera", when) : when;
    }

    /** @return how far the two are apart: {@code 12 dias de intervalo}; empty until both are there */
    public String getInterval() {
        return right == null ? "" : words.words().say("compare.interval", comparison().days());
    }

    /** @return the address with that side's picture so many steps on in its series; {@code null} beyond the ends */
    public String step(String side, int steps) {
        UUID there = picture(side) == null ? null : picture(side).neighbour(steps);
        UUID other = isLeft(side) ? id(right) : id(left);
        return there == null ? null : isLeft(side) ? words.compare(there, other) : words.compare(other, there);
    }

    /** @return the address with the two in each other's places; {@code null} until both are there */
    public String getSwapped() {
        return right == null ? null : words.compare(id(right), id(left));
    }

    private static UUID id(ComparedPicture picture) {
        return picture == null ? null : picture.file().id();
    }

    public String alt(String side) {
        ComparedPicture picture = picture(side);
        return words.say2("tile.alt", words.words().say(words.kindKey(picture.event())), when(side));
    }

    /** @return the page of what stands on the left */
    public String getBack() {
        String address = words.eventHref(left.event());
        return left.member() == null ? address : address + "&picture=" + left.member().id();
    }

    public String getLeftId() {
        return leftId;
    }

    public void setLeftId(String leftId) {
        this.leftId = leftId;
    }

    public String getRightId() {
        return rightId;
    }

    public void setRightId(String rightId) {
        this.rightId = rightId;
    }
}
