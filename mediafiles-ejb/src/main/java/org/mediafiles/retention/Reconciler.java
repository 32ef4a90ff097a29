package org.mediafiles.retention;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.mediafiles.config.IngestConfig;
import org.mediafiles.storage.IncomingFile;
import org.mediafiles.storage.MediaStore;

/**
 * Brings rows and bytes together again after crashes, lost answers and refusals. The one place that moves bytes once
 * they were put in the store: it removes those that a stored object has a second time, and sets aside those that no record
 * names. The latter are never removed here: where the database was restored, they may be an original whose publication
 * was answered and then forgotten.
 */
@ApplicationScoped
public class Reconciler {
    private static final Logger LOG = Logger.getLogger(Reconciler.class);

    @Inject
    private LeftoverService leftovers;
    @Inject
    private MediaStore store;
    @Inject
    private IngestConfig config;

    public Reconciler() {}

    /** For tests without a container. */
    Reconciler(LeftoverService leftovers, MediaStore store, IngestConfig config) {
        this.leftovers = leftovers;
        this.store = store;
        this.config = config;
    }

    /** One round. What fails is logged and tried again in the next. */
    public void reconcile() {
        Instant old = leftovers.now().minus(config.reconcileAfter());
        List<IncomingFile> incoming = store.incoming();
        int ended = leftovers.endStale(config.reconcileAfter(), incoming.stream()
                .filter(file -> file.uploadId() != null && !file.modifiedAt().isBefore(old)).map(IncomingFile::uploadId)
                .toList());
        int cleared = clearLeftovers();
        int strays = removeStrays(incoming.stream().filter(file -> file.modifiedAt().isBefore(old)).toList());
        int forgotten = leftovers.forgetEnded(config.refusedKept());
        if (ended + cleared + strays + forgotten > 0) {
            LOG.infof("reconciled: %d uploads ended, %d cleared, %d stray files removed, %d rows forgotten", ended,
                    cleared, strays, forgotten);
        }
    }

    private int clearLeftovers() {
        int count = 0;
        for (List<LeftoverUpload> batch = leftovers.leftovers(); !batch.isEmpty(); batch = leftovers.leftovers()) {
            int cleared = 0;
            for (LeftoverUpload upload : batch) {
                cleared += clear(upload) ? 1 : 0;
            }
            count += cleared;
            if (cleared < batch.size()) {
                // The rest would come first again.
                return count;
            }
        }
        return count;
    }

    private boolean clear(LeftoverUpload upload) {
        try {
            store.discard(upload.uploadId());
            if (upload.orphanKey() != null) {
                clearOrphan(upload);
            }
            leftovers.cleared(upload.uploadId());
            return true;
        } catch (RuntimeException e) {
            LOG.warnf(e, "upload %s could not be cleared; tried again later", upload.uploadId());
            return false;
        }
    }

    private void clearOrphan(LeftoverUpload upload) {
        LeftoverUpload.Twin twin = upload.twin();
        if (twin != null && store.size(twin.key()).orElse(-1) == twin.byteCount()) {
            if (store.delete(upload.orphanKey())) {
                LOG.infof("upload %s: a second copy of stored bytes removed", upload.uploadId());
            }
        } else if (store.setAside(upload.orphanKey())) {
            LOG.warnf("upload %s: bytes that no record names are set aside as %s", upload.uploadId(),
                    upload.orphanKey());
        }
    }

    /** Files in the incoming folder that no row knows: drafts of derivatives, or what a restored database forgot. */
    private int removeStrays(List<IncomingFile> files) {
        Set<UUID> ids = files.stream().map(IncomingFile::uploadId).filter(Objects::nonNull).collect(Collectors.toSet());
        Set<UUID> known = leftovers.known(ids);
        int count = 0;
        for (IncomingFile file : files) {
            if ((file.uploadId() == null || !known.contains(file.uploadId())) && store.discard(file)) {
                count++;
            }
        }
        return count;
    }
}
