package org.mediafiles.imaging;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** When a decode has to have ended. Decoders ask at every row and at every block they read, so it ends by itself. */
public final class TimeLimit {
    private final long end;
    private final Duration allowed;

    private TimeLimit(Duration allowed) {
        this.allowed = allowed;
        this.end = System.nanoTime() + allowed.toNanos();
    }

    public static TimeLimit of(Duration allowed) {
        return new TimeLimit(allowed);
    }

    /**
     * @throws Exceeded               past the end
     * @throws InterruptedIOException where the thread was interrupted, which stays so
     */
    public void check() throws Exceeded, InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while a picture was decoded");
        }
        if (System.nanoTime() - end > 0) {
            throw new Exceeded(allowed);
        }
    }

    /** @return what is left, not negative */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /** The decode took longer than it may. */
    public static final class Exceeded extends IOException {
        private static final long serialVersionUID = 1L;

        Exceeded(Duration allowed) {
            super("it takes longer than " + allowed.toSeconds() + " s to decode");
        }
    }
}
