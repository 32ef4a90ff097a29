package org.mediafiles.config;

/**
 * What becomes of what was deleted.
 *
 * @param purge {@code mediafiles.retention.purge}, default {@code off}: nothing clinical is ever removed. This version knows
 *              no other value
 */
public record RetentionConfig(boolean purge) {
    public static final RetentionConfig DEFAULTS = new RetentionConfig(false);

    public RetentionConfig {
        if (purge) {
            throw new IllegalArgumentException("mediafiles.retention.purge: off");
        }
    }
}
