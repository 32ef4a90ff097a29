package org.mediafiles;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The folder of real files beside the project. Tests that read it run where it is there and say so where it is not;
 * {@code -Dmediafiles.corpus} names another place.
 */
public final class Corpus {
    private Corpus() {}

    /** @return the folder; the test that asks is skipped, with a message, where there is none */
    public static Path folder() {
        Path folder = Path.of(System.getProperty("mediafiles.corpus", "../../shared/corpus"));
        boolean there = Files.isRegularFile(folder.resolve("manifest.csv"));
        if (!there) {
            System.out.println("NOT RUN: no corpus at " + folder + "; -Dmediafiles.corpus names another place");
        }
        assumeTrue(there, "no corpus at " + folder);
        return folder;
    }

    /** @return one map per row, keyed by the header */
    public static List<Map<String, String>> rows(String file) {
        try {
            return parse(Files.readString(folder().resolve(file), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Map<String, String>> parse(String csv) {
        List<List<String>> lines = new ArrayList<>();
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int at = 0; at < csv.length(); at++) {
            char c = csv.charAt(at);
            if (c == '"' && quoted && at + 1 < csv.length() && csv.charAt(at + 1) == '"') {
                cell.append('"');
                at++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == '\n')) {
                cells.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    lines.add(cells);
                    cells = new ArrayList<>();
                }
            } else if (quoted || c != '\r') {
                cell.append(c);
            }
        }
        List<Map<String, String>> rows = new ArrayList<>();
        for (List<String> line : lines.subList(1, lines.size())) {
            Map<String, String> row = new LinkedHashMap<>();
            for (int at = 0; at < line.size(); at++) {
                row.put(lines.get(0).get(at), line.get(at));
            }
            rows.add(row);
        }
        return rows;
    }
}
