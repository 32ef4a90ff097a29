package org.mediafiles.schema.preflight;

import java.util.List;
import org.mediafiles.schema.version.Finding;
import org.mediafiles.schema.version.Finding.Area;
import org.mediafiles.schema.version.Finding.Level;

/** Short ways to say what was found. */
final class Found {
    /** That many names a person still reads. */
    static final int MOST_EXAMPLES = 10;

    private Found() {}

    static Finding ok(String code, Object... arguments) {
        return Finding.of(Area.PREFLIGHT, code, Level.OK, arguments);
    }

    static Finding warning(String code, Object... arguments) {
        return Finding.of(Area.PREFLIGHT, code, Level.WARNING, arguments);
    }

    static Finding stops(String code, Object... arguments) {
        return Finding.of(Area.PREFLIGHT, code, Level.STOPS, arguments);
    }

    static Finding at(Level level, String code, Object... arguments) {
        return Finding.of(Area.PREFLIGHT, code, level, arguments);
    }

    /** @return the same about all of them; the first are named */
    static Finding about(Finding finding, List<String> all) {
        return finding.counted(all.size(), all.stream().limit(MOST_EXAMPLES).toList());
    }

    /** @return in MiB, so that no language's decimal sign is needed; rounded up, since room is asked for */
    static String bytes(long count) {
        return (count + (1L << 20) - 1 >> 20) + " MiB";
    }
}
