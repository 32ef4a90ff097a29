package org.mediafiles.schema.validation;

import java.util.ArrayList;
import java.util.List;

/** Counts all, keeps a few. */
final class Tally {
    private final int kept;
    private final List<String> examples = new ArrayList<>();
    private long count;

    Tally(int kept) {
        this.kept = kept;
    }

    void add(String example) {
        count++;
        if (examples.size() < kept) {
            examples.add(example);
        }
    }

    long count() {
        return count;
    }

    List<String> examples() {
        return examples;
    }
}
