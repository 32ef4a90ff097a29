package org.mediafiles.web.rest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.it.TestDatabase;

/** A series as one ZIP. */
@RunAsClient
class ArchiveIT extends DeployedMediaFiles {
    private byte[][] pictures;
    private JsonNode series;
    private String archive;

    @BeforeEach
    void aSeries() throws Exception {
        pictures = SeriesForms.fresh(3);
        HttpResponse<String> made = SeriesForms.send(RestClient.newPatient(),
                SeriesForms.pictures(pictures).text("eventDatetime", "2026-11-20T17:05:00Z"));
        series = RestClient.body(made);
        archive = SeriesForms.path(series) + "/archive";
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void itHoldsTheLargePicturesInOrderAndNamesNobody() throws Exception {
        HttpResponse<byte[]> answer = RestClient.bytes(Site.VIEWER, "GET", archive);
        assertEquals(200, answer.statusCode());
        assertEquals("application/zip", header(answer, "Content-Type"));
        assertEquals(Integer.toString(answer.body().length), header(answer, "Content-Length"));
        assertEquals("attachment; filename=\"2026-11-20_1405_fotos.zip\"", header(answer, "Content-Disposition"));
        assertEquals("nosniff", header(answer, "X-Content-Type-Options"));
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
            for (int i = 0; i < pictures.length; i++) {
                ZipEntry entry = zip.getNextEntry();
                assertEquals("0" + (i + 1) + "_2026-11-20_1405.jpg", entry.getName());
                assertEquals(ZipEntry.STORED, entry.getMethod());
                String large = "/media-files/" + series.at("/files/" + i + "/mediaFile/id").textValue() + "/large";
                assertArrayEquals(RestClient.bytes(Site.VIEWER, "GET", large).body(), zip.readAllBytes());
            }
            assertNull(zip.getNextEntry());
        }
    }

    @Test
    void everyLookIsOnRecordAndHeadIsNone() throws Exception {
        HttpResponse<byte[]> head = RestClient.bytes(Site.VIEWER, "HEAD", archive);
        assertEquals(200, head.statusCode());
        assertEquals(0, head.body().length);
        assertEquals(0, looks("media-look"));
        HttpResponse<byte[]> whole = RestClient.bytes(Site.VIEWER, "GET", archive);
        assertEquals(Integer.toString(whole.body().length), header(head, "Content-Length"));
        assertEquals(3, looks("media-look"));
        RestClient.bytes(Site.VIEWER, "GET", archive);
        assertEquals(3, looks("media-look"), "the same look within five minutes");
        assertEquals(0, looks("original-look"));
        RestClient.bytes(Site.CLINICIAN, "GET", archive + "?original=true");
        assertEquals(3, looks("original-look"));
    }

    private int looks(String act) throws Exception {
        try (Connection database = TestDatabase.connect();
                PreparedStatement query = database.prepareStatement("select count(*) from mediafiles_ops.audit_event"
                        + " where event_id = ? and act = ? and outcome = 'ok'")) {
            query.setObject(1, UUID.fromString(series.get("id").textValue()));
            query.setString(2, act);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    @Test
    void theOriginalsComeByteForByteButNotToViewers() throws Exception {
        HttpResponse<byte[]> answer = RestClient.bytes(Site.CLINICIAN, "GET", archive + "?original=true");
        assertEquals(200, answer.statusCode());
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
            for (byte[] picture : pictures) {
                assertTrue(zip.getNextEntry().getName().endsWith(".jpg"));
                assertArrayEquals(picture, zip.readAllBytes());
            }
        }
        assertEquals(403, RestClient.bytes(Site.VIEWER, "GET", archive + "?original=true").statusCode());
        assertEquals(403, RestClient.bytes(Site.VIEWER, "HEAD", archive + "?original=true").statusCode());
        assertEquals(400, RestClient.bytes(Site.CLINICIAN, "GET", archive + "?original=yes").statusCode());
    }

    @Test
    void whatIsNotThereHasNoArchive() throws Exception {
        assertEquals(401, Site.send(Site.request(Site.api(archive))).statusCode());
        assertEquals(404, RestClient.get(Site.VIEWER, "/photo-series/" + RestClient.NOBODY + "/archive").statusCode());
        assertEquals(404, RestClient.get(Site.VIEWER, "/photo-series/nonsense/archive").statusCode());
        HttpResponse<String> other = RestClient.send(Site.CLINICIAN, "POST", archive);
        assertEquals(405, other.statusCode());
        assertEquals("GET, HEAD, OPTIONS", header(other, "Allow"));
        assertEquals(204, RestClient.send(Site.CLINICIAN, "DELETE", SeriesForms.path(series)).statusCode());
        assertEquals(404, RestClient.get(Site.VIEWER, archive).statusCode());
    }
}
