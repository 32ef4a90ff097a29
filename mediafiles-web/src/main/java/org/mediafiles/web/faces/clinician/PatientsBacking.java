package org.mediafiles.web.faces.clinician;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.mediafiles.catalog.Page;
import org.mediafiles.catalog.PageRequest;
import org.mediafiles.catalog.PatientRecord;
import org.mediafiles.catalog.PatientService;
import org.mediafiles.web.signin.CurrentCaller;

/** Patients: search first, the recently opened ones below. The search is posted, so no name stands in an address. */
@Named
@RequestScoped
public class PatientsBacking {
    static final int RECENT = 12;
    static final int FOUND = 30;

    @Inject
    private PatientService patients;
    @Inject
    private CurrentCaller current;

    private String query;
    private Page<PatientRecord> found;
    private List<PatientRecord> recent;
    private Boolean managedHere;

    public void search() {
        PatientSearch search = new PatientSearch(patients, current.get());
        found = query == null || query.isBlank() ? null : search.find(query, new PageRequest(FOUND, null));
    }

    /** @return whether the list shows what was searched for, not what was opened last */
    public boolean isSearched() {
        return found != null;
    }

    public List<PatientRecord> getRows() {
        if (found != null) {
            return found.items();
        }
        if (recent == null) {
            recent = patients.recentlyOpened(current.get(), RECENT);
        }
        return recent;
    }

    /** @return whether there are more than are shown, so that a name more narrows it down */
    public boolean isMore() {
        return found != null && found.nextCursor() != null;
    }

    public boolean isManagedHere() {
        if (managedHere == null) {
            managedHere = patients.isManagedHere();
        }
        return managedHere;
    }

    public String getQuery() {
        return query;
    }

    public void setQuery(String query) {
        this.query = query;
    }
}
