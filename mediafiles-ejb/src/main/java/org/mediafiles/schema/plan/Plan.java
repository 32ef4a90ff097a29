package org.mediafiles.schema.plan;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.ProblemCode;
import org.mediafiles.schema.plan.PlannedVersion.LostRows;
import org.mediafiles.schema.plan.StatementEffect.Made;
import org.mediafiles.schema.version.SchemaSite;
import org.mediafiles.schema.version.VersionScript;
import org.mediafiles.schema.version.VersionScripts;

/**
 * What a migration, or a way back, would do: the dry run. It reads the catalogue and our own small tables of history and runs in a
 * read-only transaction, and opens no table that holds records, so that it neither waits for anybody nor keeps anybody waiting.
 */
public final class Plan {
    /** The target that is below version 0: nothing of ours but what never goes. */
    public static final int NONE = -1;
    private static final String LOCK_TIMEOUT = "2s";

    private final SchemaSite site;
    private final VersionScripts versions;
    private final PhaseRecognition recognition;

    public Plan(SchemaSite site) {
        this(site, new PhaseByColumns());
    }

    /** @param recognition says at which phase a Django database stands */
    public Plan(SchemaSite site, PhaseRecognition recognition) {
        this(site, VersionScripts.ours(), recognition);
    }

    Plan(SchemaSite site, VersionScripts versions, PhaseRecognition recognition) {
        this.site = site;
        this.versions = versions;
        this.recognition = recognition;
    }

    /** What was read of the target. */
    private record Read(FoundState state, TableEstimates tables, PastRuns past) {}

    /**
     * @param target  the version to stand at the end, lower than the present one for a way back, {@link #NONE} for all
     *                of it; the program's latest where it is empty
     * @param scratch an empty database beside the target, where everything is run to see its locks anew, and that is
     *                empty again afterwards; where there is none, the locks are those recorded with the versions
     * @throws MediaFilesException where the target is no version, or the scratch database won't do
     */
    public PlanReport run(OptionalInt target, Optional<DataSource> scratch) throws SQLException {
        if (target.isPresent() && target.getAsInt() != NONE && versions.find(target.getAsInt()).isEmpty()) {
            throw new MediaFilesException(ProblemCode.INVALID_REQUEST, "There is no version " + target.getAsInt()
                    + ": this program carries " + versions.spelled() + ".");
        }
        Read read = Looking.look(site.owner(), LOCK_TIMEOUT,
                connection -> new Read(FoundState.read(connection, recognition), TableEstimates.read(connection),
                        PastRuns.read(connection)));
        List<PlanNote> notes = new ArrayList<>();
        int from = read.state().at();
        int to = reachable(read.state(), target, notes);
        List<PlannedVersion> planned = to >= from ? up(read, to) : down(read, to, notes);
        Optional<ScratchRun.Seen> seen = Optional.empty();
        if (scratch.isPresent() && !planned.isEmpty()) {
            seen = Optional.of(seen(scratch.get(), read, planned));
        }
        List<PlannedVersion> known = new ArrayList<>();
        for (PlannedVersion version : planned) {
            known.add(explained(version, read, seen));
        }
        return new PlanReport(read.state(), to, seen.isPresent(), known, notes);
    }

    /** @return where it ends: where it stands already, when the target can't be had */
    private int reachable(FoundState state, OptionalInt target, List<PlanNote> notes) {
        int from = state.at();
        switch (state.kind()) {
            case UNKNOWN -> {
                notes.add(PlanNote.of("unknown"));
                return from;
            }
            case DJANGO -> notes.add(PlanNote.of("adoption-first", from));
            case FOREIGN -> notes.add(PlanNote.of("shared-tables-stay"));
            case EMPTY, OURS -> {
                // Nothing comes before the versions.
            }
        }
        if (target.isEmpty() && from > versions.latest()) {
            notes.add(PlanNote.of("newer", from, versions.latest()));
            return from;
        }
        int to = target.orElse(versions.latest());
        if (to < from && state.kind() == FoundState.Kind.DJANGO) {
            notes.add(PlanNote.of("not-adopted", from));
            return from;
        }
        if (state.baseline().isPresent() && to < state.baseline().getAsInt()) {
            notes.add(PlanNote.of("below-baseline", state.baseline().getAsInt()));
        }
        return to;
    }

    private List<PlannedVersion> up(Read read, int to) {
        List<PlannedVersion> planned = new ArrayList<>();
        for (VersionScript script : versions.all()) {
            if (script.version() > read.state().at() && script.version() <= to) {
                planned.add(
                        new PlannedVersion(script, Way.UP, false, Optional.empty(), Expectation.NOT_KNOWN, List.of()));
            }
        }
        return planned;
    }

    private List<PlannedVersion> down(Read read, int to, List<PlanNote> notes) {
        List<PlannedVersion> planned = new ArrayList<>();
        List<Integer> standing = read.state().history().standing();
        for (int i = standing.size() - 1; i >= 0 && standing.get(i) > to; i--) {
            int version = standing.get(i);
            Optional<VersionScript> script = applied(read, version);
            if (script.isEmpty()) {
                notes.add(PlanNote.of("no-way-back", version));
            } else {
                boolean stored = !script.equals(versions.find(version));
                planned.add(new PlannedVersion(script.get(), Way.DOWN, stored, Optional.empty(), Expectation.NOT_KNOWN,
                        List.of()));
            }
        }
        return planned;
    }

    /** @return the version as it was applied: the stored texts, the program's own where they are the same or none are stored */
    private Optional<VersionScript> applied(Read read, int version) {
        Optional<VersionScript> own = versions.find(version);
        Optional<VersionScript> stored = read.past().findText(version);
        boolean same = own.isPresent() && stored.isPresent()
                && own.get().undoSha256().equals(stored.get().undoSha256())
                && own.get().checksum() == stored.get().checksum();
        return stored.isEmpty() || same ? own : stored;
    }

    private ScratchRun.Seen seen(DataSource scratch, Read read, List<PlannedVersion> planned) throws SQLException {
        boolean upwards = planned.get(0).way() == Way.UP;
        int top = planned.stream().mapToInt(version -> version.script().version()).max().orElse(NONE);
        List<VersionScript> up = IntStream.rangeClosed(0, top).mapToObj(version -> upwards
                ? versions.find(version)
                : applied(read, version)).flatMap(Optional::stream).toList();
        List<VersionScript> down = upwards ? List.of() : planned.stream().map(PlannedVersion::script).toList();
        try (Connection target = site.owner().getConnection()) {
            return new ScratchRun(scratch, site.progress()).run(Optional.of(target), up, down);
        }
    }

    private static PlannedVersion explained(PlannedVersion version, Read read, Optional<ScratchRun.Seen> seen) {
        VersionScript script = version.script();
        Optional<ScriptEffects> effects = seen.isPresent()
                ? Optional.ofNullable((version.way() == Way.UP ? seen.get().up() : seen.get().down())
                        .get(script.version()))
                : LockRecords.find(script, version.way());
        Expectation expected = read.past().find(script.version(), version.way())
                .orElseGet(() -> effects.map(known -> Expectation.estimate(known, read.tables()))
                        .orElse(Expectation.NOT_KNOWN));
        List<LostRows> loses = version.way() == Way.UP ? List.of() : loses(script, effects, read.tables());
        return new PlannedVersion(script, version.way(), version.stored(), effects, expected, loses);
    }

    private static List<LostRows> loses(VersionScript script, Optional<ScriptEffects> effects, TableEstimates tables) {
        List<String> gone = effects.map(known -> known.all().stream().flatMap(effect -> effect.drops().stream())
                .filter(made -> made.kind().equals("table")).map(Made::relation).toList())
                .orElseGet(() -> UndoHeader.losses(script.undo()));
        return gone.stream().flatMap(table -> tables.find(table).filter(estimate -> estimate.rows() > 0)
                .map(estimate -> new LostRows(table, estimate.rows())).stream()).toList();
    }
}
