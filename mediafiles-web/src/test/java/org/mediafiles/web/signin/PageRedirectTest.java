package org.mediafiles.web.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.mediafiles.web.FakeHttp;

class PageRedirectTest {
    @Test
    void goesBackToAPageOfTheApplication() {
        assertEquals("/clinician/timeline.xhtml?patient=0b1c-2",
                PageRedirect.after("clinician/timeline.xhtml?patient=0b1c-2"));
    }

    @Test
    void neverLeadsOutOfTheApplication() {
        for (String to : new String[]{null, "", " ", "/", "//evil.example", "/\\evil.example", "https://evil.example",
                "\\\\evil.example", "javascript:alert(1)", "../admin", "a/../../x", "a//evil", "%2f%2fevil.example",
                "signin.xhtml", "api/v1/patients", "a\r\nSet-Cookie: x", ".//evil"}) {
            assertEquals("/", PageRedirect.after(to), to);
        }
    }

    @Test
    void carriesThePageAskedForAsARelativePath() throws Exception {
        FakeHttp http = new FakeHttp("GET", "/clinician/photo.xhtml");
        http.query = "id=1&x=2";
        PageRedirect.toSignIn(http.request(), http.response());
        assertEquals(303, http.status);
        assertEquals("/mediafiles/signin.xhtml?to=clinician%2Fphoto.xhtml%3Fid%3D1%26x%3D2",
                http.responseHeaders.get("Location"));
    }

    @Test
    void answersAScriptWithFacesOwnRedirect() throws Exception {
        FakeHttp http = new FakeHttp("POST", "/clinician/photo.xhtml").header("Faces-Request", "partial/ajax");
        PageRedirect.toSignIn(http.request(), http.response());
        assertEquals(200, http.status);
        assertTrue(http.bodyText().contains("<redirect url=\"/mediafiles/signin.xhtml\"/>"));
    }
}
