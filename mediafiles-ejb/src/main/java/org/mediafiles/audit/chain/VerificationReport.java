package org.mediafiles.audit.chain;

import java.time.Duration;

/**
 * What the comparison of the trail with its chain came to, as of one moment.
 *
 * @param rows           of the trail
 * @param sealed         how many seals there are
 * @param unsealed       rows that have no seal yet: those of the last seconds, and more while a sealer catches up
 * @param faults         how many seals, rows and anchors are at fault
 * @param firstFault     the first in the chain's order; rows without a seal come last; {@code null} where all is well
 * @param anchorsChecked how many anchors were compared
 * @param anchorTrouble  why anchors could not be compared, one sentence in English; {@code null} where they were
 */
public record VerificationReport(long rows, long sealed, long unsealed, long faults, Fault firstFault,
        long anchorsChecked, String anchorTrouble, Duration took) {
    public boolean intact() {
        return firstFault == null;
    }
}
