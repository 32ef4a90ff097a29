package org.mediafiles.adoption;

import java.util.ArrayList;
import java.util.List;
import org.mediafiles.adoption.ImportReport.Line;
import org.mediafiles.adoption.ImportReport.State;
import org.mediafiles.adoption.ImportServer.Answer;
import org.mediafiles.adoption.ImportServer.Broken;
import org.mediafiles.schema.version.Progress;

/**
 * Files for photo events that another system made without one. Each row goes through the running server's own ingest, and
 * is judged there first, all rows before any is published. Said again it does what is left: what is there already is told
 * as such and left as it is.
 */
public final class Import {
    private final Progress progress;
    private final ImportServer.Pause pause;

    public Import(Progress progress) {
        this(progress, wait -> Thread.sleep(wait.toMillis()));
    }

    /** For tests that do not wait. */
    Import(Progress progress, ImportServer.Pause pause) {
        this.progress = progress;
        this.pause = pause;
    }

    /** @throws IllegalArgumentException with one sentence where the sheet or the folder cannot be used */
    public ImportReport run(ImportRequest request) {
        List<ImportRow> rows = ImportSheet.read(request.csv(), request.folder());
        ImportServer server = new ImportServer(request, progress, pause);
        Line[] lines = rows.stream().map(Import::untried).toArray(Line[]::new);
        String stopped = null;
        try {
            check(server, rows, lines);
            boolean refused = List.of(lines).stream().anyMatch(line -> line.state() == State.REFUSED);
            if (!request.dryRun() && refused && !request.goOn()) {
                stopped = "nothing was imported, since rows were refused: mend them, or import the others with --yes";
            } else if (!request.dryRun()) {
                publish(server, rows, lines);
            }
        } catch (Broken broken) {
            stopped = broken.getMessage() + " Run the same command again: it goes on where it stopped.";
        }
        return new ImportReport(request.dryRun(), List.of(lines), stopped);
    }

    private static Line untried(ImportRow row) {
        return row.problem() == null
                ? new Line(row.line(), row.eventId(), State.NOT_TRIED, "")
                : new Line(row.line(), row.eventId(), State.REFUSED, row.problem());
    }

    private void check(ImportServer server, List<ImportRow> rows, Line[] lines) throws Broken {
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].state() == State.NOT_TRIED) {
                lines[i] = checked(rows.get(i), server.send(rows.get(i), true));
            }
            progress.says("checked " + (i + 1) + " of " + lines.length + ", " + lines[i].words());
        }
    }

    private static Line checked(ImportRow row, Answer answer) {
        return answer.code() == null
                ? new Line(row.line(), row.eventId(), answer.text().equals("there") ? State.THERE : State.READY, "")
                : refused(row, answer);
    }

    private void publish(ImportServer server, List<ImportRow> rows, Line[] lines) throws Broken {
        List<Integer> ready = new ArrayList<>();
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].state() == State.READY) {
                ready.add(i);
                // What is not published is not "ready" to whoever reads of a run that was broken off.
                lines[i] = new Line(lines[i].line(), lines[i].eventId(), State.NOT_TRIED, "");
            }
        }
        int done = 0;
        for (int i : ready) {
            ImportRow row = rows.get(i);
            Answer answer = server.send(row, false);
            lines[i] = answer.code() == null
                    ? new Line(row.line(), row.eventId(), answer.status() == 201 ? State.IMPORTED : State.THERE, "")
                    : refused(row, answer);
            progress.says("imported " + ++done + " of " + ready.size() + ", " + lines[i].words());
        }
    }

    private static Line refused(ImportRow row, Answer answer) {
        return new Line(row.line(), row.eventId(), State.REFUSED, answer.code() + ". " + answer.text());
    }
}
