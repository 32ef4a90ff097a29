package org.mediafiles.config;

/**
 * How often one person may do what costs most, or shows most, within any minute and on one server:
 * {@code mediafiles.rate.*}. Far above what a ward needs; a script that runs away, or a stolen password, meets them.
 *
 * @param uploadsPerMinute   {@code mediafiles.rate.uploads-per-minute}, files sent, default 600
 * @param originalsPerMinute {@code mediafiles.rate.originals-per-minute}, originals read, default 600
 * @param searchesPerMinute  {@code mediafiles.rate.searches-per-minute}, pages of found patients, default 300
 */
public record RateConfig(int uploadsPerMinute, int originalsPerMinute, int searchesPerMinute) {
    /** {@code 1,000,000}: more than any server serves, so as good as none. */
    private static final int MOST = 1_000_000;

    public static final RateConfig DEFAULTS = new RateConfig(600, 600, 300);

    public RateConfig {
        requireSensible("uploads", uploadsPerMinute);
        requireSensible("originals", originalsPerMinute);
        requireSensible("searches", searchesPerMinute);
    }

    private static void requireSensible(String what, int perMinute) {
        if (perMinute < 1 || perMinute > MOST) {
            throw new IllegalArgumentException("mediafiles.rate." + what + "-per-minute: 1 to " + MOST);
        }
    }
}
