package org.mediafiles.web.faces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.NeedsBrowser;
import org.mediafiles.it.Site;
import org.openqa.selenium.Keys;

/** Series and clips brought in by the page, and a series' pictures changed. */
@RunAsClient
@NeedsBrowser
class SeriesJourneyBrowserIT extends DeployedMediaFiles {
    private static final String SAVE = "[id='photo:save']";

    private static String someone() {
        return "Paciente " + UUID.randomUUID().toString().substring(0, 8).replaceAll("[0-9-]", "x");
    }

    private static void received(Ward ward, int files) {
        ward.waitFor("document.querySelectorAll('.chosen-state.good').length === " + files);
    }

    /** @return the series' id */
    private static String newSeries(Ward ward, String patient, String... names) {
        ward.openNew("photoSeries", patient);
        ward.chooseBy("files", List.of(names).stream().map(ward::picture).toArray(Path[]::new));
        received(ward, names.length);
        ward.click(SAVE);
        ward.waitForPath("/clinician/timeline.xhtml");
        return ward.see(".tile[href*='series=']").getDomProperty("href").replaceAll(".*series=([0-9a-f-]{36}).*", "$1");
    }

    @Test
    void seriesIsCaptionedOrderedByKeysAndSavedWithoutItsBadFile() {
        try (Ward ward = Ward.phone().signIn(Site.CLINICIAN)) {
            String patient = ward.newPatient(someone());
            ward.openNew("photoSeries", patient);
            ward.chooseBy("files", ward.picture("um.jpg"), ward.noPicture("ruim.jpg"), ward.picture("dois.jpg"),
                    ward.picture("tres.jpg"));
            received(ward, 3);
            assertTrue(ward.text(".refused .upload-problem").startsWith("Este tipo de arquivo não é aceito."));
            ward.click(SAVE);
            assertEquals("Remova o que não foi enviado ou tente de novo.", ward.text(".message-problem"));
            ward.clickInTheMiddle(".refused .chosen-remove");
            ward.type("caption-1", "Antes");
            ward.run(
                    "document.querySelector('#caption-1').closest('li').querySelector('[aria-label*=\"frente\"]').focus()");
            ward.pressFocused(Keys.ENTER);
            ward.pressFocused(Keys.ENTER);
            assertEquals(List.of("dois.jpg", "tres.jpg", "um.jpg"), ward.names());
            assertEquals("um.jpg: agora na posição 3 de 3.",
                    ward.run("return document.getElementById('upload-state').textContent"));
            ward.type("photo:description", "Ferida em três dias");
            ward.screenshot("new-series-phone");
            ward.click(SAVE);
            ward.waitForPath("/clinician/timeline.xhtml");
            assertEquals("Série com 3 fotos salva na linha do tempo.", ward.text(".message-done"));
            assertTrue(ward.text(".tile").contains("Ferida em três dias"));
            String series = ward.see(".tile").getDomProperty("href").replaceAll(".*series=([0-9a-f-]{36}).*", "$1");
            ward.go("/clinician/edit-series.xhtml?series=" + series);
            ward.see("#chosen > li");
            assertEquals(List.of("dois.jpg", "tres.jpg", "um.jpg"), ward.names());
            assertEquals("Antes", ward.value("caption-3"));
        }
    }

    @Test
    void pictureTooManyIsNotSentUntilThereIsRoom() {
        try (Ward ward = Ward.desktop().signIn(Site.CLINICIAN)) {
            ward.openNew("photoSeries", ward.newPatient(someone()));
            Path[] pictures = new Path[21];
            for (int i = 0; i < pictures.length; i++) {
                pictures[i] = ward.picture("foto-" + i + ".jpg");
            }
            ward.chooseBy("files", pictures);
            received(ward, 20);
            assertTrue(ward.text(".refused .upload-problem").startsWith("Uma série leva até 20 fotos."));
            assertEquals(20L, ward.run("return performance.getEntriesByType('resource')"
                    + ".filter(one => one.name.endsWith('/api/v1/uploads')).length"));
            ward.screenshot("new-series-too-many");
            ward.click("#chosen > li:first-child .chosen-remove");
            received(ward, 20);
            assertFalse(ward.has(".refused"));
        }
    }

    @Test
    void photosChosenTogetherAreOfferedAsASeriesAndTheSamePictureStandsOnce() {
        try (Ward ward = Ward.desktop().signIn(Site.CLINICIAN)) {
            String patient = ward.newPatient(someone());
            ward.openNew("photo", patient);
            Path same = ward.picture("um.jpg");
            ward.chooseBy("files", same, ward.picture("dois.jpg"));
            ward.chooseBy("files", same);
            received(ward, 3);
            ward.click("#as-series");
            assertTrue(ward.url().contains("kind=photoSeries"));
            assertEquals("A mesma foto está duas vezes nesta série. Remova uma delas.",
                    ward.text(".refused .upload-problem"));
            ward.click("#chosen > li:first-child .chosen-remove");
            received(ward, 2);
            ward.click(SAVE);
            ward.waitForPath("/clinician/timeline.xhtml");
            assertEquals("Série com 2 fotos salva na linha do tempo.", ward.text(".message-done"));
            ward.openNew("photoSeries", patient);
            ward.chooseBy("files", same, ward.picture("tres.jpg"));
            received(ward, 2);
            ward.click(SAVE);
            assertTrue(ward.text(".refused .upload-problem").contains("já está na linha do tempo"));
            assertEquals(2, ward.names().size());
            ward.click(".refused .chosen-acts button");
            ward.click(SAVE);
            ward.waitForPath("/clinician/timeline.xhtml");
        }
    }

    @Test
    void clipIsShownBeforeItIsSentAndOneTooLongIsNotSent() {
        Assumptions.assumeTrue(Ward.makesClips(), () -> {
            System.out.println("No ffmpeg on the PATH: clips by the page are not tried.");
            return "no ffmpeg";
        });
        try (Ward ward = Ward.phone().signIn(Site.CLINICIAN)) {
            String patient = ward.newPatient(someone());
            ward.openNew("videoClip", patient);
            ward.chooseBy("video", ward.clip("longo.mp4", 130));
            assertEquals("O vídeo é longo demais. O máximo são 120 segundos.", ward.text(".refused .upload-problem"));
            assertEquals(0L, ward.run("return performance.getEntriesByType('resource')"
                    + ".filter(one => one.name.endsWith('/api/v1/uploads')).length"));
            ward.clickInTheMiddle(".refused .chosen-remove");
            ward.chooseBy("video", ward.clip("clipe.mp4", 3));
            received(ward, 1);
            assertTrue(ward.text(".chosen-clip:not([hidden]) .chosen-state").contains("0:03"));
            ward.waitFor("document.querySelector('.chosen-clip video').readyState > 0");
            ward.screenshot("new-clip-phone");
            ward.type("photo:description", "Marcha");
            ward.click(SAVE);
            ward.waitForPath("/clinician/timeline.xhtml");
            assertTrue(ward.text(".message-done").startsWith("Vídeo salvo na linha do tempo."));
            assertTrue(ward.see(".tile").getDomProperty("href").contains("/clinician/clip.xhtml?clip="));
        }
    }

    @Test
    void picturesOfASeriesAreAddedOrderedCaptionedAndRemoved() {
        try (Ward ward = Ward.desktop().signIn(Site.CLINICIAN)) {
            String patient = ward.newPatient(someone());
            String series = newSeries(ward, patient, "um.jpg", "dois.jpg", "tres.jpg");
            ward.go("/clinician/edit-series.xhtml?series=" + series);
            ward.see("#chosen > li");
            ward.chooseBy("files", ward.picture("quatro.jpg"));
            received(ward, 1);
            ward.type("caption-1", "Primeira");
            ward.run(
                    "document.querySelector('#caption-4').closest('li').querySelector('[aria-label*=\"trás\"]').focus()");
            ward.pressFocused(Keys.ENTER);
            assertEquals(List.of("um.jpg", "dois.jpg", "quatro.jpg", "tres.jpg"), ward.names());
            ward.click("#chosen > li:nth-child(2) .chosen-remove");
            assertTrue(ward.text("#remove-dialog").contains("dois.jpg"), "the dialog names what goes");
            assertTrue(ward.text("#remove-dialog").contains("pode trazê-la de volta"));
            ward.click("[id='remove:go']");
            ward.waitFor("!document.getElementById('remove-dialog').open");
            assertEquals(List.of("um.jpg", "quatro.jpg", "tres.jpg"), ward.names());
            assertEquals("Primeira", ward.value("caption-1"), "what was typed is still there");
            ward.screenshot("edit-series-desktop");
            ward.click("[id='pictures:save']");
            ward.waitForPath("/clinician/series.xhtml?series=" + series);
            ward.go("/clinician/edit-series.xhtml?series=" + series);
            ward.see("#chosen > li");
            assertEquals(List.of("um.jpg", "quatro.jpg", "tres.jpg"), ward.names());
            assertEquals("Primeira", ward.value("caption-1"));
        }
    }

    @Test
    void seriesThatSomebodyChangedMeanwhileIsNotOverwritten() {
        try (Ward ward = Ward.desktop().signIn(Site.CLINICIAN);
                Ward other = Ward.desktop().signIn(Site.ADMIN)) {
            String series = newSeries(ward, ward.newPatient(someone()), "um.jpg", "dois.jpg");
            ward.go("/clinician/edit-series.xhtml?series=" + series);
            ward.type("caption-1", "minha");
            other.go("/clinician/edit-series.xhtml?series=" + series);
            other.type("caption-1", "de outra pessoa");
            other.click("[id='pictures:save']");
            other.waitForPath("/clinician/series.xhtml");
            ward.click("[id='pictures:save']");
            assertTrue(ward.text("#conflict").contains("Alguém mudou esta série"));
            assertEquals("minha", ward.value("caption-1"), "what was typed is still there");
            ward.screenshot("edit-series-conflict");
            other.go("/clinician/edit-series.xhtml?series=" + series);
            assertEquals("de outra pessoa", other.value("caption-1"));
        }
    }

    @Test
    void lastPictureStays() {
        try (Ward ward = Ward.desktop().signIn(Site.CLINICIAN)) {
            String series = newSeries(ward, ward.newPatient(someone()), "um.jpg");
            ward.go("/clinician/edit-series.xhtml?series=" + series);
            ward.click("#chosen > li .chosen-remove");
            assertTrue(ward.text(".message-problem").startsWith("Uma série fica com pelo menos uma foto."));
            assertFalse(ward.has("#remove-dialog[open]"));
        }
    }
}
