package org.mediafiles.web.wire;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long a client may still keep the server waiting. What it is owed runs out while nothing comes and grows again with every
 * byte, so neither silence nor one byte now and then holds a thread for long; a client that sends, however much, is never cut
 * off. Time in which the server does not want bytes does not count. For one thread at a time.
 */
final class Patience {
    /** 1 KiB/s, a fifth of what the slowest mobile network brings, is as good as no waiting at all. */
    private static final long NANOS_A_BYTE = TimeUnit.SECONDS.toNanos(1) / 1024;

    private final long most;
    private final LongSupplier clock;
    private long left;
    private long since;
    private boolean waiting;

    /** @param clock nanoseconds, as {@link System#nanoTime()} */
    Patience(Duration most, LongSupplier clock) {
        this.most = most.toNanos();
        this.clock = clock;
        this.left = this.most;
    }

    /** Bytes were wanted, and so many came. @return whether the client may go on */
    boolean came(long bytes) {
        long now = clock.getAsLong();
        if (waiting) {
            left -= now - since;
        }
        since = now;
        waiting = bytes == 0;
        // What comes after it is used up comes too late.
        if (bytes > 0 && left > 0) {
            left = Math.min(most, left + Math.min(bytes, most / NANOS_A_BYTE) * NANOS_A_BYTE);
        }
        return left > 0;
    }

    /** @return nanoseconds after which {@link #came} says no, where nothing comes; at least one millisecond */
    long left() {
        long gone = waiting ? clock.getAsLong() - since : 0;
        return Math.max(left - gone, TimeUnit.MILLISECONDS.toNanos(1));
    }
}
