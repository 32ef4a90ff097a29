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

/** Looking at a clip, and at the three kinds together. */
@RunAsClient
@NeedsBrowser
class ClipViewerBrowserIT extends DeployedMediaFiles {
    private static final String CLIP = "document.getElementById('clip')";

    private static double time(Ward ward) {
        return ((Number) ward.run("return " + CLIP + ".currentTime")).doubleValue();
    }

    private static void awaitPlayable(Ward ward) {
        ward.waitFor("document.getElementById('stage').dataset.status === 'ready'");
        ward.waitFor(CLIP + ".readyState >= 2");
    }

    @Test
    void clipPlaysByKeysAtAnySpeedAndSeeks() throws Exception {
        JsonNode clip = Sent.clip(Sent.patient(), "2026-11-02T10:00:00-03:00", "marcha");
        try (Ward ward = Ward.desktop().signIn(Site.CLINICIAN)) {
            // Opened before it is ready, it comes by itself.
            ward.go("/clinician/clip.xhtml?clip=" + clip.get("id").textValue());
            awaitPlayable(ward);
            assertEquals(0, time(ward), "nothing plays by itself");
            assertEquals(Boolean.TRUE, ward.run("return " + CLIP + ".getBoundingClientRect().bottom"
                    + " <= document.getElementById('stage').getBoundingClientRect().bottom"),
                    "all of the clip is on the screen, its controls too");
            ward.press("m");
            ward.press(" ");
            ward.waitFor(CLIP + ".currentTime > 0.5");
            ward.press("k");
            ward.waitFor(CLIP + ".paused");
            ward.run(CLIP + ".currentTime = 8");
            ward.waitFor("!" + CLIP + ".seeking && " + CLIP + ".currentTime === 8");
            ward.press("j");
            ward.waitFor("Math.abs(" + CLIP + ".currentTime - 3) < 0.1");
            ward.press(Keys.ARROW_RIGHT);
            ward.waitFor("Math.abs(" + CLIP + ".currentTime - 8) < 0.1");
            ward.press(".");
            ward.waitFor("Math.abs(" + CLIP + ".currentTime - 8.04) < 0.005");
            ward.press("<");
            assertEquals(0.75, ((Number) ward.run("return " + CLIP + ".playbackRate")).doubleValue());
            assertEquals("0.75", ward.value("speed"));
            ward.screenshot("clip-desktop");
            assertEquals("bytes 0-1", ward.run("return fetch(" + CLIP + ".src, {headers: {Range: 'bytes=0-1'}})"
                    + ".then(a => a.status === 206 ? a.headers.get('Content-Range').replace(/\\/.*/, '') : a.status)"));
        }
    }

    @Test
    void clipThatCouldNotBePreparedSaysWhatNow() throws Exception {
        JsonNode clip = Sent.clip(Sent.patient(), "2026-11-02T10:00:00-03:00", "quebrado");
        String id = clip.get("id").textValue();
        try (Ward ward = Ward.phone().signIn(Site.CLINICIAN)) {
            ward.go("/clinician/clip.xhtml?clip=" + id);
            awaitPlayable(ward);
            fail(clip.get("mediaFile").get("id").textValue());
            ward.go("/clinician/clip.xhtml?clip=" + id);
            assertTrue(ward.text("#clip-failed").contains("não pôde ser preparado"));
            assertFalse(ward.has("#download"), "there is nothing to download but the original");
            ward.screenshot("clip-failed-phone");
            ward.click("#clip-failed button");
            assertTrue(ward.text("#original-dialog").contains("Este acesso fica registrado"));
        }
        try (Ward ward = Ward.phone().signIn(Site.VIEWER)) {
            ward.go("/clinician/clip.xhtml?clip=" + id);
            assertTrue(ward.text("#clip-failed").contains("Peça a um administrador"));
            assertFalse(ward.has("#clip-failed button"), "originals are not for viewers");
        }
    }

    private static void fail(String mediaFile) throws Exception {
        try (Connection connection = TestDatabase.connect()) {
            for (String sql : new String[]{
                    "delete from mediafiles_ops.derivative where variant = 'playback' and stored_object_id = (select"
                            + " stored_object_id from mediafiles_ops.media_file_object where media_file_id = cast(? as uuid))",
                    "update mediafiles_ops.derivative_job set state = 'failed', error = 'failed' where stored_object_id ="
                            + " (select stored_object_id from mediafiles_ops.media_file_object"
                            + " where media_file_id = cast(? as uuid))"}) {
                try (PreparedStatement change = connection.prepareStatement(sql)) {
                    change.setString(1, mediaFile);
                    assertEquals(1, change.executeUpdate());
                }
            }
        }
    }

    @Test
    void timelineShowsTheThreeKindsAndFiltersThem() throws Exception {
        String patient = Sent.patient();
        Sent.photo(patient, "2026-11-01T10:00:00-03:00", "uma foto");
        Sent.series(patient, "2026-11-02T10:00:00-03:00", "uma série", "a", "b", "c");
        Sent.clip(patient, "2026-11-02T11:00:00-03:00", "um vídeo");
        try (Ward ward = Ward.phone().signIn(Site.CLINICIAN)) {
            ward.go("/clinician/timeline.xhtml?patient=" + patient);
            assertEquals("Todos 3 Fotos 1 Séries 1 Vídeos 1", ward.text(".pills").replaceAll("\\s+", " "));
            assertEquals("3", ward.text(".tile-photoSeries .badge"));
            assertEquals("0:12", ward.text(".tile-videoClip .badge"));
            assertEquals("Série de Fotos de 10:00, 3 fotos",
                    ward.see(".tile-photoSeries img").getDomProperty("alt"));
            double height = height(ward);
            ward.waitFor("!document.querySelector('.tile-videoClip .tile-pending')"
                    + " && document.querySelector('.tile-videoClip img').naturalWidth > 0");
            assertEquals(height, height(ward), "nothing moved when the poster came");
            ward.screenshot("timeline-kinds-phone");
            assertEquals(Boolean.TRUE, ward.run("return document.documentElement.scrollWidth <= window.innerWidth"));
            assertEquals("Nova Foto Série Vídeo", ward.text(".bottom-bar").replaceAll("\\s+", " "));
            assertEquals("Novo Vídeo Curto",
                    ward.see(".bottom-bar a[href$='&kind=videoClip']").getDomAttribute("aria-label"));
            ward.click(".pill[href*='videoClip']");
            ward.waitFor("document.querySelectorAll('.tile').length === 1");
            assertTrue(ward.text(".tile").contains("um vídeo"));
            ward.click(".tile");
            ward.waitForPath("/clinician/clip.xhtml");
            ward.press(Keys.chord(Keys.SHIFT, Keys.ARROW_RIGHT));
            ward.waitForPath("/clinician/series.xhtml");
            ward.press(Keys.chord(Keys.SHIFT, Keys.ARROW_RIGHT));
            ward.waitForPath("/clinician/photo.xhtml");
        }
        try (Ward ward = Ward.desktop().signIn(Site.ADMIN)) {
            ward.go("/admin/media-files.xhtml");
            ward.run("document.getElementById('list:fileType').value = 'video'");
            ward.click("[id='list:filter']");
            ward.waitFor("PrimeFaces.ajax.Queue.isEmpty() && document.querySelectorAll('.badge-ready').length > 0");
            ward.screenshot("media-files-clips");
            assertTrue(ward.text("td.cell-kind").contains("Vídeo Curto 0:12"), ward.text("td.cell-kind"));
        }
    }

    private static double height(Ward ward) {
        return ((Number) ward.run("return document.querySelector('.tile-videoClip').getBoundingClientRect().height"))
                .doubleValue();
    }
}
