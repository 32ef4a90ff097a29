package org.mediafiles.adoption;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;

@RunAsClient
class StandingFilesIT extends DeployedMediaFiles {
    private static String path() {
        return "photos/2024/02/originals/" + UUID.randomUUID() + ".jpg";
    }

    private static HttpResponse<byte[]> bytes(String file, String variant) throws Exception {
        return Site.sendForBytes(
                Site.requestAs(Site.CLINICIAN, Site.api("/media-files/" + file + "/" + variant)).GET());
    }

    private static String awaitState(String file) throws Exception {
        String state = "";
        for (int tries = 0; tries < 300 && !state.matches("done|failed|missing"); tries++) {
            Thread.sleep(100);
            state = DjangoRows.query("select state from mediafiles_ops.adopted_file where media_file_id = '" + file
                    + "'");
        }
        return state;
    }

    @Test
    void anAdoptedPhotoShowsBeforeItsJobHasRunAndItsRecordIsTrueBeforeAndAfter() throws Exception {
        String patient = DjangoRows.newPatient();
        String event = DjangoRows.newEvent(patient);
        String path = "django media/ferida nº 1.JPG";
        byte[] original = DjangoRows.turned(DjangoRows.jpeg());
        Path stands = DjangoRows.store(path, original);
        String file = DjangoRows.newPhoto(event, path, "image/jpeg");

        JsonNode before = DjangoRows.get("/media-files/" + file);
        assertTrue(before.get("hasPosition").isNull(), before.toString());
        assertTrue(before.get("fileHash").isNull() && before.get("width").isNull(), before.toString());
        assertEquals("{\"camera\":\"Canon\"}", before.get("metadata").toString());
        assertFalse(before.at("/links/thumbnail").isNull());
        assertEquals(before, DjangoRows.get("/photos/" + event).get("mediaFile"));

        HttpResponse<byte[]> thumbnail = bytes(file, "thumbnail");
        assertEquals(200, thumbnail.statusCode());
        assertEquals(48, ImageIO.read(new ByteArrayInputStream(thumbnail.body())).getWidth());
        HttpResponse<byte[]> content = bytes(file, "content");
        assertArrayEquals(original, content.body());
        assertTrue(content.headers().firstValue("Content-Disposition").orElseThrow().startsWith("inline"));

        JsonNode after = DjangoRows.get("/media-files/" + file);
        assertFalse(after.get("hasPosition").booleanValue());
        assertEquals("48 64 " + original.length,
                after.get("width") + " " + after.get("height") + " " + after.get("fileSize"));
        assertEquals(content.headers().firstValue("ETag").orElseThrow(),
                '"' + after.get("fileHash").textValue() + '"');
        assertEquals(after, DjangoRows.get("/patients/" + patient + "/timeline").at("/items/0/mediaFile"));
        assertEquals(path, DjangoRows.query("select file_path from mediafiles_mediafile where id = '" + file + "'"));
        assertArrayEquals(original, Files.readAllBytes(stands));
    }

    @Test
    void theJobDoesTheSameWhenNobodyAsks() throws Exception {
        String path = path();
        byte[] original = DjangoRows.jpeg();
        DjangoRows.store(path, original);
        String file = DjangoRows.newPhoto(DjangoRows.newEvent(DjangoRows.newPatient()), path, "image/jpeg");
        DjangoRows.release(file);

        assertEquals("done", awaitState(file));
        JsonNode record = DjangoRows.get("/media-files/" + file);
        assertEquals("64 48", record.get("width") + " " + record.get("height"));
        String state = "";
        for (int tries = 0; tries < 300 && !state.equals("done"); tries++) {
            Thread.sleep(100);
            state = DjangoRows.query("select j.state from mediafiles_ops.derivative_job j"
                    + " join mediafiles_ops.media_file_object o on o.stored_object_id = j.stored_object_id"
                    + " where o.media_file_id = '" + file + "'");
        }
        assertEquals("done", state);
    }

    @Test
    void aMissingFileKeepsItsRecordAndAnswersSo() throws Exception {
        String patient = DjangoRows.newPatient();
        String event = DjangoRows.newEvent(patient);
        String file = DjangoRows.newPhoto(event, path(), "image/jpeg");

        HttpResponse<byte[]> thumbnail = bytes(file, "thumbnail");

        assertEquals(410, thumbnail.statusCode());
        assertEquals("file-missing", DjangoRows.JSON.readTree(thumbnail.body()).get("code").textValue());
        JsonNode record = DjangoRows.get("/photos/" + event).get("mediaFile");
        assertTrue(record.at("/links/content").isNull() && record.at("/links/large").isNull(), record.toString());
        assertEquals(event, DjangoRows.get("/patients/" + patient + "/timeline").at("/items/0/id").textValue());
    }

    @Test
    void whatIsNotWhatItsRecordSaysLeavesOnlyAsAttachment() throws Exception {
        String path = path();
        DjangoRows.store(path, "<html><script>alert(1)</script></html>".getBytes());
        String file = DjangoRows.newPhoto(DjangoRows.newEvent(DjangoRows.newPatient()), path, "image/jpeg");

        HttpResponse<byte[]> content = bytes(file, "content");

        assertEquals(200, content.statusCode());
        assertTrue(content.headers().firstValue("Content-Disposition").orElseThrow().startsWith("attachment"));
        assertEquals("application/octet-stream", content.headers().firstValue("Content-Type").orElseThrow());
        assertEquals(404, bytes(file, "large").statusCode());
        assertTrue(DjangoRows.get("/media-files/" + file).at("/links/large").isNull());
    }

    @Test
    void aSeriesWithGapsAnUntrueTotalAndAMissingFileIsReadAllTheSame() throws Exception {
        String patient = DjangoRows.newPatient();
        String event = DjangoRows.newEvent(patient);
        DjangoRows.execute("update events_event set event_type = 9 where id = '" + event + "'");
        DjangoRows.execute("insert into mediafiles_photoseries values ('" + event + "', 7, '')");
        String there = path();
        DjangoRows.store(there, DjangoRows.jpeg());
        String first = DjangoRows.newMediaFile(there, "image/jpeg");
        String second = DjangoRows.newMediaFile(path(), "image/jpeg");
        DjangoRows.execute("insert into mediafiles_photoseriesfile (id, order_index, caption, created_at,"
                + " photo_series_id, media_file_id) values (gen_random_uuid(), 0, '', now(), '" + event + "', '" + first
                + "'), (gen_random_uuid(), 5, 'b', now(), '" + event + "', '" + second + "')");
        String empty = DjangoRows.newEvent(patient);
        DjangoRows.execute("update events_event set event_type = 9 where id = '" + empty + "'");
        DjangoRows.execute("insert into mediafiles_photoseries values ('" + empty + "', 2, '')");

        assertEquals(200, bytes(first, "large").statusCode());
        assertEquals(410, bytes(second, "large").statusCode());
        JsonNode series = DjangoRows.get("/photo-series/" + event);
        assertEquals(2, series.get("files").size());
        assertEquals(first, series.at("/files/0/mediaFile/id").textValue());
        assertTrue(series.at("/files/1/mediaFile/links/large").isNull());
        assertEquals(0, DjangoRows.get("/photo-series/" + empty).get("files").size());
        assertEquals(2, DjangoRows.get("/patients/" + patient + "/timeline").get("items").size());
    }
}
