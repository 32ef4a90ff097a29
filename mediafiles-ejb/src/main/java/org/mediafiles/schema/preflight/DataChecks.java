package org.mediafiles.schema.preflight;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.mediafiles.schema.validation.DataFindings;
import org.mediafiles.schema.validation.Structure;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Finding.Level;

/** What validation would say if it were asked now: nothing of it is looked at twice. */
final class DataChecks {
    /** From here on bytes are stored once, and equal records are as they should be. */
    private static final int SHARED_BYTES = 7;
    private static final Set<String> EQUAL = Set.of("equal-bytes", "equal-bytes-of-one-patient");
    /** {@link StandingChecks} tells of these, and of what mends them. */
    private static final String INVALID_INDEX = "invalid-index";

    private DataChecks() {}

    /** The faults of rows and files, before anything is written: never a reason to stop, always one to know. */
    static List<Finding> data(Look look) throws SQLException {
        try (EachByItself reading = new EachByItself(look.connection(), look.site().config().statementTimeout())) {
            return new DataFindings(look.site()).read(reading.connection(), true).stream()
                    .map(finding -> finding.level() == Level.OK ? finding : at(levelOf(finding, look), finding))
                    .toList();
        }
    }

    private static Level levelOf(Finding finding, Look look) {
        boolean meant = EQUAL.contains(finding.code()) && look.purpose() != Purpose.ROLLBACK
                && look.met().kind() == Met.Kind.OURS && look.met().version() >= SHARED_BYTES;
        return meant ? Level.OK : Level.WARNING;
    }

    /** Whether the tables are what the version that stands has made: a column that somebody dropped, a table that somebody added. */
    static List<Finding> structure(Look look) throws SQLException {
        if (look.met().kind() != Met.Kind.OURS) {
            return List.of(Found.ok("structure-to-come"));
        }
        int version = look.met().version();
        // What was taken over is about to be given its rules.
        boolean justAdopted = look.history().baseline().orElse(-1) == version;
        Level closes = look.purpose() == Purpose.ROLLBACK || justAdopted ? Level.WARNING : Level.STOPS;
        List<Finding> found = Structure.check(look.connection(), version).stream()
                .filter(finding -> !finding.code().equals(INVALID_INDEX) && finding.level() != Level.OK)
                .map(finding -> at(finding.level() == Level.CLOSES ? closes : Level.WARNING, finding)).toList();
        return found.isEmpty() ? List.of(Found.ok("structure", version)) : found;
    }

    private static Finding at(Level level, Finding finding) {
        return new Finding(finding.area(), finding.code(), level, finding.arguments(), finding.count(),
                finding.examples());
    }
}
