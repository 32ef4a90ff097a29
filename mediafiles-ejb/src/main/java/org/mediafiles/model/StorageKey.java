package org.mediafiles.model;

import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Where an object stands in the store. A key of our making is {@code photos/2026/11/originals/<uuid4>.jpg}: the kind, the
 * month in the hospital's time zone, a random UUID and the extension of the detected type; nothing in it comes from a
 * client. A file that stood before us keeps the path that its adopted record bears, whatever that looks like, since files
 * are never moved or renamed: any relative path below the root that leads neither out of it nor into the store's own
 * folders.
 *
 * @param value the key, with {@code /} between its parts; never {@code null}, at most 500 characters (the seed's column)
 */
public record StorageKey(String value) {
    private static final int MAX_LENGTH = 500;
    private static final Pattern OWN_FORM = Pattern
            .compile("(photos|photo_series|videos)/\\d{4}/\\d{2}/(originals|large|medium|thumbnails|posters|playback)/"
                    + "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\.[a-z0-9]{2,5}");
    /** What lies in the root for the store's own use. */
    private static final Set<String> RESERVED = Set.of("incoming", "set-aside", ".mediafiles-store",
            ".mediafiles-installation", "lost+found");

    public StorageKey {
        if (value == null || !OWN_FORM.matcher(value).matches() && !isStandingPath(value)) {
            throw new IllegalArgumentException("not a storage key");
        }
    }

    /** @return the key of a file that stood before us; empty where this path may not be followed */
    public static Optional<StorageKey> findStanding(String path) {
        return path != null && isStandingPath(path) ? Optional.of(new StorageKey(path)) : Optional.empty();
    }

    private static boolean isStandingPath(String path) {
        if (path.isBlank() || path.length() > MAX_LENGTH || path.startsWith("/") || path.endsWith("/")
                || path.codePoints().anyMatch(Character::isISOControl)) {
            return false;
        }
        List<String> parts = Arrays.stream(path.split("/")).filter(part -> !part.isEmpty() && !part.equals("."))
                .toList();
        return !parts.isEmpty() && !parts.contains("..") && !RESERVED.contains(parts.get(0));
    }

    /** @return whether this key was made here, so that its siblings are ours as well */
    public boolean isOwn() {
        return OWN_FORM.matcher(value).matches();
    }

    /**
     * Where a variant of a file stands that stood before us. Never beside that file: what lies there may be the other
     * system's.
     *
     * @param objectId the stored object's id, which no file of the other system bears
     * @param month    when the file was taken over
     */
    public static StorageKey besideStanding(UUID objectId, boolean video, YearMonth month, Variant variant) {
        return new StorageKey("%s/%04d/%02d/originals/%s.bin".formatted(video ? "videos" : "photos", month.getYear(),
                month.getMonthValue(), objectId)).sibling(variant);
    }

    /**
     * A new key for an original.
     *
     * @param type      decides the first folder
     * @param month     the month of receipt in the hospital's time zone
     * @param extension of the detected type, without the dot, for example {@code heic}
     */
    public static StorageKey forOriginal(EventType type, YearMonth month, String extension) {
        return new StorageKey("%s/%04d/%02d/originals/%s.%s".formatted(folder(type), month.getYear(),
                month.getMonthValue(), UUID.randomUUID(), extension));
    }

    /**
     * @return the same key among those of that type
     * @throws IllegalStateException where this key is not of our making
     */
    public StorageKey among(EventType type) {
        if (!isOwn()) {
            throw new IllegalStateException("a path that stood before us stays where it is");
        }
        return new StorageKey(folder(type) + value.substring(value.indexOf('/')));
    }

    private static String folder(EventType type) {
        return switch (type) {
            case PHOTO -> "photos";
            case PHOTO_SERIES -> "photo_series";
            case VIDEO_CLIP -> "videos";
        };
    }

    /**
     * @return the key of a variant of this original: same month and UUID, sibling folder, {@code .jpg} or {@code .mp4}
     * @throws IllegalStateException where this key is not of our making
     */
    public StorageKey sibling(Variant variant) {
        if (!isOwn()) {
            throw new IllegalStateException("a path that stood before us has no siblings of ours");
        }
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
