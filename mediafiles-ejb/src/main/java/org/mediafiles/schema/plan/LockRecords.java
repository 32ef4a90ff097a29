package org.mediafiles.schema.plan;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.mediafiles.schema.version.VersionScript;

/**
 * What each of the program's versions locks, as it was seen when it was recorded: {@code db/locks/V6.json}, {@code U6.json}.
 * It holds for exactly the text that was recorded.
 */
final class LockRecords {
    private static final String FOLDER = "/db/locks/";

    private LockRecords() {}

    /** @return empty for a version, or a text of it, that was never recorded */
    static Optional<ScriptEffects> find(VersionScript script, Way way) {
        return read(way.file(script.version()))
                .filter(effects -> effects.fingerprint().equals(fingerprint(script, way)));
    }

    static String fingerprint(VersionScript script, Way way) {
        return way == Way.UP ? Integer.toString(script.checksum()) : script.undoSha256();
    }

    private static Optional<ScriptEffects> read(String name) {
        try (InputStream in = LockRecords.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                return Optional.empty();
            }
            try (JsonReader reader = Json.createReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                return Optional.of(ScriptEffects.parse(reader.readObject()));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
