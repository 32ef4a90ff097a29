package org.mediafiles.web.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class HeaderParametersTest {
    private static String filename(String parameters) {
        return HeaderParameters.parse("form-data; name=\"file\"; " + parameters).filename();
    }

    @Test
    void readsNamesAsClientsWriteThem() {
        assertEquals("a b.jpg", filename("filename=\"a b.jpg\""));
        assertEquals("a.jpg", filename("filename=a.jpg"));
        assertEquals("a;b=\"c\".jpg", filename("filename=\"a;b=\\\"c\\\".jpg\""));
        assertEquals("a\"b.jpg", filename("filename=\"a%22b.jpg\""));
        assertEquals("C:\\fotos\\x.jpg", filename("filename=\"C:\\fotos\\x.jpg\""));
        assertEquals("田中.jpg", filename("filename=\"田中.jpg\""));
        assertEquals("田.jpg", filename("filename=\"x.jpg\"; filename*=UTF-8''%E7%94%B0.jpg"));
        assertEquals("x.jpg", filename("filename=\"x.jpg\"; filename*=nonsense"));
        assertEquals("file.php%00.jpg", filename("filename=\"file.php%00.jpg\""));
        assertEquals("", filename("filename=\"\""));
        assertNull(HeaderParameters.parse("form-data; name=\"file\"").filename());
        assertNull(HeaderParameters.parse(null).filename());
    }

    @Test
    void survivesNonsense() {
        for (String header : new String[]{"", ";", ";;=", "form-data; =", "form-data; a=\"", "form-data; a=\"\\",
                "form-data; a*=UTF-8''%", "form-data; a*=x''y"}) {
            HeaderParameters.parse(header);
        }
    }

    @Test
    void theFirstOfTwoEqualNamesCounts() {
        assertEquals("file", HeaderParameters.parse("form-data; name=file; name=description").get("name"));
    }
}
