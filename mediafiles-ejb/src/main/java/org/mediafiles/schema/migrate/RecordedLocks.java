package org.mediafiles.schema.migrate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What each version locked when it was tried at build time. */
final class RecordedLocks {
    private RecordedLocks() {}

    /** @return JSON; {@code null} where nothing was recorded */
    static String of(int version) {
        try (InputStream in = RecordedLocks.class.getResourceAsStream("/db/locks/V" + version + ".json")) {
            return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
