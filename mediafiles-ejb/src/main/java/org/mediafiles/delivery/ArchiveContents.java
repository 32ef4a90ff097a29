package org.mediafiles.delivery;

import java.time.LocalDateTime;
import java.util.List;

/**
 * What an archive will hold.
 *
 * @param downloadName under which a browser saves it; names nobody, for example {@code 2026-11-23_1405_fotos.zip}
 * @param when         of every entry, in the hospital's time zone
 * @param entries      in order, at least one
 */
public record ArchiveContents(String downloadName, LocalDateTime when, List<Entry> entries) {
    /** A picture under its name in the archive. */
    public record Entry(ZipFormat.Entry zip, Deliverable deliverable) {}

    /** @return length of the whole archive, bytes */
    public long byteCount() {
        return new ZipFormat(when).byteCount(entries.stream().map(Entry::zip).toList());
    }
}
