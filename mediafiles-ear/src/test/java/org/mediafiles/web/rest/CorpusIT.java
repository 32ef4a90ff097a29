package org.mediafiles.web.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mediafiles.it.DeployedMediaFiles;
import org.mediafiles.it.Site;
import org.mediafiles.web.rest.RestClient.Form;

/** The videos of the corpus over REST come out as its manifest says, where it lies beside the project. */
@RunAsClient
class CorpusIT extends DeployedMediaFiles {
    private static final Set<String> VIDEOS = Set.of("mp4", "mov", "webm", "mkv", "avi", "3gp");
    private static final Set<Integer> REFUSALS = Set.of(413, 415, 422);
    private static final double SECONDS_OFF = 0.15;
    private static Path corpus;

    @BeforeAll
    static void theCorpusIsThere() {
        MadeClips.requireFfmpeg();
        String named = System.getProperty("mediafiles.corpus", "");
        // The module's folder, two below where the corpus may lie.
        corpus = named.isEmpty() ? Path.of("..", "..", "shared", "corpus") : Path.of(named);
        if (!Files.exists(corpus.resolve("manifest.csv"))) {
            System.out.println("SKIPPED: the corpus over REST; there is no " + corpus.toAbsolutePath().normalize());
        }
        Assumptions.assumeTrue(Files.exists(corpus.resolve("manifest.csv")), "no corpus beside the project");
    }

    /** @return the manifest's rows of videos, by column */
    private static List<Map<String, String>> videos() throws Exception {
        List<String> lines = Files.readAllLines(corpus.resolve("manifest.csv"), StandardCharsets.UTF_8);
        List<String> columns = cells(lines.get(0));
        List<Map<String, String>> videos = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> cells = cells(line);
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < Math.min(columns.size(), cells.size()); i++) {
                row.put(columns.get(i), cells.get(i));
            }
            if (VIDEOS.contains(row.get("kind"))) {
                videos.add(row);
            }
        }
        return videos;
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (char c : line.toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }

    @Test
    void theVideosComeOutAsTheManifestSays() throws Exception {
        String patient = RestClient.newPatient();
        List<Map<String, String>> videos = videos();
        assertTrue(videos.size() > 10, "only " + videos.size() + " videos");
        for (Map<String, String> row : videos) {
            HttpResponse<String> answer = RestClient.form(Site.CLINICIAN, "/patients/" + patient + "/video-clips",
                    new Form().file("file", "clip.bin", Files.readAllBytes(corpus.resolve(row.get("path")))));
            String what = row.get("path") + ": " + answer.statusCode() + ' ' + answer.body();
            switch (row.get("verdict")) {
                case "accept" -> accepted(row, answer, what);
                case "reject" -> assertTrue(REFUSALS.contains(answer.statusCode()), what);
                default -> assertTrue(answer.statusCode() == 201 || REFUSALS.contains(answer.statusCode()), what);
            }
        }
    }

    private static void accepted(Map<String, String> row, HttpResponse<String> answer, String what) throws Exception {
        assertEquals(201, answer.statusCode(), what);
        JsonNode file = RestClient.body(answer).get("mediaFile");
        assertEquals(row.get("displayed_w") + 'x' + row.get("displayed_h"),
                file.get("width").asText() + 'x' + file.get("height").asText(), what);
        assertEquals(row.get("has_gps").equals("yes"), file.get("hasPosition").booleanValue(), what);
        if (!row.getOrDefault("duration_s", "").isEmpty()) {
            assertEquals(Double.parseDouble(row.get("duration_s")), file.get("duration").doubleValue(), SECONDS_OFF,
                    what);
        }
    }
}
