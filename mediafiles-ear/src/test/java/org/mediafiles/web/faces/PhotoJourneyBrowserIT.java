package org.mediafiles.web.faces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.NeedsBrowser;
import org.mediafiles.it.Site;

/** From the bedside to the timeline, and what becomes of a photo there. */
@RunAsClient
@NeedsBrowser
class PhotoJourneyBrowserIT extends DeployedMediaFiles {
    private static final String DESCRIPTION = "Lesão no antebraço";

    private static String someone() {
        return "Paciente " + UUID.randomUUID().toString().substring(0, 8).replaceAll("[0-9-]", "x");
    }

    @Test
    void photoIsTakenShownChangedDeletedAndBroughtBack() {
        String patient;
        try (Ward ward = Ward.phone().signIn(Site.CLINICIAN)) {
            String name = someone();
            patient = ward.newPatient(name);
            assertTrue(ward.text(".empty").contains("Ainda não há nada"));
            ward.choose(patient, ward.picture("foto.jpg"));
            ward.see(".chosen-state.good");
            assertEquals("Salvar em " + name, ward.text("[id='photo:save']"));
            ward.type("photo:description", DESCRIPTION);
            ward.screenshot("new-photo-phone");
            ward.click("[id='photo:save']");
            ward.waitForPath("/clinician/timeline.xhtml");
            assertEquals("Foto salva na linha do tempo.", ward.text(".message-done"));
            assertTrue(ward.text(".tile").contains(DESCRIPTION));
            ward.waitFor("document.querySelector('.tile-picture').naturalWidth > 0");
            ward.screenshot("timeline-phone");
            changeAndDelete(ward);
        }
        try (Ward ward = Ward.desktop().signIn(Site.ADMIN)) {
            ward.go("/admin/trash.xhtml");
            assertTrue(ward.text(".trash-row").contains("Lesão cicatrizada"));
            ward.click(".trash-row button");
            ward.waitForPath("/clinician/timeline.xhtml?patient=" + patient);
            assertTrue(ward.text(".tile").contains("Lesão cicatrizada"));
        }
    }

    private static void changeAndDelete(Ward ward) {
        ward.click(".tile");
        ward.waitFor("document.getElementById('picture') && document.getElementById('picture').naturalWidth > 0");
        ward.click("#details-button");
        ward.click("#edit-button");
        ward.type("edit:description", "Lesão cicatrizada");
        ward.click("[id='edit:save']");
        assertEquals("Alterações salvas.", ward.text(".message-done"));
        assertEquals("Lesão cicatrizada", ward.text(".caption-description"));
        ward.click("#details-button");
        ward.click("#delete-button");
        assertTrue(ward.text("#delete-dialog").contains("Lesão cicatrizada"), "the dialog names what goes");
        assertTrue(ward.text("#delete-dialog").contains("pode trazê-la de volta"));
        ward.click("[id='delete:go']");
        ward.waitForPath("/clinician/timeline.xhtml");
        assertTrue(ward.text(".message-done").startsWith("Foto excluída."));
        assertFalse(ward.has(".tile"));
    }

    @Test
    void refusedFileSaysWhyAndNothingTypedIsLost() {
        try (Ward ward = Ward.desktop().signIn(Site.CLINICIAN)) {
            String patient = ward.newPatient(someone());
            ward.choose(patient, ward.noPicture("foto.jpg"));
            ward.see(".chosen-file.refused");
            assertTrue(ward.text(".upload-problem").startsWith("Este tipo de arquivo não é aceito."));
            ward.type("photo:description", DESCRIPTION);
            ward.click("[id='photo:save']");
            assertEquals("Remova o que não foi enviado ou tente de novo.", ward.text(".message-problem"));
            ward.click(".chosen-file.refused .chosen-acts button");
            ward.chooseMore(ward.picture("outra.jpg"));
            ward.see(".chosen-state.good");
            ward.type("photo:eventDatetime", "31/12/2999 10:00");
            ward.click("[id='photo:save']");
            assertTrue(ward.text(".field-problem").contains("Não pode ser no futuro"));
            assertEquals(DESCRIPTION, ward.value("photo:description"));
            assertEquals("31/12/2999 10:00", ward.value("photo:eventDatetime"));
            assertTrue(ward.has(".chosen-state.good"), "the file is still there");
            ward.type("photo:eventDatetime", "23/11/2020 10:00");
            ward.click("[id='photo:save']");
            ward.waitForPath("/clinician/timeline.xhtml");
            assertTrue(ward.text(".day-head").contains("23 de novembro de 2020"));
        }
    }

    @Test
    void sameFileAgainLeadsToTheOneThatIsThere() {
        try (Ward ward = Ward.desktop().signIn(Site.CLINICIAN)) {
            String patient = ward.newPatient(someone());
            var picture = ward.picture("foto.jpg");
            for (int i = 0; i < 2; i++) {
                ward.choose(patient, picture);
                ward.see(".chosen-state.good");
                ward.click("[id='photo:save']");
                if (i == 0) {
                    ward.waitForPath("/clinician/timeline.xhtml");
                }
            }
            ward.see(".chosen-file.refused a[href*='photo.xhtml']");
            assertTrue(ward.text(".upload-problem").contains("já está na linha do tempo"));
            ward.click(".chosen-file.refused .chosen-acts button");
            ward.click("[id='photo:save']");
            ward.waitForPath("/clinician/timeline.xhtml");
            ward.waitFor("document.querySelectorAll('.tile').length === 2");
        }
    }

    @Test
    void keysZoomTurnPagesAndLeadBack() {
        try (Ward ward = Ward.desktop().signIn(Site.CLINICIAN)) {
            String patient = ward.newPatient(someone());
            ward.newPhoto(patient, "primeira");
            String second = ward.newPhoto(patient, "segunda");
            ward.go("/clinician/photo.xhtml?photo=" + second);
            ward.waitFor("document.getElementById('picture').naturalWidth > 0");
            ward.press("+");
            ward.waitFor("document.querySelector('.stage.zoomed')");
            ward.press("0");
            ward.waitFor("!document.querySelector('.stage.zoomed')");
            ward.press("i");
            ward.waitFor("!document.getElementById('details').hidden");
            ward.press(org.openqa.selenium.Keys.ESCAPE);
            ward.waitFor("document.getElementById('details').hidden");
            ward.press(org.openqa.selenium.Keys.ARROW_RIGHT);
            ward.waitFor("document.querySelector('.caption-description').textContent === 'primeira'");
            ward.press(org.openqa.selenium.Keys.ARROW_LEFT);
            ward.waitFor("document.querySelector('.caption-description').textContent === 'segunda'");
            ward.press(org.openqa.selenium.Keys.ESCAPE);
            ward.waitForPath("/clinician/timeline.xhtml");
        }
    }

    @Test
    void photoMovesToTheRightPatientWithAReason() {
        try (Ward ward = Ward.desktop().signIn(Site.CLINICIAN)) {
            String right = ward.newPatient("Certo " + someone());
            String number = ward.text(".patient-facts").replaceAll("(?s).*Prontuário ", "").strip();
            String wrong = ward.newPatient("Errado " + someone());
            String photo = ward.newPhoto(wrong, DESCRIPTION);
            ward.go("/clinician/photo.xhtml?photo=" + photo);
            ward.click("#details-button");
            ward.click("#move-button");
            ward.type("move:targetQuery", number + "\n");
            ward.click("input[name='target']");
            ward.click("[id='move:go']");
            assertEquals("Diga o motivo desta mudança.",
                    ward.text("#move-dialog .message-problem, #move-dialog .field-problem"));
            ward.type("move:reason", "salva no paciente errado");
            ward.click("[id='move:go']");
            assertEquals("Foto movida para este paciente.", ward.text(".message-done"));
            ward.go("/clinician/timeline.xhtml?patient=" + right);
            assertTrue(ward.text(".tile").contains(DESCRIPTION));
        }
    }
}
