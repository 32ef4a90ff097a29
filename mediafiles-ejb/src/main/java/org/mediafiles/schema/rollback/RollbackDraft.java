package org.mediafiles.schema.rollback;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The report while it comes about. */
final class RollbackDraft {
    private final RollbackRequest request;
    private final List<RollbackReport.LostRows> lost = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<RollbackReport.Step> steps = new ArrayList<>();
    private int from = RollbackRequest.NONE;
    private int reached = RollbackRequest.NONE;
    private String backup;
    private Path export;

    RollbackDraft(RollbackRequest request) {
        this.request = request;
    }

    void standsAt(int version) {
        from = version;
        reached = version;
    }

    int from() {
        return from;
    }

    int reached() {
        return reached;
    }

    void loses(List<LostTable> tables) {
        lost.clear();
        tables.stream().filter(table -> table.rows() > 0)
                .forEach(table -> lost.add(
                        new RollbackReport.LostRows(table.version(), table.table(), table.rows())));
    }

    boolean losesRows() {
        return !lost.isEmpty();
    }

    void warn(String sentence) {
        warnings.add(sentence);
    }

    void undone(RollbackReport.Step step, int standing) {
        steps.add(step);
        reached = standing;
    }

    void backedUp(String where) {
        backup = where;
    }

    Optional<String> backup() {
        return Optional.ofNullable(backup);
    }

    void exported(Path folder) {
        export = folder;
    }

    boolean hasSteps() {
        return !steps.isEmpty();
    }

    RollbackReport report(RollbackReport.Outcome outcome, String message) {
        return new RollbackReport(outcome, message, from, reached, request.floor(), lost, warnings, steps,
                Optional.ofNullable(backup), Optional.ofNullable(export).map(Path::toString));
    }
}
