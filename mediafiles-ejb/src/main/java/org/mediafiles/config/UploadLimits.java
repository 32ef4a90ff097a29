package org.mediafiles.config;

import java.time.Duration;

/**
 * How much one may send: {@code mediafiles.limits.*}. Messages and the OpenAPI document show these values.
 *
 * @param maxPhotoBytes          {@code mediafiles.limits.photo-bytes}, default 64 MiB
 * @param maxPhotoPixels         {@code mediafiles.limits.photo-pixels}, width × height, default 100,000,000
 * @param maxPhotoSide           {@code mediafiles.limits.photo-side}, pixels, default 20,000
 * @param maxVideoBytes          {@code mediafiles.limits.video-bytes}, default 512 MiB
 * @param maxVideoDuration       {@code mediafiles.limits.video-seconds}, default 120 s: the seed's clip limit
 * @param maxVideoSide           {@code mediafiles.limits.video-side}, pixels, default 4,096
 * @param maxSeriesImages        {@code mediafiles.limits.series-images}, default 20
 * @param maxDescriptionLength   {@code mediafiles.limits.description-length}, code points, default and at most 255: the
 *                               column's width
 */
public record UploadLimits(long maxPhotoBytes, long maxPhotoPixels, int maxPhotoSide, long maxVideoBytes,
        Duration maxVideoDuration, int maxVideoSide, int maxSeriesImages, int maxDescriptionLength) {
    /** DESIGN's defaults. */
    public static final UploadLimits DEFAULTS = new UploadLimits(64L << 20, 100_000_000L, 20_000, 512L << 20,
            Duration.ofSeconds(120), 4_096, 20, 255);

    public UploadLimits {
        if (maxPhotoBytes < 1 || maxPhotoPixels < 1 || maxPhotoSide < 1 || maxVideoBytes < 1 || maxVideoSide < 1
                || maxVideoDuration.isNegative() || maxVideoDuration.isZero() || maxSeriesImages < 1) {
            throw new IllegalArgumentException("mediafiles.limits.*: every limit is at least 1");
        }
        if (maxDescriptionLength < 1 || maxDescriptionLength > 255) {
            throw new IllegalArgumentException("mediafiles.limits.description-length: 1 to 255");
        }
    }
}
