package org.mediafiles.web.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AdminPageTest {
    @Test
    void everyPageOfAnAdminsHasAnActToBeRefusedAs() throws IOException {
        try (Stream<Path> pages = Files.list(Path.of("src/main/webapp/admin"))) {
            assertEquals(List.of(), pages.map(page -> "/admin/" + page.getFileName())
                    .filter(path -> !AdminPage.isKnown(path)).toList());
        }
    }
}
