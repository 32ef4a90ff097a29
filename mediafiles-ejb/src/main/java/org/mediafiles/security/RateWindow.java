package org.mediafiles.security;

/**
 * What one person took of one kind within the last minute, counted by the second. A second that has begun counts whole, so
 * no 60 seconds whatever ever hold more than the limit. Not safe for threads by itself.
 */
final class RateWindow {
    /** The second that runs and the 60 before it. */
    static final int SECONDS = 61;

    private final int[] counts = new int[SECONDS];
    private long newest;
    private int total;
    private long toldAt;

    RateWindow(long second) {
        this.newest = second;
        this.toldAt = second - SECONDS;
    }

    /**
     * Takes all of it or nothing.
     *
     * @param count at most the limit
     * @return 0 where it was taken, else after how many seconds it could be
     */
    int take(long second, int count, int limit) {
        moveTo(second);
        if (total + count <= limit) {
            counts[slot(newest)] += count;
            total += count;
            return 0;
        }
        int free = limit - total;
        int wait = 0;
        while (free < count) {
            // The oldest second leaves first.
            free += counts[slot(newest - SECONDS + 1 + wait)];
            wait++;
        }
        return wait;
    }

    /** @return whether this refusal is the first within a minute, which is to be put on record */
    boolean isToBeTold(long second) {
        moveTo(second);
        boolean first = newest - toldAt >= SECONDS - 1;
        if (first) {
            toldAt = newest;
        }
        return first;
    }

    /** @return whether nothing of it is worth remembering any more */
    boolean isOver(long second) {
        return second - newest >= SECONDS && second - toldAt >= SECONDS;
    }

    private void moveTo(long second) {
        long steps = Math.min(second - newest, SECONDS);
        for (long step = 1; step <= steps; step++) {
            int left = slot(newest + step);
            total -= counts[left];
            counts[left] = 0;
        }
        newest = Math.max(newest, second);
    }

    private static int slot(long second) {
        return (int) Math.floorMod(second, (long) SECONDS);
    }
}
