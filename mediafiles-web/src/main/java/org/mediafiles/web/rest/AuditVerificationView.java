package org.mediafiles.web.rest;

import java.time.Instant;
import org.mediafiles.audit.chain.Fault;
import org.mediafiles.audit.chain.VerificationReport;

/** What a verification came to, as the API tells it. */
record AuditVerificationView(boolean intact, long rows, FaultView firstFault, long sealed, long unsealed, long anchors,
        long faults, String anchorTrouble, double seconds) {
    private static final double MILLIS = 1000;

    static AuditVerificationView of(VerificationReport report) {
        return new AuditVerificationView(report.intact(), report.rows(),
                report.firstFault() == null ? null : FaultView.of(report.firstFault()), report.sealed(),
                report.unsealed(), report.anchorsChecked(), report.faults(), report.anchorTrouble(),
                report.took().toMillis() / MILLIS);
    }

    /** Each but kind and detail may be {@code null}. */
    record FaultView(String kind, Long id, Long seq, Instant at, String detail) {
        static FaultView of(Fault fault) {
            return new FaultView(fault.kind().code(), fault.id(), fault.seq(), fault.at(), fault.detail());
        }
    }
}
