package org.mediafiles.audit.chain;

import java.time.Instant;
import java.util.Locale;

/**
 * Where the trail is not what was sealed.
 *
 * @param id     the audit row's number; {@code null} where only the chain is concerned
 * @param seq    the seal's place in the chain; {@code null} for a row that has no seal
 * @param at     the row's time, else the seal's or the anchor's; {@code null} where nobody can tell any more
 * @param detail one sentence in English, without anything of a patient's
 */
public record Fault(Kind kind, Long id, Long seq, Instant at, String detail) {
    /** What is the matter. */
    public enum Kind {
        /** The row says something else than when it was sealed. */
        CHANGED,
        /** The row was sealed and is gone. */
        MISSING,
        /** The row came to its place after a sealer had been there. */
        ADDED,
        /** The row stands, but at another time: in another place of the order. */
        REORDERED,
        /** A seal does not follow from the one before it. */
        SEAL_CHANGED,
        /** A seal is gone. */
        SEAL_MISSING,
        /** The chain is not the one that an anchor outside the database speaks of. */
        ANCHOR;

        /** @return as the API spells it, for example {@code seal-changed} */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
