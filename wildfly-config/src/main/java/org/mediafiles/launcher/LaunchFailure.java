package org.mediafiles.launcher;

/** A start that cannot go on, for a reason that one line tells the person at the console. */
public class LaunchFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param line what is wrong and what to do about it, one line, without secrets */
    public LaunchFailure(String line) {
        super(line);
    }

    /** @param line as above; @param cause for the log, not for the console; may be null */
    public LaunchFailure(String line, Throwable cause) {
        super(line, cause);
    }
}
