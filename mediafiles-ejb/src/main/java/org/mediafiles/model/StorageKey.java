package org.mediafiles.model;

import java.time.YearMonth;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Where an object stands in the store: {@code photos/2026/11/originals/<uuid4>.jpg}. Made from the kind, the month in
 * the hospital's time zone, a random UUID and the extension of the detected type; nothing in it comes from a client.
 *
 * @param value the key, with {@code /} between its parts; never {@code null}, at most 500 characters (the seed's column)
 */
public record StorageKey(String value) {
    private static final Pattern FORM = Pattern
            .compile("(photos|photo_series|videos)/\\d{4}/\\d{2}/(originals|large|medium|thumbnails|posters|playback)/"
                    + "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\.[a-z0-9]{2,5}");

    public StorageKey {
        if (value == null || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a storage key");
        }
    }

    /**
     * A new key for an original.
     *
     * @param type      decides the first folder
     * @param month     the month of receipt in the hospital's time zone
     * @param extension of the detected type, without the dot, for example {@code heic}
     */
    public static StorageKey forOriginal(EventType type, YearMonth month, String extension) {
        String folder = switch (type) {
            case PHOTO -> "photos";
            case PHOTO_SERIES -> "photo_series";
            case VIDEO_CLIP -> "videos";
        };
        return new StorageKey("%s/%04d/%02d/originals/%s.%s".formatted(folder, month.getYear(), month.getMonthValue(),
                UUID.randomUUID(), extension));
    }

    /** @return the key of a variant of this original: same month and UUID, sibling folder, {@code .jpg} or {@code .mp4} */
    public StorageKey sibling(Variant variant) {
        String folder = switch (variant) {
            case CONTENT -> "originals";
            case LARGE -> "large";
            case MEDIUM -> "medium";
            case THUMBNAIL -> "thumbnails";
            case POSTER -> "posters";
            case PLAYBACK -> "playback";
        };
        if (variant == Variant.CONTENT) {
            return this;
        }
        String[] parts = value.split("/");
        String uuid = parts[4].substring(0, 36);
        return new StorageKey(parts[0] + '/' + parts[1] + '/' + parts[2] + '/' + folder + '/' + uuid
                + (variant == Variant.PLAYBACK ? ".mp4" : ".jpg"));
    }

    @Override
    public String toString() {
        return value;
    }
}
