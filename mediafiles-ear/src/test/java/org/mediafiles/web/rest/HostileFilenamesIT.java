package org.mediafiles.web.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.web.rest.RestClient.Form;

/** A client's file name is display text: cleaned, cut, and never part of a path. */
@RunAsClient
class HostileFilenamesIT extends DeployedMediaFiles {
    private static String kept(String disposition) throws Exception {
        HttpResponse<String> answer = RestClient.form(Site.CLINICIAN,
                "/patients/" + RestClient.newPatient() + "/photos",
                new Form().part("form-data; name=\"file\"" + disposition, RestClient.jpeg(20, 20)));
        assertEquals(201, answer.statusCode(), disposition + " " + answer.body());
        JsonNode file = RestClient.body(answer).get("mediaFile");
        String path = file.at("/links/large").textValue().replace("/mediafiles/api/v1", "");
        HttpResponse<byte[]> large = RestClient.bytes(Site.VIEWER, "GET", path + "?download=true");
        String disposed = large.headers().firstValue("Content-Disposition").orElse("");
        assertTrue(disposed.matches("attachment; filename=\"[0-9]{4}-[0-9]{2}-[0-9]{2}_[0-9]{4}_[a-z]+_[0-9]+\\.jpg\""),
                disposed);
        return file.get("originalFilename").textValue();
    }

    private static String named(String filename) throws Exception {
        return kept("; filename=\"" + filename.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
    }

    @Test
    void keepNoFolders() throws Exception {
        assertEquals("passwd.jpg", named("../../../../etc/passwd.jpg"));
        assertEquals("win.ini", named("..\\..\\WINDOWS\\win.ini"));
    }

    @Test
    void keepNoControlsAndNoOverrides() throws Exception {
        assertEquals("name.gpj.php", named("name.\u202egpj.php"));
        assertEquals("file.php.jpg", named("file.php\u0000.jpg"));
        assertEquals("ab.jpg", kept("; filename*=UTF-8''a%00%01b.jpg"));
    }

    @Test
    void keepWhatIsOnlyStrange() throws Exception {
        for (String name : new String[]{"CON.jpg", "file.php%00.jpg", "%00index.html", "田中さん.jpg",
                "\ud83d\udc69\ud83c\udffd.png", "<img src=x onerror=alert(123) >.jpg", "a;b=c.jpg",
                "' OR 1=1 --.jpg"}) {
            assertEquals(name, named(name));
        }
    }

    @Test
    void areCutButKeepTheirExtension() throws Exception {
        for (String letter : new String[]{"a", "é", "\ud83d\udc69"}) {
            String kept = named(letter.repeat(1000) + ".jpg");
            assertEquals(255, kept.codePointCount(0, kept.length()));
            assertTrue(kept.endsWith(letter + ".jpg"), kept);
        }
    }

    @Test
    void areReplacedWhereThereIsNone() throws Exception {
        for (String disposition : new String[]{"", "; filename=\"\"", "; filename=\" \""}) {
            assertEquals("unnamed", kept(disposition));
        }
        assertFalse(kept("; filename=\".\"").isBlank());
    }

    @Test
    void rawUtf8AndEncodedNamesAreTheSame() throws Exception {
        assertEquals("café.jpg", named("café.jpg"));
        assertEquals("café.jpg", kept("; filename=\"x.jpg\"; filename*=UTF-8''caf%C3%A9.jpg"));
        assertEquals("café.jpg", named(new String("cafe\u0301.jpg".getBytes(StandardCharsets.UTF_8),
                StandardCharsets.UTF_8)));
    }
}
