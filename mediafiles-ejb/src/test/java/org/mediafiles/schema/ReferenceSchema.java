package org.mediafiles.schema;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What Django's migrations leave behind, phase by phase, as {@link PublicCatalogue} tells it. Nothing changes from one phase
 * to the next, there is only more; so each line says since which phase it holds.
 */
public final class ReferenceSchema {
    public static final int LAST_PHASE = 6;

    private ReferenceSchema() {}

    /** @return the lines of that phase, sorted */
    public static List<String> phase(int phase) throws IOException {
        try (InputStream file = ReferenceSchema.class.getResourceAsStream("/db/reference/django.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#"))
                    .filter(line -> Integer.parseInt(line.substring(0, 1)) <= phase).map(line -> line.substring(2))
                    .sorted()
                    .toList();
        }
    }
}
