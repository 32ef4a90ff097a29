package org.mediafiles.web.faces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.NeedsBrowser;
import org.mediafiles.it.Site;
import org.mediafiles.it.TestDatabase;
import org.openqa.selenium.Keys;

/** Looking at a series, and at two pictures side by side. */
@RunAsClient
@NeedsBrowser
class SeriesViewerBrowserIT extends DeployedMediaFiles {
    private static final String LOADED = "document.getElementById('picture').complete"
            + " && document.getElementById('picture').naturalWidth > 0";
    private static final String ZOOM = "return document.getElementById('picture').style.transform.match(/scale\\((.*)\\)/)[1]";

    private static void open(Ward ward, String path) {
        ward.go(path);
        ward.waitFor(LOADED);
    }

    private static String file(JsonNode series, int index) {
        return series.get("files").get(index).get("id").textValue();
    }

    @Test
    void keysStepThroughThePicturesAndTheZoomStays() throws Exception {
        String patient = Sent.patient();
        String older = Sent.photo(patient, "2026-11-01T10:00:00-03:00", "antes da série").get("id").textValue();
        JsonNode series = Sent.series(patient, "2026-11-02T10:00:00-03:00", "curativo", "antes", "durante", "depois");
        try (Ward ward = Ward.desktop().signIn(Site.CLINICIAN)) {
            open(ward, "/clinician/series.xhtml?series=" + series.get("id").textValue());
            assertEquals("1 / 3", ward.text("#position"));
            assertEquals("antes", ward.text("#picture-caption"));
            ward.press("++");
            String zoom = (String) ward.run(ZOOM);
            assertTrue(Double.parseDouble(zoom) > 1.9, zoom);
            ward.press(Keys.ARROW_RIGHT);
            ward.waitFor("document.getElementById('position').textContent === '2 / 3' && " + LOADED);
            assertEquals("durante", ward.text("#picture-caption"));
            assertEquals(zoom, ward.run(ZOOM), "the zoom stays");
            assertTrue(ward.url().endsWith("&picture=" + file(series, 1)), ward.url());
            ward.run("window.location.reload()");
            ward.waitFor("document.getElementById('position').textContent === '2 / 3' && " + LOADED);
            ward.click(".frame[data-file='" + file(series, 2) + "']");
            ward.waitFor("document.getElementById('position').textContent === '3 / 3'");
            assertEquals("true",
                    ward.see(".frame[data-file='" + file(series, 2) + "']").getDomAttribute("aria-current"));
            ward.screenshot("series-desktop");
            ward.press(Keys.ARROW_RIGHT);
            ward.waitForPath("/clinician/photo.xhtml?photo=" + older);
            ward.waitFor(LOADED);
            ward.press(Keys.ARROW_LEFT);
            ward.waitFor(
                    "document.getElementById('position') && document.getElementById('position').textContent === '3 / 3'");
        }
    }

    @Test
    void twoPicturesStandSideBySideWithTheDaysBetween() throws Exception {
        String patient = Sent.patient();
        JsonNode photo = Sent.photo(patient, "2026-11-01T23:30:00-03:00", "primeiro dia");
        JsonNode series = Sent.series(patient, "2026-11-13T00:10:00-03:00", "retorno", "frente", "perfil");
        try (Ward ward = Ward.desktop().signIn(Site.CLINICIAN)) {
            open(ward, "/clinician/series.xhtml?series=" + series.get("id").textValue());
            ward.press("c");
            ward.waitForPath("/clinician/compare.xhtml");
            assertEquals("No mesmo dia", ward.text("#interval"));
            ward.waitFor("document.querySelectorAll('.side .picture').length === 2"
                    + " && Array.from(document.querySelectorAll('.side .picture')).every(p => p.naturalWidth > 0)");
            ward.press("++");
            ward.waitFor("document.querySelectorAll('.stage.zoomed').length === 2");
            ward.click(".side[data-side='right'] .choose");
            ward.click("[data-choose='" + photo.get("mediaFile").get("id").textValue() + "']");
            ward.waitFor("document.getElementById('interval').textContent === '12 dias de intervalo'");
            assertTrue(ward.text(".side[data-side='right']").contains("01/11/2026 23:30"));
            assertTrue(ward.text(".side[data-side='left']").contains("13/11/2026 00:10"));
            ward.waitFor("document.querySelectorAll('.stage.zoomed').length === 2");
            ward.screenshot("compare-desktop");
            ward.press("x");
            ward.waitFor("document.querySelector(\".side[data-side='left']\").textContent.includes('01/11/2026')");
            ward.press(Keys.ESCAPE);
            ward.press(Keys.ESCAPE);
            ward.waitForPath("/clinician/photo.xhtml?photo=" + photo.get("id").textValue());
        }
        try (Ward ward = Ward.phone().signIn(Site.VIEWER)) {
            open(ward, "/clinician/photo.xhtml?photo=" + photo.get("id").textValue());
            ward.click("#compare");
            ward.screenshot("compare-choose-phone");
            ward.click("[data-choose='" + series.get("files").get(1).get("mediaFile").get("id").textValue() + "']");
            assertEquals("12 dias de intervalo", ward.text("#interval"));
            assertTrue(ward.text(".side[data-side='right']").contains("perfil"));
            double upper = bottom(ward, "left");
            assertTrue(bottom(ward, "right") > upper + 100, "one above the other");
            assertEquals(Boolean.TRUE, ward.run("var i = document.getElementById('interval').getBoundingClientRect();"
                    + "return Array.from(document.querySelectorAll('.side-words'), w => w.getBoundingClientRect())"
                    + ".every(w => i.bottom <= w.top || i.top >= w.bottom)"), "the interval covers no words");
            ward.screenshot("compare-phone");
        }
    }

    private static double bottom(Ward ward, String side) {
        return ((Number) ward.run("return document.querySelector(\".side[data-side='" + side
                + "']\").getBoundingClientRect().bottom")).doubleValue();
    }

    @Test
    void anotherPatientsPictureIsNotPutBeside() throws Exception {
        String mine = Sent.photo(Sent.patient(), "2026-11-01T10:00:00-03:00", "a").get("mediaFile").get("id")
                .textValue();
        String other = Sent.photo(Sent.patient(), "2026-11-01T10:00:00-03:00", "b").get("mediaFile").get("id")
                .textValue();
        try (Ward ward = Ward.phone().signIn(Site.CLINICIAN)) {
            ward.go("/clinician/compare.xhtml?left=" + mine + "&right=" + other);
            assertTrue(ward.text("body").contains("Não encontrado"));
        }
    }

    @Test
    void seriesIsChangedAndDeletedInPlace() throws Exception {
        String patient = Sent.patient();
        JsonNode series = Sent.series(patient, "2026-11-02T10:00:00-03:00", "curativo", "antes", "depois");
        try (Ward ward = Ward.phone().signIn(Site.CLINICIAN)) {
            open(ward,
                    "/clinician/series.xhtml?series=" + series.get("id").textValue() + "&picture=" + file(series, 1));
            ward.click("#details-button");
            assertTrue(ward.text("#details").contains("foto-2.jpg"), "the details are those of the picture shown");
            assertFalse(ward.text("#details").contains("foto-1.jpg"));
            ward.click("#edit-button");
            ward.type("edit:seriesDescription", "Troca de curativo em dois tempos");
            ward.click("[id='edit:save']");
            assertEquals("Alterações salvas.", ward.text(".message-done"));
            assertEquals("2 / 2", ward.text("#position"), "the picture stays");
            ward.screenshot("series-phone");
            ward.click("#details-button");
            assertTrue(ward.text("#details").contains("Troca de curativo em dois tempos"));
            ward.click("#delete-button");
            assertTrue(ward.text("#delete-dialog").contains("com todas as suas fotos"));
            ward.click("[id='delete:go']");
            ward.waitForPath("/clinician/timeline.xhtml");
            assertTrue(ward.text(".message-done").startsWith("Série excluída."));
        }
        try (Ward ward = Ward.desktop().signIn(Site.ADMIN)) {
            ward.go("/admin/trash.xhtml");
            assertTrue(ward.text(".trash-list").contains("Série de Fotos · 2 fotos"));
        }
    }

    @Test
    void adoptedSeriesWithoutPicturesReadsWell() throws Exception {
        String patient = Sent.patient();
        String series = Sent.series(patient, "2026-11-02T10:00:00-03:00", "vazia", "uma").get("id").textValue();
        try (Connection connection = TestDatabase.connect();
                PreparedStatement delete = connection.prepareStatement("delete from public.mediafiles_photoseriesfile"
                        + " where photo_series_id = cast(? as uuid)")) {
            delete.setString(1, series);
            assertEquals(1, delete.executeUpdate());
        }
        try (Ward ward = Ward.phone().signIn(Site.CLINICIAN)) {
            ward.go("/clinician/timeline.xhtml?patient=" + patient);
            assertTrue(ward.text(".tile").contains("Sem fotos"));
            ward.click(".tile");
            ward.waitForPath("/clinician/series.xhtml");
            assertTrue(ward.text(".stage").contains("Esta série não tem fotos."));
            assertFalse(ward.has("#filmstrip"));
            ward.press(Keys.ESCAPE);
            ward.waitForPath("/clinician/timeline.xhtml");
        }
    }
}
