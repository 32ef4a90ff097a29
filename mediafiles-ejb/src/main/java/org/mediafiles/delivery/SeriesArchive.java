package org.mediafiles.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.mediafiles.audit.AuditAct;
import org.mediafiles.audit.AuditEntry;
import org.mediafiles.catalog.EventRecord;
import org.mediafiles.catalog.EventService;
import org.mediafiles.catalog.SeriesFileRecord;
import org.mediafiles.config.HospitalConfig;
import org.mediafiles.derivative.Derivatives;
import org.mediafiles.model.EventType;
import org.mediafiles.model.Variant;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.security.AccessGuard;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;

/**
 * A series' pictures as one ZIP. Every picture is found, and its look on record, before the first byte leaves; then they go
 * out one after the other. An orchestrator: it holds no transaction.
 */
@ApplicationScoped
public class SeriesArchive {
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("uuuu-MM-dd_HHmm", Locale.ROOT);

    private EventService events;
    private MediaDelivery delivery;
    private AccessGuard guard;
    private HospitalConfig hospital;

    protected SeriesArchive() {}

    @Inject
    SeriesArchive(EventService events, MediaDelivery delivery, AccessGuard guard, HospitalConfig hospital) {
        this.events = events;
        this.delivery = delivery;
        this.guard = guard;
        this.hospital = hospital;
    }

    /**
     * Finds all that goes into it without putting a look on record yet: enough for {@code HEAD}. Pictures that are not made
     * yet are made now; all together that takes as long as one such wait may, and one picture more.
     *
     * @param originals the originals, byte for byte; else the {@code large} pictures
     * @throws MediaFilesException {@code NOT_FOUND}, also for a series without pictures; {@code FORBIDDEN} (a viewer's
     *                             originals), {@code FILE_MISSING}, {@code NOT_READY}; of a picture with {@code file}, its
     *                             1-based place
     */
    public ArchiveContents find(Caller caller, UUID seriesId, boolean originals) {
        EventRecord series = events.standing(caller, EventType.PHOTO_SERIES, seriesId);
        if (originals) {
            guard.require(caller, Act.READ_ORIGINAL, AuditEntry.refused(AuditAct.ORIGINAL_LOOK, "")
                    .patient(series.patientId()).event(seriesId));
        }
        if (series.files().isEmpty()) {
            throw MediaFilesException.notFound("picture in this series");
        }
        LocalDateTime when = LocalDateTime.ofInstant(series.eventDatetime(), hospital.timeZone());
        long deadline = System.nanoTime() + Derivatives.LONGEST_WAIT.toNanos();
        List<ArchiveContents.Entry> entries = new ArrayList<>();
        for (SeriesFileRecord file : series.files()) {
            int place = entries.size() + 1;
            Deliverable found = find(caller, file, place, originals ? Variant.CONTENT : Variant.LARGE, deadline);
            String name = String.format(Locale.ROOT, "%02d_%s.%s", place, WHEN.format(when),
                    DownloadName.extension(found.mimeType()));
            entries.add(new ArchiveContents.Entry(new ZipFormat.Entry(name, found.byteCount()), found));
        }
        boolean english = hospital.locale().getLanguage().equals(Locale.ENGLISH.getLanguage());
        return new ArchiveContents(WHEN.format(when) + (english ? "_photos.zip" : "_fotos.zip"), when,
                List.copyOf(entries));
    }

    private Deliverable find(Caller caller, SeriesFileRecord file, int place, Variant variant, long deadline) {
        try {
            if (System.nanoTime() > deadline) {
                throw new MediaFilesException(ProblemCode.NOT_READY, "The pictures are still being made.");
            }
            return delivery.find(caller, file.mediaFile().id(), variant);
        } catch (MediaFilesException refusal) {
            throw refusal.with("file", place);
        }
    }

    /**
     * Opens every picture and puts its look on record. What can't be had, or can't be put on record, is told of here: after
     * that bytes leave. Of originals each picture counts, and all of them are counted before the first is opened.
     *
     * @throws MediaFilesException {@code RATE_LIMITED}
     */
    public OpenedArchive open(Caller caller, ArchiveContents contents) {
        return new OpenedArchive(contents, delivery.open(caller,
                contents.entries().stream().map(ArchiveContents.Entry::deliverable).toList()));
    }
}
