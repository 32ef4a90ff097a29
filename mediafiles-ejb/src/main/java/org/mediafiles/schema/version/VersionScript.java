package org.mediafiles.schema.version;

import java.util.Objects;
import java.util.Optional;

/**
 * One version of the schema as this program carries it, with the way back.
 *
 * @param version       0, 1, …; the number in the file's name
 * @param phase         1–5: the seed's phase; 0: what the seed presupposes; {@link #OWN_PHASE}: beyond the seed
 * @param name          the file's, without folder, for example {@code V6__indexes.sql}
 * @param transactional whether it runs in one transaction; one that does not is written to be run again
 * @param sql           the whole text
 * @param checksum      Flyway's: CRC-32 over the lines
 * @param undoName      for example {@code U6__indexes.sql}
 * @param undo          the way back, run in one transaction
 * @param undoPrepare   what the way back needs beforehand outside a transaction, such as an index built concurrently;
 *                      written to be run again; empty where nothing is needed
 */
public record VersionScript(int version, int phase, String name, boolean transactional, String sql, int checksum,
        String undoName, String undo, Optional<String> undoPrepare) {
    /** The phase of everything beyond the seed. */
    public static final int OWN_PHASE = 6;

    public VersionScript {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(sql, "sql");
        Objects.requireNonNull(undoName, "undoName");
        Objects.requireNonNull(undo, "undo");
        Objects.requireNonNull(undoPrepare, "undoPrepare");
    }

    /** @return the name's words, for example {@code stored objects} */
    public String title() {
        return name.substring(name.indexOf("__") + 2, name.lastIndexOf('.')).replace('_', ' ');
    }

    /** @return {@code expand}, {@code migrate} or {@code contract}, as the header line says */
    public String kind() {
        return header("kind:");
    }

    /** @return the header's own words on locks */
    public String lock() {
        return header("lock:");
    }

    /** @return the SHA-256 of the way back, preparation included, lower-case hex */
    public String undoSha256() {
        return Checksums.sha256(undoPrepare.orElse("") + undo);
    }

    private String header(String label) {
        String first = sql.lines().findFirst().orElse("");
        int at = first.indexOf(label);
        if (at < 0) {
            return "";
        }
        String rest = first.substring(at + label.length());
        int end = rest.indexOf('|');
        return (end < 0 ? rest : rest.substring(0, end)).strip();
    }
}
