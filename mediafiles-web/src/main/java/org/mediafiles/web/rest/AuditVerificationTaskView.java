package org.mediafiles.web.rest;

import java.time.Instant;
import org.mediafiles.audit.chain.VerificationTask;

/**
 * How far this server's verification is.
 *
 * @param result {@code null} while it runs, and where it broke off
 */
record AuditVerificationTaskView(boolean running, String startedBy, Instant startedAt, Instant endedAt, long checked,
        long total, AuditVerificationView result) {
    static AuditVerificationTaskView of(VerificationTask task) {
        return new AuditVerificationTaskView(task.isRunning(), task.startedBy(), task.startedAt(),
                task.endedAt().orElse(null), task.checked(), task.total(),
                task.report().map(AuditVerificationView::of).orElse(null));
    }
}
