package org.mediafiles.schema.plan;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Locale;

/**
 * What a version will take.
 *
 * @param milliseconds about
 * @param bytes        by how much our tables grow, about; negative where they shrink
 * @param basis        how this is known
 */
public record Expectation(long milliseconds, long bytes, Basis basis) {
    /** How an expectation is known. */
    public enum Basis {
        /** The same version ran the same way in this database before. */
        MEASURED,
        /** From the catalogue's numbers of rows and pages. */
        ESTIMATED,
        /** The version's effects were never recorded. */
        UNKNOWN;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A statement that changes the catalogue only, commit included. */
    private static final long CATALOGUE_MILLIS = 5;
    /** What a modest disk reads and sorts; a slower estimate is the safer one. */
    private static final long SCANNED_BYTES_PER_MILLI = 100_000;
    private static final long REWRITTEN_BYTES_PER_MILLI = 25_000;
    private static final long INDEXED_ROWS_PER_MILLI = 500;
    /** A key of 16 bytes with header and line pointer in a leaf that is filled to nine tenths. */
    private static final long INDEX_BYTES_PER_ROW = 40;

    static final Expectation NOT_KNOWN = new Expectation(0, 0, Basis.UNKNOWN);

    /** @param effects of a script that runs on tables of these sizes */
    static Expectation estimate(ScriptEffects effects, TableEstimates tables) {
        long millis = 0;
        long bytes = 0;
        for (StatementEffect effect : effects.all()) {
            millis += CATALOGUE_MILLIS;
            for (String table : effect.scans()) {
                // Built concurrently, it is read twice.
                long times = effect.seen() == StatementEffect.Seen.WATCHED ? 2 : 1;
                millis += times * tables.of(table).ownBytes() / SCANNED_BYTES_PER_MILLI;
            }
            for (String table : effect.rewrites()) {
                millis += tables.of(table).ownBytes() / REWRITTEN_BYTES_PER_MILLI;
            }
            for (StatementEffect.Made made : effect.creates()) {
                long rows = made.of().map(table -> tables.of(table).rows()).orElse(0L);
                millis += rows / INDEXED_ROWS_PER_MILLI;
                bytes += rows * INDEX_BYTES_PER_ROW;
            }
            for (StatementEffect.Made dropped : effect.drops()) {
                bytes -= dropped.kind().equals("table")
                        ? tables.of(dropped.relation()).bytes()
                        : 0;
            }
        }
        return new Expectation(millis, bytes, Basis.ESTIMATED);
    }

    JsonObject json() {
        return Json.createObjectBuilder().add("milliseconds", milliseconds).add("bytes", bytes)
                .add("basis", basis.code()).build();
    }
}
