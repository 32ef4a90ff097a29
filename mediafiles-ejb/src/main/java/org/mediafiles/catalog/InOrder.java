package org.mediafiles.catalog;

import java.util.List;
import java.util.function.Consumer;
import org.mediafiles.problem.MediaFilesException;

/** Judges several things of one command; a refusal says which of them it is about. */
final class InOrder {
    /** The extension that holds the 1-based place of the one at fault. */
    static final String POSITION = "position";

    private InOrder() {}

    /** @throws MediaFilesException what {@code judge} throws first, with {@link #POSITION} where there are several */
    static <T> void judge(List<T> all, Consumer<T> judge) {
        for (int at = 0; at < all.size(); at++) {
            try {
                judge.accept(all.get(at));
            } catch (MediaFilesException refusal) {
                throw all.size() == 1 ? refusal : refusal.with(POSITION, at + 1);
            }
        }
    }
}
