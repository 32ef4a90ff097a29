package org.mediafiles.schema.version;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What each version locked, up and down, when it was tried at build time. */
public final class RecordedLocks {
    private RecordedLocks() {}

    /** @return JSON; {@code null} where nothing was recorded */
    public static String up(int version) {
        return read("V" + version);
    }

    /** @return the same of the way back */
    public static String down(int version) {
        return read("U" + version);
    }

    private static String read(String name) {
        try (InputStream in = RecordedLocks.class.getResourceAsStream("/db/locks/" + name + ".json")) {
            return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
