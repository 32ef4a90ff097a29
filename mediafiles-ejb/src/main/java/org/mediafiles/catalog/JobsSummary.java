package org.mediafiles.catalog;

/** How many jobs wait, are under way or have failed. Those that are done are not counted: they are nearly all rows. */
public record JobsSummary(Counts picture, Counts clip) {
    /** Of one kind. */
    public record Counts(long waiting, long running, long failed) {
        static final Counts NONE = new Counts(0, 0, 0);

        Counts plus(JobState state, long count) {
            return switch (state) {
                case WAITING -> new Counts(waiting + count, running, failed);
                case RUNNING -> new Counts(waiting, running + count, failed);
                case FAILED -> new Counts(waiting, running, failed + count);
                case DONE -> this;
            };
        }
    }

    public long waiting() {
        return picture.waiting + clip.waiting;
    }

    public long running() {
        return picture.running + clip.running;
    }

    public long failed() {
        return picture.failed + clip.failed;
    }
}
