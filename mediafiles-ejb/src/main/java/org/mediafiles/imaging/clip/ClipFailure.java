package org.mediafiles.imaging.clip;

import java.io.IOException;

/** Why nothing was made of a clip that is a good one as far as anybody knows. */
public final class ClipFailure extends IOException {
    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Reason {
        /** This machine has no ffmpeg. */
        NO_PROGRAM("no-program"),
        /** ffmpeg did not bring it about; its own words are in the job's log. */
        PROGRAM_FAILED("program-failed"),
        /** What ffmpeg made is not what may be given out: metadata, other tracks, too short. */
        OUTPUT_REFUSED("output-refused");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        /** @return as jobs' rows and the pages' words spell it */
        public String code() {
            return code;
        }
    }

    private final Reason reason;

    ClipFailure(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
