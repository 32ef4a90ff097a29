package org.mediafiles.schema.rollback;

/** The work does not go on; what was done stands, and schema and history agree. */
final class Stopped extends Exception {
    private static final long serialVersionUID = 1L;

    private final RollbackReport.Outcome outcome;

    private Stopped(RollbackReport.Outcome outcome, String sentence, Throwable cause) {
        super(sentence, cause);
        this.outcome = outcome;
    }

    /** Before anything was written. */
    static Stopped refused(String sentence) {
        return new Stopped(RollbackReport.Outcome.REFUSED, sentence, null);
    }

    /** On the way: it can be gone on with. */
    static Stopped onTheWay(String sentence) {
        return new Stopped(RollbackReport.Outcome.STOPPED, sentence, null);
    }

    /** Something that nobody foresaw, or that has to be mended first. */
    static Stopped failed(String sentence, Throwable cause) {
        return new Stopped(RollbackReport.Outcome.FAILED, sentence, cause);
    }

    RollbackReport.Outcome outcome() {
        return outcome;
    }
}
