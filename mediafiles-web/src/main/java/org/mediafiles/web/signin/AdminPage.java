package org.mediafiles.web.signin;

import java.util.Map;
import org.mediafiles.audit.AuditAct;

/** The pages that are an admin's, and what opening one is on record as. A test compares them with those that are there. */
final class AdminPage {
    private static final Map<String, AuditAct> ACTS = Map.ofEntries(
            Map.entry("/admin/adopted-files.xhtml", AuditAct.MEDIA_LIST),
            Map.entry("/admin/jobs.xhtml", AuditAct.JOBS_OPEN),
            Map.entry("/admin/jobs-live.xhtml", AuditAct.JOBS_OPEN),
            Map.entry("/admin/media-files.xhtml", AuditAct.MEDIA_LIST),
            Map.entry("/admin/migrations.xhtml", AuditAct.SCHEMA_LOOK),
            Map.entry("/admin/people.xhtml", AuditAct.USER_LIST),
            Map.entry("/admin/trail.xhtml", AuditAct.AUDIT_OPEN),
            Map.entry("/admin/trash.xhtml", AuditAct.TRASH_OPEN));

    private AdminPage() {}

    static boolean isKnown(String path) {
        return ACTS.containsKey(path);
    }

    /** @return what is told of a page that is not there, too: whoever asks for it wants to be an admin */
    static AuditAct actOf(String path) {
        return ACTS.getOrDefault(path, AuditAct.SCHEMA_LOOK);
    }
}
