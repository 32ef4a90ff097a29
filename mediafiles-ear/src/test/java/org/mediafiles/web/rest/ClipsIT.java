package org.mediafiles.web.rest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.web.rest.RestClient.Form;

/** A clip over REST, from the first byte to its playback, and every clip that is refused. */
@RunAsClient
class ClipsIT extends DeployedMediaFiles {
    private static final int PATIENCE_MILLIS = 60_000;

    @BeforeAll
    static void ffmpegIsThere() {
        MadeClips.requireFfmpeg();
    }

    private static HttpResponse<String> send(String patient, Form form) throws Exception {
        return RestClient.form(Site.CLINICIAN, "/patients/" + patient + "/video-clips", form);
    }

    private static void problem(int status, String code, HttpResponse<String> answer) throws Exception {
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals(code, RestClient.body(answer).get("code").textValue(), answer.body());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    /** @return the clip's record when it is no longer being worked on */
    private static JsonNode worked(JsonNode clip) throws Exception {
        long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (true) {
            JsonNode now = RestClient
                    .body(RestClient.get(Site.VIEWER, "/video-clips/" + clip.get("id").textValue()));
            if (!now.at("/mediaFile/playback/status").textValue().equals("processing")
                    || System.currentTimeMillis() > deadline) {
                return now;
            }
            Thread.sleep(200);
        }
    }

    @Test
    void aClipGoesInAndPlays() throws Exception {
        String patient = RestClient.newPatient();
        byte[] bytes = MadeClips.phone("mp4", 3);
        HttpResponse<String> created = send(patient, new Form().text("description", "Marcha")
                .file("file", "vídeo.mp4", bytes).text("sha256", RestClient.sha256(bytes)));
        assertEquals(201, created.statusCode(), created.body());
        JsonNode clip = RestClient.body(created);
        JsonNode file = clip.get("mediaFile");
        assertEquals("videoClip", clip.get("type").textValue());
        assertEquals("video/mp4", file.get("mimeType").textValue());
        assertEquals("video", file.get("fileType").textValue());
        assertEquals(320, file.get("width").intValue());
        assertTrue(created.body().matches("(?s).*\"duration\":3\\.\\d{3}[,}].*"), created.body());
        for (String variant : new String[]{"large", "medium", "thumbnail"}) {
            assertTrue(file.at("/links/" + variant).isNull(), variant);
        }
        JsonNode done = worked(clip);
        assertEquals("{\"status\":\"ready\",\"reason\":null}", done.at("/mediaFile/playback").toString());
        String base = "/media-files/" + file.get("id").textValue();
        assertArrayEquals(bytes, RestClient.bytes(Site.CLINICIAN, "GET", base + "/content").body());
        assertEquals(403, RestClient.bytes(Site.VIEWER, "GET", base + "/content").statusCode());
        assertEquals(404, RestClient.bytes(Site.VIEWER, "GET", base + "/large").statusCode());
        served(base + "/playback", "video/mp4");
        served(base + "/poster", "image/jpeg");
        assertEquals(clip.get("id"), RestClient
                .body(RestClient.get(Site.VIEWER, "/patients/" + patient + "/timeline?type=videoClip"))
                .at("/items/0/id"));
        problem(409, "duplicate-media", send(patient, new Form().file("file", "again.mp4", bytes)));
    }

    /** As a phone's browser asks for it: the first two bytes, then on. */
    private static void served(String path, String mimeType) throws Exception {
        HttpResponse<byte[]> whole = RestClient.bytes(Site.VIEWER, "GET", path);
        assertEquals(200, whole.statusCode(), path);
        byte[] bytes = whole.body();
        String tag = '"' + RestClient.sha256(bytes) + '"';
        assertEquals(mimeType, header(whole, "Content-Type"));
        assertEquals(tag, header(whole, "ETag"));
        assertEquals("bytes", header(whole, "Accept-Ranges"));
        HttpResponse<byte[]> two = RestClient.bytes(Site.VIEWER, "GET", path, "Range", "bytes=0-1");
        assertEquals(206, two.statusCode());
        assertEquals("bytes 0-1/" + bytes.length, header(two, "Content-Range"));
        assertArrayEquals(Arrays.copyOf(bytes, 2), two.body());
        assertArrayEquals(Arrays.copyOfRange(bytes, 100, 200),
                RestClient.bytes(Site.VIEWER, "GET", path, "Range", "bytes=100-199").body());
        assertEquals(416, RestClient.bytes(Site.VIEWER, "GET", path, "Range", "bytes=" + bytes.length + "-")
                .statusCode());
        assertEquals(304, RestClient.bytes(Site.VIEWER, "GET", path, "If-None-Match", tag).statusCode());
        HttpResponse<byte[]> head = RestClient.bytes(Site.VIEWER, "HEAD", path);
        assertEquals(Integer.toString(bytes.length), header(head, "Content-Length"));
        assertEquals(0, head.body().length);
    }

    @Test
    void anUploadOfAClipTellsItsDurationAndBecomesAClipAlone() throws Exception {
        HttpResponse<String> received = RestClient.form(Site.CLINICIAN, "/uploads",
                new Form().file("file", "v.mov", MadeClips.phone("mov", 2)));
        assertEquals(201, received.statusCode(), received.body());
        JsonNode upload = RestClient.body(received);
        assertEquals("video", upload.get("kind").textValue());
        assertEquals("video/quicktime", upload.get("mimeType").textValue());
        assertTrue(received.body().matches("(?s).*\"duration\":2\\.\\d{3}[,}].*"), received.body());
        String patient = RestClient.newPatient();
        Form form = new Form().text("uploadId", upload.get("uploadId").textValue());
        problem(415, "unsupported-media-type",
                RestClient.form(Site.CLINICIAN, "/patients/" + patient + "/photos", form));
        problem(415, "unsupported-media-type", SeriesForms.send(patient, form));
        HttpResponse<String> clip = send(patient, form);
        assertEquals(201, clip.statusCode(), clip.body());
        assertEquals("Vídeo Curto", RestClient.body(clip).get("description").textValue());
        assertEquals(upload.get("duration"), RestClient.body(clip).at("/mediaFile/duration"));
        assertEquals("ready", worked(RestClient.body(clip)).at("/mediaFile/playback/status").textValue());
    }

    @Test
    void aClipIsChangedMovedDeletedAndRestoredAsAPhotoIs() throws Exception {
        JsonNode clip = RestClient.body(send(RestClient.newPatient(),
                new Form().file("file", "a.mp4", MadeClips.black(64, 64, 1))));
        String path = "/video-clips/" + clip.get("id").textValue();
        problem(400, "invalid-request",
                RestClient.json(Site.CLINICIAN, "PATCH", path, "{\"seriesDescription\":\"x\"}"));
        HttpResponse<String> patched = RestClient.json(Site.CLINICIAN, "PATCH", path, "{\"description\":\"Nova\"}");
        assertEquals("Nova", RestClient.body(patched).get("description").textValue(), patched.body());
        problem(412, "version-conflict",
                RestClient.json(Site.CLINICIAN, "PATCH", path, "{\"description\":\"x\"}", "If-Match", "\"x\""));
        String right = RestClient.newPatient();
        assertEquals(200, RestClient.json(Site.CLINICIAN, "POST", path + "/move",
                "{\"patientId\":\"" + right + "\",\"reason\":\"errado\"}").statusCode());
        assertEquals(204, RestClient.send(Site.CLINICIAN, "DELETE", path).statusCode());
        String poster = "/media-files/" + clip.at("/mediaFile/id").textValue() + "/poster";
        assertEquals(404, RestClient.bytes(Site.VIEWER, "GET", poster).statusCode());
        assertEquals(200, RestClient.send(Site.ADMIN, "POST", path + "/restore").statusCode());
        worked(clip);
        assertEquals(200, RestClient.bytes(Site.VIEWER, "GET", poster).statusCode());
    }

    @Test
    void whatIsNoClipIsRefusedAndLeavesNothing() throws Exception {
        Spool spool = Spool.now();
        String patient = RestClient.newPatient();
        byte[] phone = MadeClips.phone("mp4", 2);
        byte[] sound = MadeClips.made("mp4", List.of("-f", "lavfi", "-i", "sine", "-t", "1", "-c:a", "aac"));
        byte[] mkv = MadeClips.made("mkv",
                List.of("-f", "lavfi", "-i", "color=black:size=64x64", "-t", "1", "-c:v", "libx264"));
        refused(patient, 422, "not-a-valid-media-file", sound);
        refused(patient, 422, "not-a-valid-media-file", Arrays.copyOf(phone, phone.length / 2));
        refused(patient, 422, "not-a-valid-media-file", "\0\0\0\u0018ftypisom\0\0\0\0isommp42");
        refused(patient, 422, "clip-too-long", MadeClips.black(64, 64, 122));
        refused(patient, 422, "too-many-pixels", MadeClips.black(4_200, 16, 1));
        refused(patient, 415, "unsupported-media-type", mkv);
        refused(patient, 415, "unsupported-media-type", RestClient.jpeg(20, 20));
        refused(patient, 415, "unsupported-media-type", "ffconcat version 1.0\nfile /etc/passwd\n");
        refused(patient, 415, "unsupported-media-type", "#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n");
        problem(415, "unsupported-media-type", RestClient.form(Site.CLINICIAN, "/patients/" + patient + "/photos",
                new Form().file("file", "a.jpg", phone)));
        problem(415, "unsupported-media-type", SeriesForms.send(patient, SeriesForms.pictures(phone)));
        assertEquals(0, RestClient.body(RestClient.get(Site.VIEWER, "/patients/" + patient + "/timeline")).get("items")
                .size());
        assertEquals("", spool.left());
    }

    private static void refused(String patient, int status, String code, String bytes) throws Exception {
        refused(patient, status, code, bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void refused(String patient, int status, String code, byte[] bytes) throws Exception {
        problem(status, code, send(patient, new Form().file("file", "a.mp4", bytes)));
    }
}
