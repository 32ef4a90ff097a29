package org.mediafiles.web.faces.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mediafiles.audit.read.AuditRow;
import org.mediafiles.web.faces.support.ChangeWords;
import org.mediafiles.web.faces.support.HospitalFormat;
import org.mediafiles.web.faces.support.Words;

/** A row of the trail in words. */
final class TrailWords {
    /** Ids that lead nobody who reads them anywhere. */
    private static final Set<String> MACHINES_OWN = Set.of("upload", "mediaFiles", "file", "run", "session",
            "versions");

    private final ChangeWords changes;

    /**
     * What there is to say of a row besides its columns.
     *
     * @param change whether {@code from} and {@code to} are a before and an after; else {@code to} alone is filled
     */
    public record Line(String label, String from, String to, boolean change) {}

    TrailWords(Words words, HospitalFormat format) {
        changes = new ChangeWords(words, format);
    }

    List<Line> lines(AuditRow row) {
        List<Line> lines = new ArrayList<>();
        Map<String, Object> details = new java.util.LinkedHashMap<>(row.details());
        details.keySet().removeAll(MACHINES_OWN);
        for (ChangeWords.Line line : changes.lines(Map.of(), details)) {
            lines.add(new Line(line.label(), "", line.to(), false));
        }
        boolean changed = !row.beforeValues().isEmpty();
        for (ChangeWords.Line line : changes.lines(row.beforeValues(), row.afterValues())) {
            lines.add(new Line(line.label(), line.from(), line.to(), changed));
        }
        return lines;
    }
}
