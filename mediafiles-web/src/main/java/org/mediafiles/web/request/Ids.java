package org.mediafiles.web.request;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.mediafiles.problem.MediaFilesException;

/** Ids as they stand in paths and bodies. */
public final class Ids {
    // UUID.fromString takes "1-1-1-1-1" too.
    private static final Pattern UUID_FORM = Pattern
            .compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private Ids() {}

    public static Optional<UUID> find(String text) {
        return text != null && UUID_FORM.matcher(text).matches()
                ? Optional.of(UUID.fromString(text))
                : Optional.empty();
    }

    /** @throws MediaFilesException {@code NOT_FOUND}: what is no id names nothing */
    public static UUID get(String text, String what) {
        return find(text).orElseThrow(() -> MediaFilesException.notFound(what));
    }
}
