package org.mediafiles.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.mediafiles.model.Upload;
import org.mediafiles.problem.MediaFilesException;
import org.mediafiles.problem.SettlesRefusals;
import org.mediafiles.security.AccessPolicy;
import org.mediafiles.security.Act;
import org.mediafiles.security.Caller;

/** Tells of several uploads at once which of them a patient has already, so that a person decides on each. */
@ApplicationScoped
@Transactional
@SettlesRefusals
public class DuplicateService {
    @PersistenceContext(unitName = "mediafiles")
    private EntityManager em;
    @Inject
    private AccessPolicy policy;

    public DuplicateService() {}

    /** For tests without a container. */
    public DuplicateService(EntityManager em, AccessPolicy policy) {
        this.em = em;
        this.policy = policy;
    }

    /**
     * @param uploadIds another person's and unknown ones are passed over
     * @return by upload, in the same order, the patient's event that shows the same bytes; none for what is new
     * @throws MediaFilesException {@code FORBIDDEN}
     */
    public Map<UUID, EventLink> find(Caller caller, UUID patientId, Collection<UUID> uploadIds) {
        policy.require(caller, Act.CREATE_EVENT);
        Map<UUID, EventLink> found = new LinkedHashMap<>();
        for (UUID id : uploadIds) {
            Upload upload = em.find(Upload.class, id);
            if (upload != null && upload.isOwnedBy(caller.userId()) && upload.getSha256() != null) {
                DuplicateMedia.find(em, patientId, upload.getSha256()).ifPresent(event -> found.put(id, event));
            }
        }
        return found;
    }
}
