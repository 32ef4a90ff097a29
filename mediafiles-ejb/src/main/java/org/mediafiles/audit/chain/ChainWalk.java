package org.mediafiles.audit.chain;

import java.util.Arrays;
import org.mediafiles.audit.chain.Fault.Kind;

/** Goes along the chain, seal by seal, and remembers the first that is at fault. Holds nothing of what it has passed. */
final class ChainWalk {
    private final ChainHash hash = new ChainHash();
    private final long nowMicros;
    /** Rows before this moment are counted where they are matched. */
    private final long settledMicros;

    private byte[] previousHash = ChainHash.GENESIS;
    private long previousSeq;
    private long previousSealedMicros = Long.MIN_VALUE;
    /** Everything from before had been seen when some seal was made: the latest such moment. */
    private long seenMicros = Long.MIN_VALUE;

    private long sealed;
    private long matched;
    private long matchedSettled;
    private long faults;
    private Fault first;
    /** The first seal at fault, where its row is not to be found. */
    private SealRow firstWithoutRow;

    ChainWalk(long nowMicros, long settledMicros) {
        this.nowMicros = nowMicros;
        this.settledMicros = settledMicros;
    }

    /** @param row {@code null} where there is none */
    void pass(SealRow seal, TrailRow row) {
        boolean again = sealed > 0 && seal.seq() == previousSeq;
        if (!again) {
            sealed++;
        }
        if (row != null) {
            matched++;
            matchedSettled += row.atMicros() < settledMicros ? 1 : 0;
        }
        if (again) {
            tell(Kind.ADDED, seal, seal.seq(), "The row or its seal stands there twice.", 1);
            return;
        }
        judge(seal, row);
        previousHash = seal.chainHash();
        previousSeq = seal.seq();
        previousSealedMicros = seal.sealedMicros();
        seenMicros = Math.max(seenMicros,
                Math.min(seal.auditMicros(), seal.sealedMicros() - AuditVerification.GRACE_MICROS));
    }

    private void judge(SealRow seal, TrailRow row) {
        long expected = previousSeq + 1;
        if (seal.seq() != expected) {
            // What follows a gap cannot be compared with what stood in it.
            tell(Kind.SEAL_MISSING, null, expected, seal.seq() == expected + 1
                    ? "Seal " + expected + " is gone."
                    : "Seals " + expected + " to " + (seal.seq() - 1) + " are gone.",
                    seal.seq() - expected);
        } else if (!follows(seal)) {
            tell(Kind.SEAL_CHANGED, seal, seal.seq(), "The seal does not follow from the one before it.", 1);
            return;
        }
        if (row == null) {
            firstWithoutRow = first == null ? seal : firstWithoutRow;
            tell(Kind.MISSING, seal, seal.seq(), "The row was sealed and is gone.", 1);
        } else if (!Arrays.equals(row.hash(hash), seal.rowHash())) {
            tell(Kind.CHANGED, seal, seal.seq(), "The row is not what was sealed.", 1);
        } else if (seal.auditMicros() < seenMicros) {
            tell(Kind.ADDED, seal, seal.seq(),
                    "The row came to its place more than ten minutes after its time, when later ones were sealed.", 1);
        } else if (seal.auditMicros() - AuditVerification.GRACE_MICROS > seal.sealedMicros()) {
            tell(Kind.ADDED, seal, seal.seq(), "The row's time lies after its seal.", 1);
        }
    }

    private boolean follows(SealRow seal) {
        return seal.sealedMicros() >= previousSealedMicros
                && seal.sealedMicros() <= nowMicros + AuditVerification.GRACE_MICROS
                && Arrays.equals(seal.chainHash(),
                        hash.link(previousHash, seal.seq(), seal.auditId(), seal.auditMicros(),
                                seal.rowHash(), seal.sealedMicros()));
    }

    private void tell(Kind kind, SealRow seal, long seq, String detail, long count) {
        faults += count;
        if (first == null) {
            first = new Fault(kind, seal == null ? null : seal.auditId(), seq,
                    seal == null ? null : TrailRow.instant(seal.auditMicros()), detail);
        }
    }

    Fault first() {
        return first;
    }

    /** @return the seal that {@link #first} speaks of, where its row was not found; else {@code null} */
    SealRow firstWithoutRow() {
        return firstWithoutRow;
    }

    long faults() {
        return faults;
    }

    long sealed() {
        return sealed;
    }

    long matched() {
        return matched;
    }

    long matchedSettled() {
        return matchedSettled;
    }
}
