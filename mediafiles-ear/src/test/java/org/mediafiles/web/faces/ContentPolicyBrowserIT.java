package org.mediafiles.web.faces;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.NeedsBrowser;
import org.mediafiles.it.Site;

/** The pages' content policy allows neither inline scripts nor inline style, and no page of ours needs either. */
@RunAsClient
@NeedsBrowser
class ContentPolicyBrowserIT extends DeployedMediaFiles {
    @Test
    void noPageBreaksItsOwnPolicy() {
        try (Ward ward = Ward.desktop().signIn(Site.ADMIN)) {
            String patient = ward.newPatient("Política " + UUID.randomUUID());
            String photo = ward.newPhoto(patient, "Foto");
            List<String> broken = new ArrayList<>(ward.complaints());
            for (String page : new String[]{"/clinician/patients.xhtml", "/clinician/new-patient.xhtml",
                    "/clinician/timeline.xhtml?patient=" + patient, "/clinician/photo.xhtml?photo=" + photo,
                    "/clinician/new-photo.xhtml?patient=" + patient + "&kind=photoSeries", "/admin/media-files.xhtml",
                    "/admin/jobs.xhtml", "/admin/trash.xhtml", "/admin/migrations.xhtml", "/admin/adopted-files.xhtml",
                    "/no-such-page.xhtml"}) {
                ward.open(page);
                ward.complaints().forEach(complaint -> broken.add(page + ": " + complaint));
            }
            assertEquals(List.of(), broken);
        }
    }
}
