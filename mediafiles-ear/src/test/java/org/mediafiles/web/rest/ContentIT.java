package org.mediafiles.web.rest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.Arrays;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.web.rest.RestClient.Form;

/** The only exit of bytes: ranges, tags, conditions, and what a browser may do with them. */
@RunAsClient
class ContentIT extends DeployedMediaFiles {
    private static byte[] original;
    private static String file;

    private static String content() throws Exception {
        if (file == null) {
            original = RestClient.jpeg(200, 150);
            HttpResponse<String> answer = RestClient.form(Site.CLINICIAN,
                    "/patients/" + RestClient.newPatient() + "/photos",
                    new Form().file("file", "a.jpg", original).text("eventDatetime", "2026-11-20T17:05:00Z"));
            assertEquals(201, answer.statusCode(), answer.body());
            JsonNode photo = RestClient.body(answer);
            file = "/media-files/" + photo.at("/mediaFile/id").textValue();
        }
        return file + "/content";
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void theWholeComesWithWhatABrowserAndACacheNeedToKnow() throws Exception {
        HttpResponse<byte[]> whole = RestClient.bytes(Site.CLINICIAN, "GET", content());
        assertEquals(200, whole.statusCode());
        assertArrayEquals(original, whole.body());
        assertEquals("image/jpeg", header(whole, "Content-Type"));
        assertEquals(Integer.toString(original.length), header(whole, "Content-Length"));
        assertEquals('"' + RestClient.sha256(original) + '"', header(whole, "ETag"));
        assertEquals("bytes", header(whole, "Accept-Ranges"));
        assertEquals("nosniff", header(whole, "X-Content-Type-Options"));
        assertEquals("sandbox", header(whole, "Content-Security-Policy"));
        assertEquals("private, no-cache", header(whole, "Cache-Control"));
        assertTrue(header(whole, "Content-Disposition").startsWith("inline; filename=\"2026-11-20_1405_"),
                header(whole, "Content-Disposition"));
        assertTrue(header(RestClient.bytes(Site.CLINICIAN, "GET", content() + "?download=true"), "Content-Disposition")
                .startsWith("attachment; "));
    }

    @Test
    void headTellsTheSameAndSendsNothing() throws Exception {
        HttpResponse<byte[]> head = RestClient.bytes(Site.CLINICIAN, "HEAD", content(), "Range", "bytes=0-1");
        assertEquals(200, head.statusCode());
        assertEquals(0, head.body().length);
        assertEquals(Integer.toString(original.length), header(head, "Content-Length"));
        assertEquals('"' + RestClient.sha256(original) + '"', header(head, "ETag"));
    }

    @Test
    void rangesComeAsAskedFor() throws Exception {
        content();
        int n = original.length;
        assertRange("bytes=0-0", 0, 1);
        assertRange("bytes=10-19", 10, 20);
        assertRange("bytes=10-", 10, n);
        assertRange("bytes=-7", n - 7, n);
        assertRange("bytes=5-" + (n + 1000), 5, n);
        for (String whole : new String[]{"bytes=0-1,5-6", "bytes=5-4", "lines=0-1", "nonsense"}) {
            assertEquals(200, RestClient.bytes(Site.CLINICIAN, "GET", content(), "Range", whole).statusCode(), whole);
        }
        HttpResponse<byte[]> beyond = RestClient.bytes(Site.CLINICIAN, "GET", content(), "Range", "bytes=" + n + "-");
        assertEquals(416, beyond.statusCode());
        assertEquals("bytes */" + n, header(beyond, "Content-Range"));
        assertEquals("application/problem+json", header(beyond, "Content-Type"));
    }

    private static void assertRange(String range, int from, int to) throws Exception {
        HttpResponse<byte[]> part = RestClient.bytes(Site.CLINICIAN, "GET", content(), "Range", range);
        assertEquals(206, part.statusCode(), range);
        assertArrayEquals(Arrays.copyOfRange(original, from, to), part.body(), range);
        assertEquals("bytes " + from + '-' + (to - 1) + '/' + original.length, header(part, "Content-Range"), range);
        assertEquals(Integer.toString(to - from), header(part, "Content-Length"), range);
    }

    @Test
    void ifRangeHoldsForTheSameBytesAlone() throws Exception {
        content();
        String tag = '"' + RestClient.sha256(original) + '"';
        assertEquals(206, RestClient.bytes(Site.CLINICIAN, "GET", content(), "Range", "bytes=0-1", "If-Range", tag)
                .statusCode());
        for (String other : new String[]{"\"x\"", "W/" + tag, "Wed, 21 Oct 2015 07:28:00 GMT"}) {
            assertEquals(200,
                    RestClient.bytes(Site.CLINICIAN, "GET", content(), "Range", "bytes=0-1", "If-Range", other)
                            .statusCode(),
                    other);
        }
    }

    @Test
    void whoHasTheBytesGets304ButOnlyWhoMayHaveThem() throws Exception {
        content();
        String tag = '"' + RestClient.sha256(original) + '"';
        for (String known : new String[]{tag, "W/" + tag, "\"x\", " + tag, "*"}) {
            HttpResponse<byte[]> answer = RestClient.bytes(Site.CLINICIAN, "GET", content(), "If-None-Match", known);
            assertEquals(304, answer.statusCode(), known);
            assertEquals(tag, header(answer, "ETag"));
            assertEquals(0, answer.body().length);
        }
        assertEquals(304, RestClient.bytes(Site.CLINICIAN, "HEAD", content(), "If-None-Match", tag).statusCode());
        assertEquals(200, RestClient.bytes(Site.CLINICIAN, "GET", content(), "If-None-Match", "\"x\"").statusCode());
        assertEquals(403, RestClient.bytes(Site.VIEWER, "GET", content(), "If-None-Match", tag).statusCode());
        assertEquals(401,
                Site.sendForBytes(Site.request(Site.api(content())).header("If-None-Match", tag)).statusCode());
    }

    @Test
    void theOriginalIsNotForViewersItsDerivativesAre() throws Exception {
        content();
        assertEquals(403, RestClient.bytes(Site.VIEWER, "GET", content()).statusCode());
        assertEquals(403, RestClient.bytes(Site.VIEWER, "HEAD", content()).statusCode());
        for (String variant : new String[]{"/large", "/medium", "/thumbnail"}) {
            HttpResponse<byte[]> answer = RestClient.bytes(Site.VIEWER, "GET", file + variant);
            assertEquals(200, answer.statusCode(), variant);
            assertEquals("image/jpeg", header(answer, "Content-Type"));
            assertEquals('"' + RestClient.sha256(answer.body()) + '"', header(answer, "ETag"));
        }
        for (String variant : new String[]{"/playback", "/poster", "/huge"}) {
            assertEquals(404, RestClient.bytes(Site.VIEWER, "GET", file + variant).statusCode(), variant);
        }
    }

    @Test
    void otherMethodsAreNotTaken() throws Exception {
        HttpResponse<byte[]> answer = RestClient.bytes(Site.CLINICIAN, "DELETE", content());
        assertEquals(405, answer.statusCode());
        assertEquals("GET, HEAD, OPTIONS", header(answer, "Allow"));
    }
}
