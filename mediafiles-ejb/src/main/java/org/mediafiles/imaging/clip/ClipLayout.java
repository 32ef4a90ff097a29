package org.mediafiles.imaging.clip;

import java.util.List;

/**
 * Where in a clip's file pictures and sound lie, which may look like anything.
 *
 * @param media in the order of the file
 * @param end   the first byte behind the container
 */
public record ClipLayout(List<Range> media, long end) {
    /** Bytes {@code from} (inclusive) to {@code to} (exclusive). */
    public record Range(long from, long to) {}

    public ClipLayout {
        media = List.copyOf(media);
    }
}
