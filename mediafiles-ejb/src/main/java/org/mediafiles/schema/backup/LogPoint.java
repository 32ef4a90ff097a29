package org.mediafiles.schema.backup;

import jakarta.json.Json;
import jakarta.json.JsonObject;

/**
 * Where the database stood in its write-ahead log.
 *
 * @param lsn          for example {@code 0/19436F0}
 * @param timeline     of the server, a positive number
 * @param restorePoint the name to recover to; empty where none could be made
 */
public record LogPoint(String lsn, long timeline, String restorePoint) {
    JsonObject json() {
        return Json.createObjectBuilder().add("lsn", lsn).add("timeline", timeline).add("restorePoint", restorePoint)
                .build();
    }
}
