package org.mediafiles.web.faces.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalPathTest {
    @Test
    void keepsPathAndQueryOfOurOwn() {
        assertEquals("/mediafiles/clinician/timeline.xhtml?patient=1",
                LocalPath.orElse("/mediafiles/clinician/timeline.xhtml?patient=1", "/mediafiles", "/else"));
        assertEquals("/mediafiles/clinician/patients.xhtml",
                LocalPath.orElse("http://127.0.0.1:8080/mediafiles/clinician/patients.xhtml", "/mediafiles", "/else"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "//evil.example/mediafiles/x", "https:mediafiles/x", "/other/x", "/mediafiles/../other",
            "javascript:alert(1)", "/\\evil.example", "/mediafiles", "/mediafiles/%zz", "/mediafilesx/y"})
    void leadsNowhereElse(String path) {
        assertEquals("/else", LocalPath.orElse(path, "/mediafiles", "/else"));
    }
}
