package org.mediafiles.adoption;

/** Carries the reason up to where the report is made; never leaves this package. */
final class AdoptStopped extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient AdoptReport.Outcome outcome;

    /** @param sentence says what is the matter and what to do */
    AdoptStopped(AdoptReport.Outcome outcome, String sentence) {
        super(sentence);
        this.outcome = outcome;
    }

    static AdoptStopped refused(String sentence) {
        return new AdoptStopped(AdoptReport.Outcome.REFUSED, sentence);
    }

    static AdoptStopped stopped(String sentence) {
        return new AdoptStopped(AdoptReport.Outcome.STOPPED, sentence);
    }

    AdoptReport.Outcome outcome() {
        return outcome;
    }
}
