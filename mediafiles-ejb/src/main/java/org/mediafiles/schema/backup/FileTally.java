package org.mediafiles.schema.backup;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.List;

/**
 * What the list of media files came to. Where the files were not opened, all but the first three are 0.
 *
 * @param manifest  one JSON object a line
 * @param entries   how many files are recorded
 * @param bytes     the sum of their recorded sizes
 * @param read      how many were read and found as recorded
 * @param copied    how many were copied now; those that lay at the destination already and are the same do not count
 * @param missing   recorded, but not there
 * @param different of another size or SHA-256 than recorded
 * @param unhashed  read, but nothing is recorded to compare with
 * @param refused   paths that leave the storage root, by name or by a link: never opened
 * @param examples  keys of what is missing, different or refused, the first few
 */
public record FileTally(Path manifest, long entries, long bytes, long read, long copied, long missing, long different,
        long unhashed, long refused, List<String> examples) {
    public FileTally {
        examples = List.copyOf(examples);
    }

    /** @return whether every file that was looked at is as recorded */
    public boolean isWhole() {
        return missing + different + refused == 0;
    }

    JsonObject json() {
        return Json.createObjectBuilder().add("manifest", manifest.toString()).add("entries", entries)
                .add("bytes", bytes).add("read", read).add("copied", copied).add("missing", missing)
                .add("different", different).add("unhashed", unhashed).add("refused", refused)
                .add("examples", Json.createArrayBuilder(examples)).build();
    }
}
