package org.mediafiles.web.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.it.TestDatabase;
import org.mediafiles.web.rest.RestClient.Form;

/** Jobs that really fail, since their originals were taken away: told, tried again and made anew when they are back. */
@RunAsClient
class LostOriginalsIT extends DeployedMediaFiles {
    private static final String REGENERATIONS = "/admin/regenerations";
    private static final String OBJECT = " where stored_object_id = (select stored_object_id from"
            + " mediafiles_ops.media_file_object where media_file_id = cast(? as uuid))";
    private static final int LONGEST_TENTHS = 600;

    private String photo;
    private String clip;

    @BeforeEach
    void aPhotoAndAClip() throws Exception {
        MadeClips.requireFfmpeg();
        String patient = RestClient.newPatient();
        photo = RestClient.newPhoto(Site.CLINICIAN, patient).at("/mediaFile/id").textValue();
        HttpResponse<String> made = RestClient.form(Site.CLINICIAN, "/patients/" + patient + "/video-clips",
                new Form().file("file", "a.mp4", MadeClips.phone("mp4", 1)));
        clip = RestClient.body(made).at("/mediaFile/id").textValue();
        made(photo);
        made(clip);
    }

    @AfterEach
    void theOriginalsAreBack() throws Exception {
        for (String file : new String[]{photo, clip}) {
            if (file != null && Files.exists(aside(original(file)))) {
                bringBack(file);
            }
        }
    }

    private static String query(String sql, String value) throws SQLException {
        try (Connection connection = TestDatabase.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, value);
            if (!statement.execute()) {
                return Integer.toString(statement.getUpdateCount());
            }
            try (ResultSet row = statement.getResultSet()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    private static String job(String column, String file) throws SQLException {
        return query("select " + column + " from mediafiles_ops.derivative_job" + OBJECT, file);
    }

    private static void await(String what, Callable<Boolean> come) throws Exception {
        for (int i = 0; i < LONGEST_TENTHS; i++) {
            if (come.call()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError("it did not come: " + what);
    }

    private static void made(String file) throws Exception {
        await("the job of " + file, () -> "done".equals(job("state", file)));
    }

    private static String madeAt(String variant, String file) throws SQLException {
        return query("select created_at from mediafiles_ops.derivative" + OBJECT + " and variant = '" + variant + "'",
                file);
    }

    private static Path original(String file) throws SQLException {
        String key = query("select o.storage_key from mediafiles_ops.stored_object o join"
                + " mediafiles_ops.media_file_object f on f.stored_object_id = o.id where f.media_file_id = cast(? as uuid)",
                file);
        return Path.of(System.getProperty("mediafiles.it.work"), "storage").resolve(key);
    }

    private static Path aside(Path original) {
        return original.resolveSibling(original.getFileName() + ".aside");
    }

    private static void bringBack(String file) throws Exception {
        Files.move(aside(original(file)), original(file));
    }

    private static JsonNode begin(String scope) throws Exception {
        HttpResponse<String> begun = RestClient.json(Site.ADMIN, "POST", REGENERATIONS, scope);
        assertEquals(202, begun.statusCode(), begun.body());
        return RestClient.body(begun);
    }

    private static void ended(JsonNode regeneration) throws Exception {
        await("the regeneration", () -> !RestClient
                .body(RestClient.get(Site.ADMIN, REGENERATIONS + "/" + regeneration.get("id").asLong())).get("state")
                .textValue().equals("running"));
    }

    /** Has it made anew without its original, until that has failed for good. @return why, as an admin hears it */
    private static String fails(String file) throws Exception {
        Files.move(original(file), aside(original(file)));
        JsonNode again = begin("{\"scope\":\"one\",\"mediaFileId\":\"" + file + "\"}");
        await("the first failure", () -> job("error", file) != null);
        // It would be tried for seven minutes; this was the last but one.
        await("the last failure", () -> query("update mediafiles_ops.derivative_job set attempts = 4, run_after = now()"
                + OBJECT + " and state = 'waiting'", file) != null && "failed".equals(job("state", file)));
        ended(again);
        for (JsonNode item : RestClient.body(RestClient.get(Site.ADMIN, "/admin/jobs?state=failed&limit=200"))
                .get("items")) {
            if (item.get("mediaFileId").asText().equals(file)) {
                return item.get("reason").textValue();
            }
        }
        throw new AssertionError("the failed job is not listed");
    }

    private static int retry(String file) throws Exception {
        return RestClient.send(Site.ADMIN, "POST", "/admin/jobs/" + job("id", file) + "/retry").statusCode();
    }

    @Test
    void whatFailedIsServedAsItWasAndTriedAgainWhenTheOriginalIsBack() throws Exception {
        String before = madeAt("playback", clip);
        assertEquals("file-missing", fails(clip));
        assertEquals(200, RestClient.bytes(Site.VIEWER, "GET", "/media-files/" + clip + "/playback").statusCode());
        assertEquals(before, madeAt("playback", clip));

        bringBack(clip);
        assertEquals(204, retry(clip));

        made(clip);
        assertNotEquals(before, madeAt("playback", clip));
        assertEquals(200, RestClient.bytes(Site.VIEWER, "GET", "/media-files/" + clip + "/playback").statusCode());
        assertEquals(409, retry(clip), "it has not failed any more");
    }

    @Test
    void whatFailedIsMadeAnewAndNothingElse() throws Exception {
        String untouched = RestClient.newPhoto(Site.CLINICIAN, RestClient.newPatient()).at("/mediaFile/id").textValue();
        made(untouched);
        String untouchedAt = madeAt("large", untouched);
        String photoAt = madeAt("large", photo);
        String clipAt = madeAt("poster", clip);
        assertEquals("file-missing", fails(photo));
        assertEquals("file-missing", fails(clip));
        bringBack(photo);
        bringBack(clip);

        JsonNode failed = begin("{\"scope\":\"failed\"}");

        assertTrue(failed.get("total").asLong() >= 2, failed.toString());
        made(photo);
        made(clip);
        ended(failed);
        assertNotEquals(photoAt, madeAt("large", photo));
        assertNotEquals(clipAt, madeAt("poster", clip));
        assertEquals(untouchedAt, madeAt("large", untouched));
    }

    @Test
    void makingPhotosAnewLeavesClipsAlone() throws Exception {
        String photoAt = madeAt("large", photo);
        String clipAt = madeAt("playback", clip);
        JsonNode photos = begin("{\"scope\":\"photos\"}");
        ended(photos);
        await("the photo", () -> !photoAt.equals(madeAt("large", photo)));
        assertEquals(clipAt, madeAt("playback", clip));
        assertEquals("done", job("state", clip));
    }
}
